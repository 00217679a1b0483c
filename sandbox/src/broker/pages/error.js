import { errors } from "../../oidc/library.js";
import { html } from "../../pages/html.js";
import { sendPage } from "../../pages/layout.js";
import { clients } from "../clients.js";

/**
 * Shows an error that can't be sent to a client, because which client or where to is the very thing in
 * doubt: oidc-provider's `renderError`.
 *
 * @param {object} ctx request context of oidc-provider
 * @param {{ error: string, error_description?: string }} out
 * @param {Error} error
 * @param {{ redirectUris: string[] }} registered
 */
export function sendError(ctx, out, error, { redirectUris }) {
  const { title, advice } = explain(ctx, out, error, redirectUris);
  sendPage(ctx, {
    title,
    status: error.expose ? 400 : 500,
    main: html`
<h1>${title}</h1>
${advice}
<h2>What the broker noticed</h2>
<dl><dt>Error</dt><dd><code>${out.error}</code></dd><dt>Description</dt><dd>${out.error_description}</dd></dl>`,
  });
}

/**
 * Shows that there is nothing at this address.
 *
 * @param {object} ctx Koa context
 */
export function sendNotFound(ctx) {
  sendPage(ctx, {
    title: "Nothing here",
    status: 404,
    main: html`
<h1>Nothing here</h1>
<p>The sandbox has no page at <code>${ctx.path}</code>. Its <a href="/">start page</a> lists what it has.</p>`,
  });
}

function explain(ctx, out, error, redirectUris) {
  const params = ctx.oidc?.params ?? ctx.query;
  if (error instanceof errors.SessionNotFound) {
    return overtaken();
  }
  if (ctx.oidc?.route === "authorization" && (out.error === "invalid_client" || !params.client_id)) {
    return unknownClient(params);
  }
  if (ctx.oidc?.route === "authorization" && (error instanceof errors.InvalidRedirectUri || !params.redirect_uri)) {
    return wrongRedirectUri(params, redirectUris);
  }
  return { title: "This request can't be served", advice: html`<p>Go back to the page you came from and try again.</p>` };
}

function unknownClient({ client_id: clientId }) {
  return {
    title: clientId ? "Unknown client" : "No client is named",
    advice: html`
<p>${clientId ? html`No client <code>${clientId}</code> is registered here.` : "The request has no client_id."}</p>
<h2>What to do</h2>
<p>Send one of these as <code>client_id</code>:</p>
<p>${Object.keys(clients).map((id) => html`<code>${id}</code> `)}</p>`,
  };
}

function wrongRedirectUri({ redirect_uri: received }, redirectUris) {
  return {
    title: received ? "Redirect URI not registered" : "No redirect URI is given",
    advice: html`
<p>${received ? html`The page asked to return to <code>${received}</code>.` : "The request has no redirect_uri."}
The sandbox returns to registered addresses only, compared letter by letter.</p>
<h2>What to do</h2>
${redirectUris.length === 0
  ? html`<p>None is registered yet. Pass it to <code>startSandbox({ redirectUris: [${received && JSON.stringify(received)}] })</code>.</p>`
  : html`<p>Send one of these as <code>redirect_uri</code>, or add yours to <code>redirectUris</code> of <code>startSandbox()</code>:</p>
<ul>${redirectUris.map((uri) => html`<li><code>${uri}</code></li>`)}</ul>`}`,
  };
}

function overtaken() {
  return {
    title: "This sign-in is over",
    advice: html`
<p>It has been answered already, has waited too long, or somebody else signed in from another tab.</p>
<h2>What to do</h2>
<p>Go back to the page you came from and sign in from there again.</p>`,
  };
}
