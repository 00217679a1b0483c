// One of several processes that share a client's tokens: prints the token that it gets.
import { backendOf } from "./bankid.js";
import { connectTo, storeOf } from "./redis.js";

const [issuer, path] = process.argv.slice(2);
const redis = await connectTo(path);
const backend = await backendOf({ issuer }, { store: storeOf(redis) });
const tokens = await Promise.all(Array.from({ length: 10 }, () => backend.accessToken()));
console.log(JSON.stringify([...new Set(tokens.map(({ value }) => value))]));
await redis.close();
