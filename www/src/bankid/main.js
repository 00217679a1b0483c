import { createBankidClient } from "consentkey";
import { announce } from "../announce.js";
import { byId } from "../dom.js";
import { keep, kept } from "../kept.js";
import { languageSwitch, translateMarkup } from "../language.js";
import { logRequests } from "../request-log.js";
import { loadSandbox } from "../sandbox.js";
import { looksLikeAnswer } from "../settings.js";
import { makeStage } from "../stage.js";
import { askServer } from "./api.js";
import { failurePanel, memberPanel, requestList, signedPanel } from "./panels.js";
import { markupTexts, texts } from "./texts.js";

const TEXT = "solvik.text";
const WAY = "solvik.way";
const ORDER_REQUESTS = "solvik.requests";
const CLIENTS = { sign: "demo-bank", member: "demo-bank-page" };

translateMarkup(markupTexts);
languageSwitch(byId("language"));

const answering = looksLikeAnswer(location.href);
const stage = makeStage();
const requests = [];
let bankid;
let stopPanel = () => {};

/** A client of BankID: the club's with a secret on its server, or the page's own without any. */
function clientFor(way) {
  return createBankidClient({
    clientId: CLIENTS[way],
    redirectUri: `${location.origin}/bankid.html`,
    endpoints: { issuer: bankid.issuer },
    scope: way === "member" ? "profile email" : "profile",
  });
}

function over() {
  stopPanel();
  stage.clear();
  byId("desk").hidden = false;
  byId("text").focus();
}

function fail(error) {
  busy(null);
  stopPanel();
  byId("desk").hidden = false;
  stage.show(failurePanel(error, { over }));
}

function show({ element, stop }, sentence) {
  stopPanel();
  stopPanel = stop;
  byId("desk").hidden = true;
  stage.show(element);
  announce(sentence);
}

function busy(button) {
  for (const id of ["sign", "sign-in"]) byId(id).toggleAttribute("aria-busy", byId(id) === button);
}

async function sign(event) {
  event.preventDefault();
  // A second click would make a second order.
  if (byId("sign").hasAttribute("aria-busy")) return;
  const text = byId("text").value.trim();
  byId("text-problem").textContent = text ? "" : texts.empty;
  if (!text) return byId("text").focus();
  busy(byId("sign"));
  try {
    keep(TEXT, text);
    keep(WAY, "sign");
    // In the click, since the order waits no longer than 90 seconds.
    const client = await clientFor("sign");
    const { signId, requests: made } = await askServer("orders", { text });
    keep(ORDER_REQUESTS, made);
    client.redirect({ signId });
  } catch (error) {
    fail(error);
  }
}

async function signIn() {
  busy(byId("sign-in"));
  try {
    keep(WAY, "member");
    (await clientFor("member")).redirect();
  } catch (error) {
    fail(error);
  }
}

async function finishSigning() {
  const client = await clientFor("sign");
  const code = client.parseRedirect();
  if (!code) return;
  const { requests: made, ...result } = await askServer("result", code);
  const before = kept(ORDER_REQUESTS) ?? [];
  const list = requestList([...before, ...made].map((request) => ({ ...request, by: "server" })));
  show(signedPanel(result, { requests: list, over }), texts.order(result.orderState));
}

async function finishSignIn() {
  const client = await clientFor("member");
  const grant = await client.handleRedirect();
  if (grant) await showMember(client, grant);
}

/** `times`: how often tokens were fetched. */
async function showMember(client, grant, times = 1) {
  const userinfo = await client.userinfo(grant).catch(() => null);
  const context = {
    userinfo,
    times,
    over,
    requests: requestList(requests),
    renew: () => client.refresh(grant).then((renewed) => showMember(client, renewed, times + 1), fail),
    leave: () => client.endSession({ grant, postLogoutRedirectUri: `${location.origin}/bankid.html` }),
  };
  show(memberPanel(grant, context), texts.signedIn);
}

async function boot() {
  byId("text").value = kept(TEXT) ?? texts.agreement;
  const sandbox = await loadSandbox();
  bankid = sandbox?.bankid;
  if (!bankid) return fail({ code: "discovery_failed", message: "There is no sandbox beside this page: run `npm start`." });
  logRequests([bankid.issuer], ({ method, url, status }) => requests.push({ method, url: url.split("?")[0], status, by: "page" }));
  byId("sign-form").addEventListener("submit", sign);
  byId("sign-in").addEventListener("click", signIn);
  if (!answering) return;
  stage.busy(texts.finishing);
  byId("desk").hidden = true;
  try {
    await (kept(WAY) === "member" ? finishSignIn() : finishSigning());
  } catch (error) {
    fail(error);
  }
}

// The back button may bring the page back as it was left: on its way to BankID.
addEventListener("pageshow", () => busy(null));
boot();
