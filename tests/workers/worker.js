// What the tests run in workerd: one client for all requests of the isolate, as the guides have it.
import { createBankidBackend, initSync, verifyAccessToken } from "./server.js";
import core from "./consentkey-server.wasm";

initSync(core);
let backend;
let waiting = 0;

const actions = {
  /** A request whose other half fails, so that it ends while its token is on the way. */
  async fail() {
    await Promise.all([backend.accessToken("x"), Promise.reject(new Error("db"))]);
  },

  /** The same, but not before the provider says so. */
  async failLater(_, env) {
    await Promise.all([backend.accessToken("x"), fetch(`${env.ISSUER}/gate`).then(() => Promise.reject(new Error("db")))]);
  },

  /** The same with the keys of the provider. */
  async failToVerify(jwt, env) {
    await Promise.all([verify(jwt, env), Promise.reject(new Error("db"))]);
  },

  async token() {
    const token = backend.accessToken("x");
    waiting += 1;
    return (await token).value;
  },

  async verify(jwt, env) {
    return (await verify(jwt, env)).azp;
  },

  async waiting() {
    return String(waiting);
  },
};

const verify = (jwt, { ISSUER }) => verifyAccessToken(jwt, { issuer: ISSUER, audience: "signdoc" });

export default {
  async fetch(request, env) {
    backend ??= await createBankidBackend({ clientId: "client", clientSecret: "secret", endpoints: { issuer: env.ISSUER } });
    const { pathname, search } = new URL(request.url);
    return new Response(await actions[pathname.slice(1)](search.slice(1), env));
  },
};
