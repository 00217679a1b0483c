// A relay as a worker of an edge network. Its texts are secrets of the platform.
import { createNetidBackend, createRelay } from "consentkey/server";

let relay;

export default {
  async fetch(request, { NETID_CLIENT_ID, NETID_SECRET, REDIRECT_URI, RELAY_SECRET }) {
    relay ??= await createRelay({
      backend: await createNetidBackend({ clientId: NETID_CLIENT_ID, clientSecret: NETID_SECRET, redirectUri: REDIRECT_URI }),
      secret: RELAY_SECRET,
    });
    return relay(request);
  },
};
