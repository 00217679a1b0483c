import { readForm } from "../oidc/form.js";
import { interactionPages, seeOther } from "../oidc/interactions.js";
import { requestedAccess } from "./claims.js";
import { PATHS } from "./configuration.js";
import { sendApproval } from "./pages/approval.js";
import { sendError } from "./pages/error.js";
import { sendSignIn } from "./pages/sign-in.js";
import { findUser } from "./users.js";

const REFUSED = { error: "access_denied", error_description: "the user refused the request" };
const CANCELLED = { error: "access_denied", error_description: "the user cancelled the sign-in" };

/**
 * Koa middleware: the pages on which a user signs in and approves, and what becomes of the answers.
 *
 * @param {{ provider: object, approvals: import("./approvals.js").Approvals, redirectUris: string[] }} broker
 */
export function interactions({ provider, approvals, redirectUris }) {
  const sendOver = (ctx, out, error) => sendError(ctx, out, error, { redirectUris });
  return interactionPages({ provider, path: /^\/interaction\//, show, answer, sendError: sendOver });

  async function show(ctx, { prompt, params, session }) {
    const client = await provider.Client.find(params.client_id);
    if (prompt.name === "login") {
      sendSignIn(ctx, { client, params, accountId: session?.accountId });
    } else {
      sendApproval(ctx, { client, params, user: findUser(session.accountId) });
    }
  }

  async function answer(ctx, { prompt, params, session }) {
    const form = await readForm(ctx);
    const decision = form.get("decision");
    const user = findUser(form.get("account"));
    if (prompt.name === "login" && user) {
      return finish(ctx, { login: { accountId: user.id } });
    }
    if (prompt.name === "login" && decision === "cancel") {
      return finish(ctx, CANCELLED);
    }
    if (prompt.name === "consent" && decision === "allow") {
      approvals.add(session.accountId, params.client_id, requestedAccess(params));
      return finish(ctx, { consent: {} });
    }
    if (prompt.name === "consent" && decision === "refuse") {
      return finish(ctx, REFUSED);
    }
    if (prompt.name === "consent" && decision === "switch") {
      return switchAccount(ctx, params);
    }
    // An answer to another page of this sign-in: show the one that is due.
    return seeOther(ctx, ctx.path);
  }

  async function finish(ctx, result) {
    seeOther(ctx, await provider.interactionResult(ctx.req, ctx.res, result));
  }

  async function switchAccount(ctx, params) {
    const session = await provider.Session.get(ctx);
    await session.destroy();
    seeOther(ctx, `${PATHS.authorization}?${new URLSearchParams(params)}`);
  }
}
