// What the visitor chose, and whether netID keeps it: one state for the page, however many components show it.
import { ConsentKeyError, createNetidClient } from "consentkey";

const KEY = "consent";
const listeners = new Set();
let state = { choice: null, status: "open" };
let client;

/** `choice` is null, "accepted" or "rejected"; `status` is "open", "busy", "kept", "refused" or "failed". */
export const consent = {
  get: () => state,
  subscribe(listener) {
    listeners.add(listener);
    listener(state);
    return () => listeners.delete(listener);
  },
};

/** What the page says about a state. */
export function sentenceOf({ choice, status }) {
  if (choice === null) return "May we measure how our articles are read?";
  const words = {
    open: "",
    busy: "Waiting for netID …",
    kept: "netID keeps your choice.",
    refused: "netID does not keep it: your choice counts on this site.",
    failed: "netID could not keep it: your choice counts on this site.",
  };
  return `You ${choice}. ${words[status]}`.trim();
}

/** To be called when a component is there. However many call it, a response is answered once. */
export function start() {
  if (client) return;
  client = createNetidClient({
    clientId: "demo-rs256",
    redirectUri: `${location.origin}/`,
    // The local netID, `npx consentkey-sandbox`. netID itself needs none.
    endpoints: {
      issuer: "http://localhost:4400/",
      authorization: "http://localhost:4400/authorize",
      token: "http://localhost:4400/token",
    },
  });
  set(recall());
  client.then((netid) => netid.handleRedirect()).then((grant) => grant && keep(grant)).catch(tell);
}

/** `choice`: null to be asked again. */
export const choose = (choice) => set({ choice, status: "open" });

/** To be called in a click: the window opens in it. */
export async function keepWithNetid() {
  set({ status: "busy" });
  try {
    const netid = await client;
    const grant = await netid.popup().catch((error) => {
      if (error.code !== "popup_blocked") throw error;
      netid.redirect();
    });
    if (grant) await keep(grant);
  } catch (error) {
    tell(error);
  }
}

/** The token goes to the server, since the Permission Center takes it from servers only. */
async function keep({ permissionToken }) {
  const body = JSON.stringify({ token: permissionToken.value, accepted: state.choice === "accepted" });
  const { ok } = await fetch("/consent", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  set({ status: ok ? "kept" : "failed" });
}

function tell(error) {
  const code = error instanceof ConsentKeyError ? error.code : "";
  if (code === "access_denied") return set({ status: "refused" });
  // Closing the window is no answer.
  if (code === "popup_closed") return set({ status: "open" });
  console.warn(error);
  set({ status: "failed" });
}

function set(change) {
  state = { ...state, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Refused or full: the next visit asks again.
  }
  for (const listener of listeners) listener(state);
}

function recall() {
  try {
    const { choice, status } = JSON.parse(localStorage.getItem(KEY)) ?? state;
    return { choice, status: status === "kept" ? "kept" : "open" };
  } catch {
    return state;
  }
}
