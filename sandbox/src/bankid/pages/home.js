import { html } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { table } from "../../pages/parts.js";
import { clients } from "../clients.js";
import { users } from "../users.js";
import { BANKID } from "./brand.js";

/**
 * What a developer needs to know of this realm, for a start page.
 *
 * @param {Record<string, string>} endpoints
 */
export function bankidFacts(endpoints) {
  return html`
<h2>Endpoints of BankID and SignDoc</h2>
<dl>${Object.entries(endpoints).map(([name, url]) => html`<dt>${name}</dt><dd><code>${url}</code></dd>`)}</dl>
<h2>Clients of BankID</h2>
${table("Clients of BankID", ["Client id", "Authentication", "For"], Object.values(clients).map((client) => [
  html`<code>${client.clientId}</code>`,
  client.tokenEndpointAuthMethod,
  client.note,
]))}
<h2>Test users of BankID</h2>
${table("Test users of BankID", ["Name", "Born", "Data"], users.map(({ name, claims, note }) => [name, claims.birthdate, note]))}`;
}

/**
 * Shows the realm's own start page.
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
${bankidFacts(endpoints)}`,
  });
}
