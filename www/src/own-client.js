import { byId } from "./dom.js";
import { inlineError } from "./errors.js";
import { publicClients } from "./sandbox.js";
import { texts } from "./texts.js";

/**
 * What keeps an answer sent to this redirect URI from arriving here; the library can't
 * know which page the form is on.
 * @param {string} redirectUri
 * @param {string} pageUrl
 * @returns {string | null} a sentence, or null when it leads back to this page
 */
export function elsewhere(redirectUri, pageUrl) {
  const target = new URL(redirectUri);
  const page = new URL(pageUrl);
  if (target.origin === page.origin && target.pathname === page.pathname) return null;
  return texts.ownClient.elsewhere(redirectUri, pageUrl);
}

function fill(form, settings) {
  form.elements.clientId.value = settings.clientId;
  form.elements.redirectUri.value = settings.redirectUri;
  form.elements.broker.value = settings.broker;
  form.elements.idTokenAlg.value = settings.idTokenAlg;
}

function values(form) {
  const { clientId, redirectUri, broker, idTokenAlg } = form.elements;
  return {
    clientId: clientId.value.trim(),
    redirectUri: redirectUri.value.trim(),
    broker: broker.value,
    idTokenAlg: idTokenAlg.value,
  };
}

function reportTo(problem, form) {
  return (error, text) => {
    problem.replaceChildren(...(error ? [inlineError(error, { text })] : []));
    for (const field of [form.elements.clientId, form.elements.redirectUri]) {
      if (error) field.setAttribute("aria-describedby", `${field.dataset.hint} own-client-problem`);
      else field.setAttribute("aria-describedby", field.dataset.hint);
    }
  };
}

function offerSandbox(sandbox, form) {
  const clients = publicClients(sandbox);
  byId("broker-sandbox").disabled = sandbox === null;
  byId("broker-sandbox-missing").hidden = sandbox !== null;
  byId("own-client-default").hidden = sandbox === null;
  const names = clients.map(({ clientId }) => clientId).join(", ");
  byId("sandbox-clients").textContent = names ? texts.ownClient.inSandbox(names) : "";

  form.elements.clientId.addEventListener("input", () => {
    if (form.elements.broker.value !== "sandbox") return;
    const known = clients.find(({ clientId }) => clientId === form.elements.clientId.value.trim());
    if (known) form.elements.idTokenAlg.value = known.idTokenAlg;
  });
}

/**
 * The form "Try it with your own netID client". Its markup is in index.html.
 * @param {object} context
 * @param {import("./sandbox.js").Sandbox | null} context.sandbox
 * @param {import("./settings.js").Settings} context.defaults
 * @param {(values: object) => Promise<void>} context.check rejects with the library's `ConsentKeyError`
 * @param {(values: object) => void} context.onUse
 * @returns {{ fill(settings: import("./settings.js").Settings): void, open(): void, report(error: unknown): void }}
 */
export function makeOwnClient({ sandbox, defaults, check, onUse }) {
  const form = byId("own-client-form");
  const saved = byId("own-client-saved");
  const report = reportTo(byId("own-client-problem"), form);
  offerSandbox(sandbox, form);
  byId("own-client-register").textContent = defaults.redirectUri;
  form.addEventListener("input", () => {
    saved.textContent = "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = values(form);
    report(null);
    try {
      await check(chosen);
    } catch (error) {
      report(error, error.code === "config_invalid" ? error.message : undefined);
      return;
    }
    const problem = elsewhere(chosen.redirectUri, defaults.redirectUri);
    if (problem) return report({ code: "config_invalid" }, problem);
    onUse(chosen);
    saved.textContent = texts.ownClient.saved(chosen.clientId);
  });
  byId("own-client-default").addEventListener("click", () => {
    report(null);
    fill(form, defaults);
    onUse(values(form));
    saved.textContent = texts.ownClient.demoAgain(defaults.clientId);
  });

  return {
    fill: (settings) => fill(form, settings),
    open() {
      byId("own-client").open = true;
      form.elements.clientId.focus();
    },
    report,
  };
}
