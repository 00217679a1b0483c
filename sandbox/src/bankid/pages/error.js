import { errors } from "../../oidc/library.js";
import { html } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { clients } from "../clients.js";
import { BANKID } from "./brand.js";

/**
 * Shows an error that can't be sent to a client: oidc-provider's `renderError`.
 *
 * @param {object} ctx request context of oidc-provider
 * @param {{ error: string, error_description?: string }} out
 * @param {Error} error
 */
export function sendBankidError(ctx, out, error) {
  const isOver = error instanceof errors.SessionNotFound;
  const title = isOver ? "This sign-in is over" : "This request can't be served";
  sendPage(ctx, {
    brand: BANKID,
    title,
    status: error.expose ? 400 : 500,
    main: html`
<h1>${title}</h1>
<p>${isOver ? "It was answered already, or waited too long. Go back to the page you came from and begin again." : advice()}</p>
<h2>What BankID noticed</h2>
<dl><dt>Error</dt><dd><code>${out.error}</code></dd><dt>Description</dt><dd>${out.error_description}</dd></dl>`,
  });
}

function advice() {
  const known = Object.keys(clients).map((id) => html`<code>${id}</code> `);
  return html`Clients here are ${known}; redirect URIs are those of <code>startSandbox({ redirectUris })</code>, letter by letter.`;
}

/**
 * Shows that there is nothing at this address.
 *
 * @param {object} ctx Koa context
 */
export function sendBankidNotFound(ctx) {
  sendPage(ctx, {
    brand: BANKID,
    title: "Nothing here",
    status: 404,
    main: html`
<h1>Nothing here</h1>
<p>BankID has no page at this address. The <a href="/">start page of the sandbox</a> lists what there is.</p>`,
  });
}
