import { createHash } from "node:crypto";
import { html, trusted } from "./html.js";
import { script } from "./script.js";
import { styles } from "./styles.js";

/** How pages of netID look. */
const NETID = {
  name: "netID",
  colour: "#76b82a",
  wordmark: html`net<b>ID</b>`,
  className: "netid",
  footer:
    "An imitation of netID for developers. It runs on this computer, its accounts are invented, and it passes nothing on to netID.",
};

const icon = (colour) =>
  "data:image/svg+xml," +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${colour}"/>` +
      '<path d="M9 16l5 5 9-10" fill="none" stroke="#fff" stroke-width="4"/></svg>',
  );

// Without form-action: browsers apply it to the redirects after a form too, which end on the client's own
// pages, and where those lead is not known here.
const POLICY = [
  "default-src 'none'",
  `style-src '${digest(styles)}'`,
  `script-src '${digest(script)}'`,
  "img-src data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Answers a request with a page of the sandbox.
 *
 * @param {object} ctx Koa context
 * @param {{ title: string, main: object, status?: number, wide?: boolean, brand?: typeof NETID }} page `brand`:
 *   whose page it is, default netID's
 */
export function sendPage(ctx, { title, main, status = 200, wide = false, brand = NETID }) {
  ctx.status = status;
  ctx.type = "html";
  ctx.set({
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  ctx.body = document({ title, main, wide, brand }).toString();
}

function document({ title, main, wide, brand }) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${brand.name} local sandbox</title>
<link rel="icon" href="${icon(brand.colour)}">
<style>${trusted(styles)}</style>
<script>${trusted(script)}</script>
</head>
<body class="${brand.className}">
<div class="frame${wide && " wide"}">
<header>
<span class="wordmark" translate="no">${brand.wordmark}</span>
<span class="badge">Local sandbox</span>
</header>
<main>${main}</main>
<footer>${brand.footer}</footer>
</div>
</body>
</html>
`;
}

function digest(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
