import { connectTcf } from "consentkey/tcf";
import { makeCmp, purposes } from "./cmp.js";
import { button, h } from "./dom.js";
import { inlineError } from "./errors.js";
import { logRequests } from "./request-log.js";
import { texts } from "./texts.js";

const sentences = {
  PERMISSIONS_FOUND: texts.privacy.found,
  PERMISSIONS_NOT_FOUND: () => texts.privacy.notFound,
  NOBODY: () => texts.privacy.nobody,
};

let cmp;

/**
 * The visitor's choice as netID's Permission Center keeps it, with a TCF banner in step.
 * @param {object} context
 * @param {(withoutCookies: boolean) => Promise<import("consentkey").NetidClient>} context.getClient
 * @param {string[]} context.addresses where the Permission Center is
 * @param {boolean} context.canBlock whether there is a stand-in for a browser that blocks third-party cookies
 * @param {boolean} context.isBlocked whether to begin with that one
 * @param {(isBlocked: boolean) => void} context.onBlock told of a change
 * @param {(() => void) | null} context.leadOn has the page's own server ask; null where there is none, or it asks already
 * @returns {{ element: HTMLElement, stop: () => void }}
 */
export function privacySection({ getClient, addresses, canBlock, isBlocked, onBlock, leadOn }) {
  const words = h("p", { role: "status" }, texts.privacy.asking);
  const boxes = purposes.map((id) => {
    const box = h("input", { type: "checkbox", name: "purpose", value: id });
    return { id, box, line: h("label", { class: "line" }, box, ` ${texts.privacy.purposes[id]}`) };
  });
  const problem = h("div", {});
  const done = h("p", { class: "stored", role: "status" });
  const requests = h("ol", { class: "requests" });
  const block = h("input", { type: "checkbox", name: "withoutCookies", checked: canBlock && isBlocked, onchange: changeBlock });
  const keep = button(texts.privacy.store, store, "primary");
  const onward = h("div", { class: "actions", hidden: true }, leadOn ? button(texts.privacy.onward, leadOn, "primary") : null);
  const element = h(
    "section",
    { class: "block privacy", "aria-labelledby": "privacy-title" },
    h("h3", { id: "privacy-title" }, texts.privacy.title),
    words,
    onward,
    h("fieldset", {}, h("legend", {}, texts.privacy.may), ...boxes.map(({ line }) => line)),
    h("div", { class: "actions" }, keep, done),
    problem,
    canBlock ? h("p", {}, h("label", { class: "line" }, block, ` ${texts.privacy.withoutCookies}`)) : null,
    // On a phone it would push all else away.
    h("details", { open: matchMedia("(min-width: 40rem)").matches }, h("summary", {}, texts.privacy.requests), requests),
  );

  const stopLog = logRequests(addresses, (request) => requests.prepend(requestItem(request)));
  let connection;
  cmp ??= makeCmp();
  connect();

  function changeBlock() {
    onBlock(block.checked);
    connect();
  }

  function check(ids) {
    for (const { id, box } of boxes) box.checked = ids.includes(id);
  }

  function tell(status) {
    const code = status?.statusCode ?? "NOBODY";
    const changed = Math.max(status?.iabTcString?.changedAt ?? 0, status?.idconsent?.changedAt ?? 0);
    element.dataset.status = code;
    onward.hidden = code !== "NOBODY" || !leadOn;
    // One way stands out: where the page's server can go on, it is that one.
    keep.classList.toggle("button-primary", onward.hidden);
    keep.classList.toggle("button-plain", !onward.hidden);
    words.textContent = sentences[code](new Date(changed).toLocaleString(texts.locale, { dateStyle: "medium", timeStyle: "short" }));
  }

  async function connect() {
    connection?.disconnect();
    problem.replaceChildren();
    try {
      const { permissions } = await getClient(block.checked);
      connection = connectTcf(permissions, {
        // Each visit is to show its request; a real banner reads once a day.
        cache: false,
        idconsent: ({ purpose }) => (purpose.consents[1] ? "VALID" : "INVALID"),
        inject: (tcString) => check(cmp.restore(tcString)),
        onStatus: tell,
        onError: (error) => problem.replaceChildren(inlineError(error)),
      });
    } catch (error) {
      problem.replaceChildren(inlineError(error, { retry: { label: texts.failure.again, run: connect } }));
    }
  }

  async function store() {
    problem.replaceChildren();
    done.textContent = "";
    cmp.decide(boxes.filter(({ box }) => box.checked).map(({ id }) => id));
    await connection?.flush();
    // Read again rather than believed, to show that it is there.
    await connect();
    const status = await connection?.status;
    if (status) done.textContent = texts.privacy.stored;
    else problem.replaceChildren(h("p", {}, texts.privacy.notStored));
  }

  return {
    element,
    stop() {
      connection?.disconnect();
      stopLog();
    },
  };
}

function requestItem({ method, url, body, status, answer }) {
  const { pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${decodeURIComponent(search)}`, body, `→ ${status ?? texts.privacy.noAnswer}`, pretty(answer)];
  return h("li", {}, h("pre", { tabindex: 0 }, h("code", {}, lines.filter(Boolean).join("\n"))));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
