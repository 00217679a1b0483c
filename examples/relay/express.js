// A relay in Express. NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI and RELAY_SECRET come from the environment.
import express from "express";
import { createNetidBackend, createRelay, toNodeHandler } from "consentkey/server";

const { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET, PORT = "3000" } = process.env;
const backend = await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI });
const relay = await createRelay({ backend, secret: RELAY_SECRET, trustProxy: true });

const app = express();
// Before express.json() and its like: the relay answers broken bodies itself.
app.all("/consentkey/{*rest}", toNodeHandler(relay));
const server = app.listen(Number(PORT), () => console.log(JSON.stringify(server.address())));
