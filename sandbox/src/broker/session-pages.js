import { readForm } from "../oidc/form.js";
import { seeOther } from "../oidc/interactions.js";
import { PATHS } from "./configuration.js";
import { sendNotFound } from "./pages/error.js";
import { sendHome, sendSignOut } from "./pages/home.js";
import { findUser } from "./users.js";

/**
 * Koa middleware: the start page, signing out, and an answer for every other address.
 *
 * @param {{ provider: object, approvals: import("./approvals.js").Approvals, endpoints: Record<string, string>,
 *   redirectUris: string[], signOutCookie: string, neighbour: object }} broker
 */
export function sessionPages({ provider, approvals, endpoints, redirectUris, signOutCookie, neighbour }) {
  const pages = {
    "GET /": async (ctx) => sendHome(ctx, { user: await signedInUser(ctx), endpoints, redirectUris, neighbour }),
    [`GET ${PATHS.end_session}`]: async (ctx) => sendSignOut(ctx, { user: await signedInUser(ctx) }),
    [`POST ${PATHS.end_session}`]: signOut,
  };

  return async (ctx, next) => {
    const page = pages[`${ctx.method} ${ctx.path}`];
    if (page) {
      return page(ctx);
    }
    await next();
    if (ctx.status === 404 && !ctx.body && ctx.accepts("html")) {
      sendNotFound(ctx);
    }
  };

  async function signedInUser(ctx) {
    const session = await provider.Session.get(ctx);
    return findUser(session.accountId);
  }

  async function signOut(ctx) {
    const form = await readForm(ctx);
    const session = await provider.Session.get(ctx);
    if (session.accountId) {
      if (form.get("forget") === "approvals") {
        approvals.forget(session.accountId);
      }
      await session.destroy();
    }
    ctx.append("Set-Cookie", signOutCookie);
    seeOther(ctx, PATHS.end_session);
  }
}
