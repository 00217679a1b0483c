import { check } from "./server.js";

check(JSON.parse(process.argv[2])).then(console.log);
