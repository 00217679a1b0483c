import { html, trusted } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { findUser } from "../users.js";
import { BANKID } from "./brand.js";

/**
 * Asks whether to sign out: oidc-provider's `logoutSource`.
 *
 * @param {object} ctx request context of oidc-provider
 * @param {string} form that the library has made, without buttons
 */
export function sendEndSession(ctx, form) {
  const user = findUser(ctx.oidc.session.accountId);
  sendPage(ctx, {
    brand: BANKID,
    title: "Sign out",
    main: html`
<h1>Sign out of BankID?</h1>
<p>You are signed in as <strong>${user?.name}</strong> in this browser.</p>
${trusted(form)}
<div class="actions single"><button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button></div>`,
  });
}

/**
 * Says that it is done: oidc-provider's `postLogoutSuccessSource`.
 *
 * @param {object} ctx request context of oidc-provider
 */
export function sendSessionEnded(ctx) {
  sendPage(ctx, {
    brand: BANKID,
    title: "Signed out",
    main: html`
<h1>You are signed out</h1>
<p>The next page that asks for your BankID will have you identify yourself again.</p>
<p><a href="/">Start page of the sandbox</a></p>`,
  });
}
