import { readForm } from "../oidc/form.js";
import { interactionPages, seeOther } from "../oidc/interactions.js";
import { ASSURANCE, REALM_PATH } from "./configuration.js";
import { sendBankidError } from "./pages/error.js";
import { sendSignIn } from "./pages/sign-in.js";
import { sendDocument, sendSigned, sendSigning } from "./pages/sign.js";
import { findUser } from "./users.js";

const PATH = /^\/interaction\/[^/]+(?:\/document\/(\d+))?$/;
const CANCELLED = { error: "access_denied", error_description: "the user cancelled" };

/**
 * Koa middleware: the pages on which a user signs in and signs documents, and what becomes of the answers.
 *
 * @param {{ provider: object, orders: import("../signdoc/orders.js").Orders, log: (line: string) => void }} realm
 */
export function interactions({ provider, orders, log }) {
  return interactionPages({ provider, path: PATH, show, answer, sendError: sendBankidError });

  async function show(ctx, { prompt, params, session }) {
    const client = await provider.Client.find(params.client_id);
    if (prompt.name === "login") return sendSignIn(ctx, { client, params, accountId: session?.accountId });
    const order = orders.find(params.sign_id, params.client_id);
    if (!order) return sendLapsed(ctx, params);
    const [, document] = ctx.path.match(PATH);
    if (document !== undefined) return sendDocument(ctx, order.documents[document]);
    const user = findUser(session.accountId);
    if (order.signer) return sendSigned(ctx, { client, order });
    return sendSigning(ctx, { client, order, user, path: `${REALM_PATH}${ctx.path}` });
  }

  async function answer(ctx, { prompt, params, session }) {
    const form = await readForm(ctx);
    const decision = form.get("decision");
    const user = findUser(form.get("account"));
    if (prompt.name === "login" && user) return finish(ctx, { login: { accountId: user.id, ...ASSURANCE } });
    if (decision === "cancel") {
      if (orders.cancel(params.sign_id, params.client_id)) log(`${params.client_id}: order cancelled`);
      return finish(ctx, CANCELLED);
    }
    if (prompt.name === "sign") return answerSigning(ctx, { params, session, form, decision });
    // An answer to another page of this sign-in: show the one that is due.
    return seeOther(ctx, REALM_PATH + ctx.path);
  }

  function answerSigning(ctx, { params, session, form, decision }) {
    const { sign_id: signId, client_id: clientId } = params;
    const order = orders.find(signId, clientId);
    if (!order) return sendLapsed(ctx, params);
    const { showConfirmation, showUnderstanding } = order.signProperties;
    if (decision === "sign" && !order.signer && (!showUnderstanding || form.get("understood") === "yes")) {
      orders.sign(signId, clientId, findUser(session.accountId));
      log(`${clientId}: order signed by ${session.accountId}`);
      if (!showConfirmation) return finish(ctx, { sign: { signId } });
    } else if (decision === "continue" && order.signer) {
      return finish(ctx, { sign: { signId } });
    }
    return seeOther(ctx, REALM_PATH + ctx.path);
  }

  async function finish(ctx, result) {
    seeOther(ctx, await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true }));
  }

  /** Whoever took too long goes back with an error, rather than nowhere. */
  function sendLapsed(ctx, { client_id: clientId }) {
    log(`${clientId}: order lapsed before it was signed`);
    return finish(ctx, { error: "access_denied", error_description: "the order has lapsed" });
  }
}
