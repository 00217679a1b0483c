import { UnsecuredJWT, decodeJwt } from "jose";
import { clients } from "./clients.js";

/**
 * Koa middleware: a client registered for `alg: none` gets its ID token without a signature. oidc-provider
 * refuses to issue such tokens, netID offers them.
 */
export async function unsignedIdToken(ctx, next) {
  await next();
  const clientId = ctx.oidc?.route === "token" ? ctx.oidc.client?.clientId : undefined;
  if (clients[clientId]?.idTokenAlg === "none" && ctx.body?.id_token) {
    ctx.body = { ...ctx.body, id_token: new UnsecuredJWT(decodeJwt(ctx.body.id_token)).encode() };
  }
}
