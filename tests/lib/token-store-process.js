// One of several processes that share a client's tokens: prints the token that it gets.
import { createClient } from "redis";
import { backendOf } from "./bankid.js";

const [issuer, path] = process.argv.slice(2);
const redis = createClient({ socket: { path } });
await redis.connect();
const store = {
  get: (key) => redis.get(key),
  set: (key, value, expiresIn) => redis.set(key, value, { EX: expiresIn }),
};
const backend = await backendOf({ issuer }, { store });
const tokens = await Promise.all(Array.from({ length: 10 }, () => backend.accessToken()));
console.log(JSON.stringify([...new Set(tokens.map(({ value }) => value))]));
await redis.close();
