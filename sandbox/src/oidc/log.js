const PAGES = { login: "sign-in", consent: "approval", sign: "signing" };

/**
 * Reports what happens in a provider, one line an event, without any secret.
 *
 * @param {object} provider
 * @param {(line: string) => void} log
 */
export function logEvents(provider, log) {
  const clientOf = (ctx) => ctx.oidc?.client?.clientId ?? "unknown client";
  const reason = (error) => `${error.error ?? error.name}${error.error_description ? `, ${error.error_description}` : ""}`;

  provider.on("interaction.started", (ctx, prompt) =>
    log(`${clientOf(ctx)}: ${PAGES[prompt.name]} page shown`));
  provider.on("authorization.success", (ctx) =>
    log(`${clientOf(ctx)}: code issued for ${ctx.oidc.account.accountId}, scope ${ctx.oidc.params.scope}`));
  provider.on("authorization.error", (ctx, error) => log(`${clientOf(ctx)}: authorization refused: ${reason(error)}`));
  provider.on("grant.success", (ctx) => log(`${clientOf(ctx)}: tokens issued, scope ${ctx.body.scope}`));
  provider.on("grant.error", (ctx, error) => log(`${clientOf(ctx)}: token request refused: ${reason(error)}`));
  provider.on("userinfo.error", (ctx, error) => log(`${clientOf(ctx)}: userinfo refused: ${reason(error)}`));
  provider.on("server_error", (ctx, error) => log(`${ctx.method} ${ctx.path} failed: ${error.message}`));
  // Koa prints errors to the console where nobody listens.
  provider.on("error", (error) => log(`request failed: ${error.message}`));
}
