const CORS_ROUTES = ["token", "userinfo", "jwks", "discovery"];

/**
 * Koa middleware: only registered origins get CORS headers. oidc-provider by itself answers preflights,
 * discovery and keys to everybody.
 *
 * @param {Set<string>} allowedOrigins
 */
export function restrictCors(allowedOrigins) {
  return async (ctx, next) => {
    await next();
    if (isCorsRoute(ctx) && !allowedOrigins.has(ctx.get("Origin"))) {
      Object.keys(ctx.response.headers)
        .filter((name) => name.toLowerCase().startsWith("access-control-"))
        .forEach((name) => ctx.remove(name));
    }
  };
}

function isCorsRoute(ctx) {
  return CORS_ROUTES.includes(ctx.oidc?.route?.replace(/^cors\./, ""));
}
