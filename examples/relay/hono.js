// A relay in Hono, here on Node. NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI and RELAY_SECRET come from the environment.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createNetidBackend, createRelay } from "consentkey/server";

const { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET, PORT = "3000" } = process.env;
const backend = await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI });
const relay = await createRelay({ backend, secret: RELAY_SECRET, trustProxy: true });

const app = new Hono();
app.all("/consentkey/*", ({ req }) => relay(req.raw));
serve({ fetch: app.fetch, port: Number(PORT) }, (address) => console.log(JSON.stringify(address)));
