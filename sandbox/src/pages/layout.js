import { createHash } from "node:crypto";
import { html, trusted } from "./html.js";
import { script } from "./script.js";
import { styles } from "./styles.js";

const ICON =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#76b82a"/>' +
      '<path d="M9 16l5 5 9-10" fill="none" stroke="#10200a" stroke-width="4"/></svg>',
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
 * Answers a request with a page of the netID sandbox.
 *
 * @param {object} ctx Koa context
 * @param {{ title: string, main: object, status?: number, wide?: boolean }} page
 */
export function sendPage(ctx, { title, main, status = 200, wide = false }) {
  ctx.status = status;
  ctx.type = "html";
  ctx.set({
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  ctx.body = document({ title, main, wide }).toString();
}

function document({ title, main, wide }) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · netID local sandbox</title>
<link rel="icon" href="${ICON}">
<style>${trusted(styles)}</style>
<script>${trusted(script)}</script>
</head>
<body>
<div class="frame${wide && " wide"}">
<header>
<span class="wordmark" translate="no">net<b>ID</b></span>
<span class="badge">Local sandbox</span>
</header>
<main>${main}</main>
<footer>An imitation of netID for developers. It runs on this computer, its accounts are invented, and it passes
nothing on to netID.</footer>
</div>
</body>
</html>
`;
}

function digest(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
