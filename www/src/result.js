import { button, facts, h } from "./dom.js";
import { flows } from "./flows.js";
import { icon } from "./icons.js";
import { personSection } from "./person.js";
import { noTokenSection, relayedSection, tokenSection } from "./token.js";

const leads = {
  permission: "Done. netID gave the Courier permission to keep your privacy choice, and nothing about who you are.",
  login: "You’re signed in to the Courier with netID.",
  loginPermission: "You’re signed in, and netID gave the Courier permission to keep your privacy choice.",
};

const steps = [
  "Above, the page itself asks netID’s Permission Center, which knows you by netID’s cookie. Many browsers keep that cookie back.",
  "The Courier’s server needs no cookie: it takes this token along, to look up the choice you made earlier or to store the one you make now.",
  "The Permission Center takes tokens from servers only, so this page holds it in memory and a reload forgets it.",
];

const relayedSteps = [
  "Above, the page asks netID’s Permission Center with netID’s cookie first. Where the browser keeps that back, the Courier’s server asks, with your token.",
  "It finds the token in a sealed cookie of this browser, which no script can read. The server itself keeps nothing.",
  "Cookie and token end within minutes. “Start over” has the server take the cookie away at once.",
];

function summary(flow, scope) {
  const chips = scope.map((name) => h("li", { "data-scope": name }, h("code", {}, name)));
  return facts([
    ["You chose", flows[flow].name],
    [scope.length === 1 ? "Scope granted" : "Scopes granted", h("ul", { class: "chips" }, ...chips)],
  ]);
}

function nextSteps(steps) {
  return h(
    "section",
    { class: "block", "aria-labelledby": "next-title" },
    h("h3", { id: "next-title" }, "What happens with it"),
    h("ol", { class: "steps" }, ...steps.map((step) => h("li", {}, step))),
  );
}

/**
 * What came back from netID.
 * @param {import("consentkey").Grant} grant
 * @param {object} context
 * @param {"permission" | "login" | "loginPermission"} context.flow the flow that was asked for
 * @param {(() => Promise<Record<string, unknown>>) | null} context.userinfo
 * @param {(flow: string) => void} context.start goes to netID again
 * @param {{ element: HTMLElement, stop: () => void }} context.privacy the choice that netID keeps
 * @param {() => void} context.over
 * @returns {{ element: HTMLElement, stop: () => void }} `stop` ends the running clock
 */
export function resultPanel(grant, { flow, userinfo, start, privacy, over }) {
  const isKept = grant.relayed && flow !== "login";
  const token = tokenOf(grant, { flow, isKept, start });
  const person = grant.claims ? personSection({ claims: grant.claims, userinfo }) : null;
  const hasToken = grant.permissionToken || isKept;
  const lead = hasToken || flow === "login" ? leads[flow] : leads.login;
  const element = h(
    "section",
    { class: "panel panel-result", "aria-labelledby": "result-title", "data-flow": flow },
    h("h2", { class: "panel-title", id: "result-title", tabindex: -1 }, icon("check"), grant.permissionToken ? flows[flow].title : flows.login.title),
    h("p", { class: "panel-lead" }, lead),
    summary(flow, grant.scope),
    h("div", { class: "blocks" }, privacy.element, token.element, person, hasToken ? nextSteps(isKept ? relayedSteps : steps) : null),
    h("div", { class: "actions" }, button("Start over", over)),
  );
  const stop = () => {
    token.stop();
    privacy.stop();
  };
  return { element, stop };
}

function tokenOf({ permissionToken }, { flow, isKept, start }) {
  if (permissionToken) return tokenSection(permissionToken, { renew: () => start(flow) });
  const element = isKept ? relayedSection() : noTokenSection(flow, { askBoth: () => start("loginPermission") });
  return { element, stop() {} };
}
