import { html } from "../../pages/html.js";
import { icon } from "../../pages/icons.js";
import { sendPage } from "../../pages/layout.js";
import { avatar, returnPlace } from "../../pages/parts.js";
import { findUser, users } from "../users.js";
import { BANKID } from "./brand.js";

/**
 * Shows the sign-in page: one button for each test user.
 *
 * @param {object} ctx Koa context
 * @param {{ client: object, params: object, accountId?: string }} request `accountId`: who is signed in already
 */
export function sendSignIn(ctx, { client, params, accountId }) {
  const known = findUser(accountId);
  sendPage(ctx, {
    brand: BANKID,
    title: "Identify yourself",
    main: html`
<h1>${params.sign_id ? "Sign with BankID" : "Identify yourself with BankID"}</h1>
<p class="quiet">to continue to <strong>${client.clientName}</strong> at ${returnPlace(params.redirect_uri)}</p>
${known && html`<p class="notice">You are signed in as ${known.name}. Please identify yourself again to continue.</p>`}
<form method="post">
<div class="accounts" role="group" aria-label="Test users">
${users.map((user) => userButton(user))}
</div>
<p class="text-end"><button class="link" name="decision" value="cancel">Cancel</button></p>
</form>`,
  });
}

function userButton(user) {
  return html`<button class="account" name="account" value="${user.id}" aria-labelledby="${user.id}-name"
 aria-describedby="${user.id}-about">
${avatar(user)}
<span>
<span class="name" id="${user.id}-name">${user.name}</span>
<span id="${user.id}-about"><span class="mail">Born ${user.claims.birthdate}</span> <span class="note">${user.note}</span></span>
</span>
${icon("chevron")}
</button>
`;
}
