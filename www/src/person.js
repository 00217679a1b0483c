import { claimsTable, claimText } from "./claims.js";
import { h } from "./dom.js";
import { inlineError } from "./errors.js";
import { texts } from "./texts.js";

// The token has a place of its own and must not get into the document; the other two
// served the library's checks and tell a reader nothing.
const leftOut = new Set(["permission_management", "nonce", "at_hash"]);

/**
 * The claims of both sources in one list; a claim that both hold is listed once.
 * @param {Record<string, unknown>} idToken
 * @param {Record<string, unknown>} userinfo
 * @returns {Array<{ name: string, value: string, from: string }>}
 */
export function claimRows(idToken, userinfo) {
  const rows = new Map();
  const add = (claims, from) => {
    for (const [name, value] of Object.entries(claims)) {
      if (leftOut.has(name) || value === null || value === undefined) continue;
      const text = claimText(name, value);
      const known = rows.get(`${name} ${text}`);
      if (known) known.from += `, ${from}`;
      else rows.set(`${name} ${text}`, { name, value: text, from });
    }
  };
  add(userinfo, "userinfo");
  add(idToken, texts.person.idToken);
  return [...rows.values()];
}

/**
 * @param {Record<string, unknown>} claims
 * @returns {string} the name to greet somebody with; empty when netID told none
 */
export function personName(claims) {
  return claims.name ?? [claims.given_name, claims.family_name].filter(Boolean).join(" ");
}

function table(rows) {
  return claimsTable({
    summary: texts.person.all(rows.length),
    caption: texts.person.caption,
    head: texts.person.head,
    rows: rows.map(({ name, value, from }) => ({ name, cells: [value, from] })),
  });
}

function personView(idToken, userinfo) {
  const claims = { ...idToken, ...userinfo };
  const name = personName(claims);
  return [
    name ? h("p", { class: "person-name" }, name) : null,
    claims.email ? h("p", { class: "person-email" }, claims.email) : null,
    name || claims.email ? null : h("p", {}, texts.person.nobodyNamed),
    table(claimRows(idToken, userinfo)),
  ].filter(Boolean);
}

/**
 * Who signed in: from the ID token at once, from userinfo when it has answered.
 * @param {{ claims: Record<string, unknown>, userinfo: (() => Promise<Record<string, unknown>>) | null }} source
 *   `userinfo` null: there is no access token to ask with
 * @returns {HTMLElement}
 */
export function personSection({ claims, userinfo }) {
  const body = h("div", { "aria-live": "polite" });
  const ask = async () => {
    body.replaceChildren(h("p", {}, texts.person.asking));
    try {
      body.replaceChildren(...personView(claims, await userinfo()));
    } catch (error) {
      body.replaceChildren(table(claimRows(claims, {})), inlineError(error, { retry: { label: texts.person.again, run: ask } }));
    }
  };
  if (userinfo) ask();
  else body.replaceChildren(...personView(claims, {}));
  return h("section", { class: "block block-person", "aria-labelledby": "person-title" }, h("h3", { id: "person-title" }, texts.person.title), body);
}
