import { check } from "./server.js";

console.log(await check(JSON.parse(Deno.args[0])));
