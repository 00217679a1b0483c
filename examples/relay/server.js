// A relay on node:http. NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI and RELAY_SECRET come from the environment;
// RELAY_OLD_SECRET while the secret changes.
import { createServer } from "node:http";
import { createNetidBackend, createRelay, toNodeHandler } from "consentkey/server";

const { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET, RELAY_OLD_SECRET, PORT = "3000" } = process.env;
const backend = await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI });
const relay = await createRelay({
  backend,
  secret: [RELAY_SECRET, RELAY_OLD_SECRET].filter(Boolean),
  trustProxy: true,
  onEvent: (event) => console.log(JSON.stringify(event)),
});
const server = createServer(toNodeHandler(relay)).listen(Number(PORT), () => console.log(JSON.stringify(server.address())));
// What is under way is finished; the balancer sends nothing new.
process.on("SIGTERM", () => server.close(() => process.exit()));
