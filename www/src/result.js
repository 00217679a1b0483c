import { button, facts, h } from "./dom.js";
import { flows } from "./flows.js";
import { icon } from "./icons.js";
import { personSection } from "./person.js";
import { noTokenSection, relayedSection, tokenSection } from "./token.js";
import { texts } from "./texts.js";

function summary(flow, scope) {
  const chips = scope.map((name) => h("li", { "data-scope": name }, h("code", {}, name)));
  return facts([
    [texts.result.chose, flows[flow].name],
    [scope.length === 1 ? texts.result.scope : texts.result.scopes, h("ul", { class: "chips" }, ...chips)],
  ]);
}

function nextSteps(steps) {
  return h(
    "section",
    { class: "block", "aria-labelledby": "next-title" },
    h("h3", { id: "next-title" }, texts.result.next),
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
  const { title, lead } = flows[hasToken ? flow : "login"];
  const element = h(
    "section",
    { class: "panel panel-result", "aria-labelledby": "result-title", "data-flow": flow },
    h("h2", { class: "panel-title", id: "result-title", tabindex: -1 }, icon("check"), title),
    h("p", { class: "panel-lead" }, lead),
    summary(flow, grant.scope),
    h("div", { class: "blocks" }, privacy.element, token.element, person, hasToken ? nextSteps(isKept ? texts.result.relayedSteps : texts.result.steps) : null),
    h("div", { class: "actions" }, button(texts.page.startOver, over)),
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
