// A relay in Bun. NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI and RELAY_SECRET come from the environment.
import { createNetidBackend, createRelay } from "consentkey/server";

const { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET, PORT = "3000" } = process.env;
const backend = await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI });
const relay = await createRelay({ backend, secret: RELAY_SECRET, trustProxy: true });

const { port } = Bun.serve({ port: Number(PORT), fetch: relay });
console.log(JSON.stringify({ port }));
