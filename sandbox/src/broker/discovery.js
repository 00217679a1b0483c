import { CLAIM_LABELS } from "./claims.js";
import { PERMISSION_SCOPE } from "./permission-token.js";

/** Koa middleware: announces what this broker adds to oidc-provider or does not take from it. */
export async function netidDiscovery(ctx, next) {
  await next();
  if (ctx.oidc?.route !== "discovery") {
    return;
  }
  ctx.body = {
    ...ctx.body,
    claims_supported: ["sub", "auth_time", PERMISSION_SCOPE, ...Object.keys(CLAIM_LABELS)],
    grant_types_supported: ["authorization_code"],
    id_token_signing_alg_values_supported: [...ctx.body.id_token_signing_alg_values_supported, "none"],
  };
}
