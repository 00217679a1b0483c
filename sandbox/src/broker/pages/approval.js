import { html } from "../../pages/html.js";
import { icon } from "../../pages/icons.js";
import { sendPage } from "../../pages/layout.js";
import { avatar, returnPlace } from "../../pages/parts.js";
import { CLAIM_LABELS, SCOPE_CLAIMS, requestedAccess } from "../claims.js";
import { PERMISSION_SCOPE } from "../permission-token.js";

/**
 * Shows the approval page: who asks, for what, and the buttons Allow and Refuse.
 *
 * @param {object} ctx Koa context
 * @param {{ client: object, params: object, user: object }} request
 */
export function sendApproval(ctx, { client, params, user }) {
  const { scopes, claims } = requestedAccess(params);
  sendPage(ctx, {
    title: "Approve",
    main: html`
<h1>${client.clientName} asks for your approval</h1>
<p class="quiet small">${returnPlace(params.redirect_uri)} · <code>${client.clientId}</code></p>
<form method="post">
<div class="account who">
${avatar(user)}
<span><span class="name">${user.name}</span><span class="mail">${user.email}</span></span>
<button class="link" name="decision" value="switch">Not you?</button>
</div>
<h2 id="asks">If you allow it, ${client.clientName} may:</h2>
<ul class="asks" aria-labelledby="asks">
${scopes.includes(PERMISSION_SCOPE) && consentItem()}
${scopes.includes("openid") && signInItem(client)}
${detailsItem(sharedClaims(scopes, claims), user)}
</ul>
<div class="actions">
<button class="secondary" name="decision" value="refuse">Refuse</button>
<button class="primary" name="decision" value="allow">Allow</button>
</div>
</form>
<p class="quiet small text-end">Either way you return to ${returnPlace(params.redirect_uri)}.</p>`,
  });
}

function sharedClaims(scopes, claims) {
  // Without openid nobody can read them: claims come from userinfo and ID tokens.
  if (!scopes.includes("openid")) {
    return [];
  }
  const wanted = new Set([...claims, ...scopes.flatMap((scope) => SCOPE_CLAIMS[scope] ?? [])]);
  return Object.keys(CLAIM_LABELS).filter((claim) => wanted.has(claim));
}

function consentItem() {
  return html`<li>${icon("consent")}<div><strong>Store your consent choices with your netID account</strong>
<span class="quiet small">and read them back, so that it need not ask you again on your other devices.</span></div></li>
`;
}

function signInItem(client) {
  return html`<li>${icon("person")}<div><strong>Sign you in</strong>
<span class="quiet small">with an identifier that is made for ${client.clientName} alone.</span></div></li>
`;
}

function detailsItem(claims, user) {
  return claims.length > 0 && html`<li>${icon("card")}<div><strong>See these details of your account</strong>
<dl>
${claims.map((claim) => html`<dt>${CLAIM_LABELS[claim]}</dt><dd>${claimValue(user.claims[claim])}</dd>`)}
</dl></div></li>
`;
}

function claimValue(value) {
  if (value === undefined) {
    return html`<span class="quiet">not in your account</span>`;
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  return value.formatted ?? value;
}
