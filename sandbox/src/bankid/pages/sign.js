import { html } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { BANKID } from "./brand.js";

/**
 * Shows the documents of an order, and the buttons Sign and Cancel.
 *
 * @param {object} ctx Koa context
 * @param {{ client: object, order: object, user: object, path: string }} signing `path` of this page
 */
export function sendSigning(ctx, { client, order, user, path }) {
  const { orderName, showUnderstanding } = order.signProperties;
  sendPage(ctx, {
    brand: BANKID,
    title: "Sign",
    wide: true,
    main: html`
<h1>${orderName}</h1>
<p class="quiet"><strong>${client.clientName}</strong> asks you, <strong>${user.name}</strong>, to sign
${order.documents.length === 1 ? "this document" : `these ${order.documents.length} documents`}.</p>
${order.documents.map((document, index) => section(document, index, orderName, path))}
<form method="post">
${showUnderstanding && html`<p class="understood"><label><input type="checkbox" name="understood" value="yes" required>
I have read and understood the content</label></p>`}
<div class="actions">
<button class="secondary" name="decision" value="cancel" formnovalidate>Cancel</button>
<button class="primary" name="decision" value="sign">Sign</button>
</div>
</form>`,
  });
}

function section({ description, text, pdf, xml }, index, orderName, path) {
  return html`<section>
<h2>${description ?? `${orderName} - ${index + 1}`}</h2>
${text !== undefined && html`<pre class="document" tabindex="0">${text}</pre>`}
${xml !== undefined && html`<pre class="document" tabindex="0">${xml}</pre>
<p class="quiet small">Shown as its source: the sandbox does not apply the stylesheet.</p>`}
${pdf !== undefined && html`<p><a href="${path}/document/${index}" target="_blank" rel="noreferrer">Open the PDF</a></p>`}
</section>
`;
}

/**
 * Serves a document that a page can't show by itself.
 *
 * @param {object} ctx Koa context
 * @param {object | undefined} document
 */
export function sendDocument(ctx, document) {
  if (document?.pdf === undefined) return;
  ctx.set({ "Cache-Control": "no-store", "Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff" });
  ctx.type = "application/pdf";
  ctx.body = Buffer.from(document.pdf, "base64");
}

/**
 * Shows that all is signed, and the button Continue.
 *
 * @param {object} ctx Koa context
 * @param {{ client: object, order: object }} signing
 */
export function sendSigned(ctx, { client, order }) {
  sendPage(ctx, {
    brand: BANKID,
    title: "Signing completed",
    main: html`
<h1>Signing completed</h1>
<p><strong>${order.signer.name}</strong> has signed “${order.signProperties.orderName}”.</p>
<form method="post">
<div class="actions single"><button class="primary" name="decision" value="continue" autofocus>Continue</button></div>
</form>
<p class="quiet small text-end">You return to ${client.clientName}.</p>`,
  });
}
