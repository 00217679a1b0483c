import { Provider } from "./library.js";

/**
 * Holds a confidential client to the method it is registered for. oidc-provider takes client_secret_basic
 * and client_secret_post for one another, which would hide a client that sends the wrong one.
 *
 * @param {object} provider
 */
export function requireRegisteredMethod(provider) {
  const { prototype } = provider.Client;
  const { compareClientSecret } = prototype;
  prototype.compareClientSecret = async function compareByRegisteredMethod(secret) {
    const method = Provider.ctx.headers.authorization ? "client_secret_basic" : "client_secret_post";
    return method === this.clientAuthMethod && compareClientSecret.call(this, secret);
  };
}
