import { html } from "../../pages/html.js";
import { icon } from "../../pages/icons.js";
import { sendPage } from "../../pages/layout.js";
import { avatar, returnPlace } from "../../pages/parts.js";
import { findUser, findUserByEmail, users } from "../users.js";

/**
 * Shows the sign-in page: one button for each test account, named with the user's name.
 *
 * @param {object} ctx Koa context
 * @param {{ client: object, params: object, accountId?: string }} request `accountId`: who is signed in already
 */
export function sendSignIn(ctx, { client, params, accountId }) {
  const hinted = findUserByEmail(params.login_hint);
  const suggested = hinted ?? findUser(accountId);
  const ordered = suggested ? [suggested, ...users.filter((user) => user !== suggested)] : users;
  sendPage(ctx, {
    title: "Sign in",
    main: html`
<h1>Sign in with your netID</h1>
<p class="quiet">to continue to <strong>${client.clientName}</strong> at ${returnPlace(params.redirect_uri)}</p>
${notice({ params, hinted, accountId })}
<form method="post">
<div class="accounts" role="group" aria-label="Test accounts">
${ordered.map((user) => accountButton(user, user === suggested))}
</div>
<p class="text-end"><button class="link" name="decision" value="cancel">Cancel</button></p>
</form>`,
  });
}

function accountButton(user, isSuggested) {
  return html`<button class="account${isSuggested && " suggested"}" name="account" value="${user.id}"
 aria-labelledby="${user.id}-name" aria-describedby="${user.id}-about"${isSuggested && " autofocus"}>
${avatar(user)}
<span>
<span class="name" id="${user.id}-name">${user.name}</span>
<span id="${user.id}-about"><span class="mail">${user.email}</span> <span class="note">${user.note}</span></span>
</span>
${icon("chevron")}
</button>
`;
}

function notice({ params, hinted, accountId }) {
  if (params.login_hint && !hinted) {
    return html`<p class="notice">No test account has the address <strong>${params.login_hint}</strong>. Choose one of these.</p>`;
  }
  const user = findUser(accountId);
  return user && html`<p class="notice">You are signed in as ${user.name}. Please sign in again to continue.</p>`;
}
