import { keep, kept } from "./kept.js";

const settingsKey = "consentkey-demo.settings";
const choiceKey = "consentkey-demo.choice";

/**
 * What has to survive the trip to netID and back.
 * @typedef {object} Settings
 * @property {"sandbox" | "live"} broker
 * @property {string} clientId
 * @property {string} redirectUri
 * @property {"" | "RS256" | "ES256" | "PS256" | "EdDSA" | "none"} idTokenAlg empty: whatever the provider's keys allow
 * @property {"permission" | "login" | "loginPermission"} flow the flow last asked for
 * @property {boolean} askPerson whether name and e-mail are asked for
 * @property {boolean} relay whether the page's own server keeps the token, instead of the page
 * @property {boolean} withoutCookies whether the page does as in a browser that blocks third-party cookies
 */

/**
 * The settings of a visitor who has changed nothing.
 * @param {{ hasSandbox: boolean, redirectUri: string }} page
 * @returns {Settings}
 */
export function defaultSettings({ hasSandbox, redirectUri }) {
  return {
    broker: hasSandbox ? "sandbox" : "live",
    clientId: hasSandbox ? "demo-rs256" : "",
    redirectUri,
    idTokenAlg: "",
    flow: "permission",
    askPerson: true,
    relay: false,
    withoutCookies: false,
  };
}

/**
 * The server that keeps the token, where these settings want one.
 * @param {Settings} settings
 * @param {import("./sandbox.js").Sandbox | null} sandbox
 */
export function relayOf({ broker, relay }, sandbox) {
  return relay && broker === "sandbox" && sandbox?.relay ? sandbox.relay : null;
}

/**
 * The options for `createNetidClient` that these settings stand for.
 * @param {Settings} settings
 * @param {{ endpoints: object } | null} sandbox
 * @returns {object}
 */
export function clientOptions(settings, sandbox) {
  const { broker, clientId, redirectUri, idTokenAlg } = settings;
  const relay = relayOf(settings, sandbox);
  if (relay) {
    // netID's cookie first, and the relay where the browser keeps that back.
    return { clientId: relay.clientId, tappId: relay.clientId, redirectUri, endpoints: sandbox.endpoints, relay: relay.path };
  }
  return {
    clientId,
    redirectUri,
    ...(broker === "sandbox" && sandbox ? { endpoints: sandbox.endpoints } : {}),
    ...(idTokenAlg ? { idTokenAlg } : {}),
  };
}

/**
 * Whether an address looks like an answer from the provider, so that the page can say
 * that it is busy before the library has loaded. What counts is the library's own check.
 * @param {string} url
 * @returns {boolean}
 */
export function looksLikeAnswer(url) {
  const { searchParams } = new URL(url);
  return searchParams.has("state") && (searchParams.has("code") || searchParams.has("error"));
}

/**
 * @param {Settings} defaults
 * @returns {Settings}
 */
export function loadSettings(defaults) {
  const earlier = kept(settingsKey);
  const usable = earlier && (earlier.broker === "live" || defaults.broker === "sandbox");
  return usable ? { ...defaults, ...earlier } : defaults;
}

/** @param {Settings} settings */
export function saveSettings(settings) {
  keep(settingsKey, settings);
}

/** @returns {"accepted" | "rejected" | null} */
export function loadChoice() {
  return kept(choiceKey);
}

/** @param {"accepted" | "rejected" | null} choice */
export function saveChoice(choice) {
  keep(choiceKey, choice);
}
