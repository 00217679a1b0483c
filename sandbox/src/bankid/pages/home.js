import { table } from "../../broker/pages/parts.js";
import { html } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { clients } from "../clients.js";
import { users } from "../users.js";
import { BANKID } from "./brand.js";

/**
 * Shows what a developer needs to know of this realm.
 *
 * @param {object} ctx Koa context
 * @param {Record<string, string>} endpoints
 */
export function sendBankidHome(ctx, endpoints) {
  sendPage(ctx, {
    brand: BANKID,
    title: "Start page",
    wide: true,
    main: html`
<h1>BankID and SignDoc</h1>
<p class="quiet">An OpenID Connect provider on this computer that behaves like BankID's, and its resource server for
signing documents. <a href="/">netID</a> is here too.</p>
<h2>Endpoints</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}</dl>
<h2>Clients</h2>
${table("Clients", ["Client id", "Authentication", "Orders"], Object.values(clients).map((client) => [
  html`<code>${client.clientId}</code>`,
  client.tokenEndpointAuthMethod,
  client.usesSigndoc ? "yes" : "no",
]))}
<h2>Test users</h2>
${table("Test users", ["Name", "Born", "Data"], users.map(({ name, claims, note }) => [name, claims.birthdate, note]))}`,
  });
}
