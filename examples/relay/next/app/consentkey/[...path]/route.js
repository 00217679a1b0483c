// A relay as a route handler of Next.js. The environment is there when a request comes, not yet in a build.
import { createNetidBackend, createRelay } from "consentkey/server";

let relay;

async function answer(request) {
  const { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET } = process.env;
  relay ??= await createRelay({
    backend: await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI }),
    secret: RELAY_SECRET,
    trustProxy: true,
  });
  return relay(request);
}

export { answer as GET, answer as POST, answer as DELETE, answer as OPTIONS };
