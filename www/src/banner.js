import { announce } from "./announce.js";
import { byId, h } from "./dom.js";
import { inlineError } from "./errors.js";
import { flows } from "./flows.js";
import { texts } from "./texts.js";

function flowCard(flow, { name, gives, scopes }) {
  const radio = h("input", {
    type: "radio",
    name: "flow",
    value: flow,
    "aria-labelledby": `flow-${flow}-name`,
    "aria-describedby": `flow-${flow}-gives`,
  });
  return h(
    "label",
    { class: "flow" },
    radio,
    h("span", { class: "flow-name", id: `flow-${flow}-name` }, name),
    h("span", { class: "flow-gives", id: `flow-${flow}-gives` }, `${gives} `, h("code", {}, scopes.join(" "))),
  );
}

// The banner lies over the page's end; what is under it must still be reachable by scrolling.
function reserveRoom(region) {
  new ResizeObserver(() => {
    const height = region.hidden ? 0 : region.offsetHeight;
    document.documentElement.style.setProperty("--banner-height", `${height}px`);
  }).observe(region);
}

/**
 * The consent banner. Its markup is in index.html; the choice of flows is added here.
 * @param {object} actions
 * @param {(choice: "accepted" | "rejected") => void} actions.onChoice
 * @param {(request: { flow: string, askPerson: boolean, relay: boolean }) => void} actions.onNetid
 * @returns {{
 *   open(settings: { flow: string, askPerson: boolean, relay: boolean }, options: { focus: boolean }): void,
 *   close(): void,
 *   leaving(on: boolean): void,
 *   describe(sentence: string): void,
 *   offerRelay(isThere: boolean): void,
 *   fail(error: unknown, retry: { label: string, run: () => void }): void,
 *   recover(): void,
 * }}
 */
export function makeBanner({ onChoice, onNetid }) {
  const region = byId("consent");
  const form = byId("consent-netid");
  const problem = byId("consent-problem");
  byId("flows").append(...Object.entries(flows).map(([flow, words]) => flowCard(flow, words)));

  const showFlow = () => {
    const { signsIn, asks } = flows[form.elements.flow.value];
    byId("ask-person-line").hidden = !signsIn;
    byId("keep-with-netid-words").textContent = asks;
  };
  form.addEventListener("change", showFlow);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { flow, askPerson, relay } = form.elements;
    onNetid({ flow: flow.value, askPerson: askPerson.checked, relay: relay.checked });
  });
  byId("accept").addEventListener("click", () => onChoice("accepted"));
  byId("reject").addEventListener("click", () => onChoice("rejected"));
  reserveRoom(region);

  return {
    open({ flow, askPerson, relay }, { focus }) {
      form.elements.flow.value = flow;
      form.elements.askPerson.checked = askPerson;
      form.elements.relay.checked = relay;
      showFlow();
      region.hidden = false;
      if (focus) byId("consent-title").focus();
    },
    close() {
      region.hidden = true;
    },
    leaving(on) {
      form.classList.toggle("is-leaving", on);
      if (on) announce(texts.page.leaving);
    },
    describe(sentence) {
      byId("consent-where").textContent = sentence;
    },
    offerRelay(isThere) {
      byId("relay-line").hidden = !isThere;
    },
    fail(error, retry) {
      problem.replaceChildren(inlineError(error, { retry }));
      problem.hidden = false;
      problem.scrollIntoView({ block: "nearest" });
    },
    recover() {
      // The retry button is about to go, and focus must not go with it.
      if (problem.contains(document.activeElement)) byId("keep-with-netid").focus();
      problem.replaceChildren();
      problem.hidden = true;
    },
  };
}
