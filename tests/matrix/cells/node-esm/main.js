import { check } from "./server.js";

console.log(await check(JSON.parse(process.argv[2])));
