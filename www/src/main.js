import { announce } from "./announce.js";
import { makeBanner } from "./banner.js";
import { createNetidClient } from "consentkey";
import { clientKeeper } from "./client.js";
import { byId } from "./dom.js";
import { errorPanel } from "./errors.js";
import { flows, personClaims } from "./flows.js";
import { language, languageSwitch, translateMarkup } from "./language.js";
import { makeOwnClient } from "./own-client.js";
import { privacySection } from "./privacy.js";
import { resultPanel } from "./result.js";
import { loadSandbox, permissionAddresses } from "./sandbox.js";
import { clientOptions, defaultSettings, loadChoice, loadSettings, looksLikeAnswer, relayOf, saveChoice, saveSettings } from "./settings.js";
import { makeStage } from "./stage.js";
import { markupTexts, texts } from "./texts.js";

translateMarkup(markupTexts);
languageSwitch(byId("language"));

const pageUrl = `${location.origin}/`;
const answering = looksLikeAnswer(location.href);
const stage = makeStage();
const keeper = clientKeeper();
const banner = makeBanner({ onChoice: choose, onNetid: start });

let sandbox = null;
let settings = null;
let ownClient = null;
let stopResult = () => {};

function getClient(values = settings) {
  return keeper.get(clientOptions(values, sandbox));
}

/** A client for the Permission Center, as the browser is or as one that blocks third-party cookies. */
function permissionClient(withoutCookies) {
  const options = clientOptions(settings, sandbox);
  if (!withoutCookies) return getClient();
  return createNetidClient({ ...options, endpoints: { ...options.endpoints, ...sandbox.endpointsWithoutCookies } });
}

function changeSettings(changes) {
  settings = { ...settings, ...changes };
  saveSettings(settings);
  describeClient();
}

function describeClient() {
  const { broker, clientId } = settings;
  const at = broker === "sandbox" ? texts.page.practiceNetid : texts.page.liveNetid;
  const client = relayOf(settings, sandbox)?.clientId ?? clientId;
  banner.offerRelay(broker === "sandbox" && Boolean(sandbox?.relay));
  banner.describe(clientId ? texts.page.leadsTo(at, client) : texts.page.needsClient);
}

/** Goes to netID. Called without arguments for a retry, then with the earlier wishes. */
async function start({ flow = settings.flow, askPerson = settings.askPerson, relay = settings.relay } = {}) {
  changeSettings({ flow, askPerson, relay });
  if (!settings.clientId) return openOwnClient();
  banner.leaving(true);
  try {
    const client = await getClient();
    const claims = flows[flow].signsIn && askPerson ? personClaims : undefined;
    client.redirect({ flow, claims, uiLocales: language, appState: { flow } });
  } catch (error) {
    banner.leaving(false);
    showError(error, start);
  }
}

function choose(choice) {
  saveChoice(choice);
  banner.close();
  byId("choice-words").textContent = texts.page[choice];
  byId("choice-note").hidden = false;
  byId("choice-note").focus();
}

function openBanner({ focus }) {
  byId("choice-note").hidden = true;
  banner.open(settings, { focus });
}

function openOwnClient() {
  banner.close();
  ownClient.open();
}

function startOver() {
  stopResult();
  stage.clear();
  saveChoice(null);
  openBanner({ focus: true });
  announce(texts.page.cleared);
}

/** Has the page's own server forget the token that it keeps. */
function forget() {
  fetch(`${sandbox.relay.path}/grant`, { method: "DELETE" }).catch(() => {});
  startOver();
}

function showError(error, load) {
  banner.close();
  // The words then speak of the banner's buttons.
  if (error?.code === "access_denied") openBanner({ focus: false });
  stage.show(errorPanel(error, { again: () => start(), load: () => load(), client: openOwnClient, over: startOver }));
}

function showGrant(client, grant) {
  const flow = Object.hasOwn(flows, grant.appState?.flow) ? grant.appState.flow : settings.flow;
  const result = resultPanel(grant, {
    flow,
    userinfo: grant.accessToken ? () => client.userinfo(grant) : null,
    start: (next) => start({ flow: next }),
    privacy: privacySection({
      getClient: permissionClient,
      addresses: permissionAddresses(sandbox),
      canBlock: settings.broker === "sandbox" && sandbox !== null,
      isBlocked: settings.withoutCookies,
      onBlock: (withoutCookies) => changeSettings({ withoutCookies }),
      leadOn: sandbox?.relay && !grant.relayed ? () => start({ flow, relay: true }) : null,
    }),
    over: grant.relayed ? forget : startOver,
  });
  stopResult = result.stop;
  banner.close();
  stage.show(result.element);
}

function greet() {
  stage.clear();
  if (!loadChoice()) openBanner({ focus: false });
}

/** Takes in the answer that the address may hold. */
async function finishReturn() {
  stage.busy(texts.page.finishing);
  try {
    const client = await getClient();
    const grant = await client.handleRedirect();
    if (grant) showGrant(client, grant);
    else greet();
  } catch (error) {
    showError(error, finishReturn);
  }
}

/** A visit without an answer: the module is loaded before it's needed, so that the button works at once. */
async function prepare() {
  banner.recover();
  try {
    await (await getClient()).handleRedirect();
  } catch (error) {
    banner.fail(error, { label: texts.failure.load, run: prepare });
  }
}

async function boot() {
  if (answering) stage.busy(texts.page.finishing);
  sandbox = await loadSandbox();
  const defaults = defaultSettings({ hasSandbox: sandbox !== null, redirectUri: pageUrl });
  settings = loadSettings(defaults);
  ownClient = makeOwnClient({
    sandbox,
    defaults,
    check: async (values) => void (await getClient({ ...settings, ...values })),
    onUse(values) {
      changeSettings(values);
      openBanner({ focus: true });
    },
  });
  ownClient.fill(settings);
  describeClient();
  if (answering && settings.clientId) return finishReturn();
  if (answering) return showError({ code: "state_unknown" }, startOver);
  greet();
  if (settings.clientId) await prepare();
}

for (const opener of document.querySelectorAll("[data-open-consent]")) {
  opener.addEventListener("click", () => openBanner({ focus: true }));
}
byId("choice-close").addEventListener("click", () => {
  byId("choice-note").hidden = true;
});
// The back button may bring the page back as it was left: on its way to netID.
addEventListener("pageshow", () => banner.leaving(false));

byId("today").textContent = new Date().toLocaleDateString(texts.locale, { dateStyle: "full" });
boot();
