import { button, facts, h } from "../dom.js";
import { developerDetails } from "../errors.js";
import { icon } from "../icons.js";
import { texts } from "./texts.js";
import { tokenBlock } from "./tokens.js";
import { wordsFor } from "./words.js";

const { facts: names, member, result, tokens } = texts;

const heading = (mark, text) => h("h2", { class: "panel-title", tabindex: -1 }, icon(mark), text);

/**
 * What came of an order.
 * @param {{ orderState: string, signed: Record<string, any> | null, signer: Record<string, any>, tokens: object }} result
 *   as the club's server answers it
 * @param {{ requests: HTMLElement, over: () => void }} context
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function signedPanel({ orderState, signed, signer, tokens: told }, { requests, over }) {
  const blocks = tokenBlocks(told);
  const element = h(
    "section",
    { class: "panel panel-result", "data-state": orderState },
    heading("check", signed ? texts.signed : texts.notSigned),
    h("p", { class: "panel-lead" }, signed ? texts.signedBy(signer.name ?? texts.somebody) : texts.incomplete),
    facts([[names.order, orderState], [names.signer, signer.name ?? signer.sub], [names.born, signer.birthdate ?? names.untold]]),
    h("div", { class: "blocks" }, signed ? resultBlock(signed) : null, ...blocks.map((block) => block.element)),
    requests,
    h("div", { class: "actions" }, button(texts.again, over)),
  );
  return { element, stop: () => blocks.forEach((block) => block.stop()) };
}

function resultBlock({ documentHashes = [], endUserSignatures = [], merchantSignatures = [], sdos = [] }) {
  const rows = [
    [result.hash, documentHashes],
    [result.yours, endUserSignatures],
    [result.clubs, merchantSignatures],
    [result.sdo, sdos],
  ];
  return h(
    "section",
    { class: "block", "data-result": "" },
    h("h3", {}, result.title),
    ...rows.flatMap(([name, values]) => values.map((value) => longValue(name, String(value)))),
  );
}

function longValue(name, value) {
  const short = value.length > 48 ? `${value.slice(0, 44)}…` : value;
  if (short === value) return h("p", { class: "long-value" }, `${name} `, h("code", {}, value));
  return h("details", { class: "long-value" }, h("summary", {}, `${name} `, h("code", {}, short)), h("code", {}, value));
}

function tokenBlocks({ own, id, access, hasRefresh }) {
  const may = own.mayUseSigndoc ? tokens.may : tokens.mayNot;
  const more = hasRefresh ? tokens.refresh : tokens.noRefresh;
  return [
    tokenBlock({
      name: "own",
      title: tokens.own,
      about: tokens.ownAbout(may),
      claims: own.claims,
      expiresAt: own.expiresAt,
    }),
    tokenBlock({ name: "id", title: tokens.id, about: tokens.idByServer, claims: id.claims, expiresAt: id.expiresAt }),
    tokenBlock({
      name: "access",
      title: tokens.access,
      about: `${tokens.accessAbout(access.scope.join(" "))} ${more}`,
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
    tokenBlock({ name: "id", title: tokens.id, about: tokens.idByPage, claims, expiresAt: claims.exp * 1000 }),
    tokenBlock({ name: "access", title: tokens.access, about: tokens.accessAbout(scope.join(" ")), claims: userinfo ?? undefined, expiresAt: accessToken.expiresAt }),
  ];
  const element = h(
    "section",
    { class: "panel panel-result", "data-times": times },
    heading("check", member.welcome(person.given_name ?? person.name ?? member.somebody)),
    times > 1 ? h("p", { class: "panel-lead" }, member.fresh) : null,
    facts([[names.name, person.name ?? names.untold], [names.email, person.email ?? names.untold], [names.born, person.birthdate ?? names.untold]]),
    h("div", { class: "blocks" }, ...blocks.map((block) => block.element)),
    requests,
    h(
      "div",
      { class: "actions" },
      refreshToken ? button(member.renew, renew, "primary") : null,
      button(member.leave, leave),
      button(member.back, over),
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
    h("div", { class: "actions" }, button(texts.begin, over, "primary")),
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
    h("li", {}, h("pre", { tabindex: 0 }, h("code", {}, `${texts.by[by]}: ${method} ${url}\n→ ${status ?? texts.noAnswer}`))),
  );
  return h("details", { class: "wire" }, h("summary", {}, texts.requests(requests.length)), h("ol", { class: "requests" }, ...items));
}
