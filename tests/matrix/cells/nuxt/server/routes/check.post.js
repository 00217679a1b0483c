import { check } from "../../server.js";

export default defineEventHandler(async (event) => check(await readBody(event)));
