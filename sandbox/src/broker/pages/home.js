import { html } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { table } from "../../pages/parts.js";
import { clients } from "../clients.js";
import { users } from "../users.js";

/**
 * Shows the start page of the sandbox: what a developer needs to know of it.
 *
 * @param {object} ctx Koa context
 * @param {{ user?: object, endpoints: Record<string, string>, redirectUris: string[], neighbour: object }} sandbox
 *   `neighbour`: markup about what stands beside the broker
 */
export function sendHome(ctx, { user, endpoints, redirectUris, neighbour }) {
  sendPage(ctx, {
    title: "Start page",
    wide: true,
    main: html`
<h1>netID Broker</h1>
<p class="quiet">An OpenID Connect provider on this computer that behaves like netID's.</p>
<p>${user ? html`Signed in as ${user.name}. <a href="/signout">Sign out</a>` : "Nobody is signed in in this browser."}</p>
<p>Beside it stand <a href="/auth/realms/current/">a BankID</a> and its SignDoc.</p>
<h2>Endpoints</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}</dl>
<h2>Redirect URIs</h2>
${redirectUris.length === 0 && html`<p>None is registered.</p>`}
<ul>${redirectUris.map((uri) => html`<li><code>${uri}</code></li>`)}</ul>
<h2>Clients</h2>
${table("Clients", ["Client id", "ID token", "Authentication"], Object.values(clients).map((client) => [
  html`<code>${client.clientId}</code>`,
  client.idTokenAlg,
  client.tokenEndpointAuthMethod,
]))}
<h2>Test accounts</h2>
${table("Test accounts", ["Name", "E-mail address", "Data"], users.map((account) => [account.name, account.email, account.note]))}
${neighbour}`,
  });
}

/**
 * Shows the sign-out page.
 *
 * @param {object} ctx Koa context
 * @param {{ user?: object }} session
 */
export function sendSignOut(ctx, { user }) {
  sendPage(ctx, {
    title: "Sign out",
    main: user
      ? html`
<h1>Sign out of netID?</h1>
<p>You are signed in as <strong>${user.name}</strong> (${user.email}) in this browser.</p>
<p class="quiet small">What you have approved stays approved. Forget it to see the approval page again.</p>
<form method="post">
<div class="actions single">
<button class="primary">Sign out</button>
<button class="secondary" name="forget" value="approvals">Sign out and forget approvals</button>
</div>
</form>`
      : html`
<h1>You are signed out</h1>
<p>The next page that asks for your netID will have you sign in again.</p>
<p><a href="/">Start page of the sandbox</a></p>`,
  });
}
