// A relay in Deno: deno run --allow-net --allow-env deno.js. NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI and
// RELAY_SECRET come from the environment.
import { createNetidBackend, createRelay } from "consentkey/server";

const { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET, PORT = "3000" } = Deno.env.toObject();
const backend = await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI });
const relay = await createRelay({ backend, secret: RELAY_SECRET, trustProxy: true });

Deno.serve({ port: Number(PORT), onListen: (address) => console.log(JSON.stringify(address)) }, relay);
