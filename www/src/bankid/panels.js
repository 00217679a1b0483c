import { button, facts, h } from "../dom.js";
import { developerDetails } from "../errors.js";
import { icon } from "../icons.js";
import { tokenBlock } from "./tokens.js";
import { wordsFor } from "./words.js";

const heading = (mark, text) => h("h2", { class: "panel-title", tabindex: -1 }, icon(mark), text);

/**
 * What came of an order.
 * @param {{ orderState: string, signed: Record<string, any> | null, signer: Record<string, any>, tokens: object }} result
 *   as the club's server answers it
 * @param {{ requests: HTMLElement, over: () => void }} context
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function signedPanel({ orderState, signed, signer, tokens }, { requests, over }) {
  const blocks = tokenBlocks(tokens);
  const element = h(
    "section",
    { class: "panel panel-result", "data-state": orderState },
    heading("check", signed ? "Signed" : "Not signed yet"),
    h("p", { class: "panel-lead" }, signed ? `${signer.name ?? "You"} signed the agreement with BankID. The club keeps the result.` : "BankID has taken you back, but the order is not complete."),
    facts([["Order", orderState], ["Signed by", signer.name ?? signer.sub], ["Born", signer.birthdate ?? "not told"]]),
    h("div", { class: "blocks" }, signed ? resultBlock(signed) : null, ...blocks.map((block) => block.element)),
    requests,
    h("div", { class: "actions" }, button("Sign another text", over)),
  );
  return { element, stop: () => blocks.forEach((block) => block.stop()) };
}

function resultBlock({ documentHashes = [], endUserSignatures = [], merchantSignatures = [], sdos = [] }) {
  const rows = [
    ["Document hash", documentHashes],
    ["Your signature", endUserSignatures],
    ["The club’s signature", merchantSignatures],
    ["Signed document (SDO)", sdos],
  ];
  return h(
    "section",
    { class: "block", "data-result": "" },
    h("h3", {}, "The result"),
    ...rows.flatMap(([name, values]) => values.map((value) => longValue(name, String(value)))),
  );
}

function longValue(name, value) {
  const short = value.length > 48 ? `${value.slice(0, 44)}…` : value;
  if (short === value) return h("p", { class: "long-value" }, `${name} `, h("code", {}, value));
  return h("details", { class: "long-value" }, h("summary", {}, `${name} `, h("code", {}, short)), h("code", {}, value));
}

function tokenBlocks({ own, id, access, hasRefresh }) {
  const may = own.mayUseSigndoc ? "It has the role read_write at signdoc." : "It lacks the role read_write at signdoc.";
  const more = hasRefresh ? "A refresh token came with it." : "No refresh token came with it.";
  return [
    tokenBlock({
      name: "own",
      title: "Club’s own token",
      about: `From client credentials, for the signing service. ${may}`,
      claims: own.claims,
      expiresAt: own.expiresAt,
    }),
    tokenBlock({ name: "id", title: "ID token", about: "Who signed. Checked by the club’s server.", claims: id.claims, expiresAt: id.expiresAt }),
    tokenBlock({
      name: "access",
      title: "Access token",
      about: `For userinfo; scope ${access.scope.join(" ")}. ${more}`,
      expiresAt: access.expiresAt,
    }),
  ];
}

/**
 * Who signed in, without any server of the club.
 * @param {import("consentkey").Grant} grant
 * @param {{ userinfo: Record<string, unknown> | null, times: number, requests: HTMLElement, renew: () => void, leave: () => void, over: () => void }} context
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function memberPanel({ claims, accessToken, refreshToken, scope }, { userinfo, times, requests, renew, leave, over }) {
  const person = { ...claims, ...userinfo };
  const blocks = [
    tokenBlock({ name: "id", title: "ID token", about: "Checked in this page.", claims, expiresAt: claims.exp * 1000 }),
    tokenBlock({ name: "access", title: "Access token", about: `For userinfo; scope ${scope.join(" ")}.`, claims: userinfo ?? undefined, expiresAt: accessToken.expiresAt }),
  ];
  const element = h(
    "section",
    { class: "panel panel-result", "data-times": times },
    heading("check", `Welcome aboard, ${person.given_name ?? person.name ?? "member"}`),
    times > 1 ? h("p", { class: "panel-lead" }, "These tokens are fresh: the refresh token fetched them.") : null,
    facts([["Name", person.name ?? "not told"], ["E-mail", person.email ?? "not told"], ["Born", person.birthdate ?? "not told"]]),
    h("div", { class: "blocks" }, ...blocks.map((block) => block.element)),
    requests,
    h(
      "div",
      { class: "actions" },
      refreshToken ? button("Renew the tokens", renew, "primary") : null,
      button("End the BankID session", leave),
      button("Back to the agreement", over),
    ),
  );
  return { element, stop: () => blocks.forEach((block) => block.stop()) };
}

/**
 * A failure, and the way on.
 * @param {any} error a `ConsentKeyError`, or what the server made of one
 * @param {{ over: () => void }} context
 * @returns {HTMLElement}
 */
export function failurePanel(error, { over }) {
  const { title, text } = wordsFor(error);
  const code = error?.code ?? "unexpected";
  return h(
    "section",
    { class: "panel panel-error", role: "alert", "data-code": code },
    heading("warning", title),
    h("p", { class: "panel-lead" }, text),
    h("div", { class: "actions" }, button("Begin again", over, "primary")),
    developerDetails(error, { code, provider: "BankID" }),
  );
}

/**
 * Which requests were made, in their order.
 * @param {Array<{ method: string, url: string, status?: number, by: string }>} requests
 * @returns {HTMLElement}
 */
export function requestList(requests) {
  const items = requests.map(({ method, url, status, by }) =>
    h("li", {}, h("pre", { tabindex: 0 }, h("code", {}, `${by}: ${method} ${url}\n→ ${status ?? "no answer"}`))),
  );
  return h("details", { class: "wire" }, h("summary", {}, `The ${requests.length} requests behind this`), h("ol", { class: "requests" }, ...items));
}
