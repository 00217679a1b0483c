/** A relay as a page sees it: it keeps the tokens, and the page has a cookie that no script can read. */
import { ConsentKeyError } from "../shared/error.js";
import { own } from "../shared/own.js";
import { send } from "../shared/send.js";
import { factsOf } from "../tcf/tcf-data.js";

/** Has the relay redeem a code, of a response that was matched. */
export async function relayedGrant({ appState, state: _, ...code }, options) {
  const { status, body } = await send(request(options, "POST", "/grant", code), { credentials: "include" });
  const { scope, claims } = answerOf(status, body, "token_response_invalid");
  const noTokens = { permissionToken: null, accessToken: null, refreshToken: null, idToken: null };
  return { ...noTokens, claims: claims ?? null, scope: scope ?? code.scope, appState, relayed: true };
}

/** What makes requests of the Permission Center's calls and reads the answers, by way of the relay. */
export const relayedRequests = (options) => ({
  readRequest: (wanted) => request(options, "GET", pathOf(wanted)),
  readStatus: (status, body) => answerOf(status, body, "permission_failed"),
  writeRequest: (settings, wanted) => request(options, "POST", pathOf(wanted), settings),
  readIdentifiers: (status, body) => answerOf(status, body, "permission_failed"),
});

/** The first of two Permission Centers, and the second where the browser has nothing to show the first. */
export function withFallback(byCookie, byRelay) {
  const call = (name) => async (...values) => {
    try {
      return await byCookie[name](...values);
    } catch (error) {
      if (factsOf(error).statusCode !== "NO_TPID") throw error;
      return byRelay[name](...values);
    }
  };
  return { read: call("read"), write: call("write") };
}

function pathOf({ identifiers, tcfProblems }) {
  const query = [identifiers && `identifiers=${identifiers.map(encodeURIComponent)}`, tcfProblems && `tcfProblems=${tcfProblems}`];
  return `/permissions${query.some(Boolean) ? "?" : ""}${query.filter(Boolean).join("&")}`;
}

function request({ relay, timeout = 10 }, method, path, body) {
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  return { method, url: relay + path, headers, body: body && JSON.stringify(body), timeout: timeout * 1000 };
}

/** The object that a relay answers; `unusable` is the code for what no relay would. */
function answerOf(status, body, unusable) {
  let answer = null;
  try {
    answer = JSON.parse(body);
  } catch {
    // No relay's.
  }
  const isAnswer = typeof answer === "object" && answer !== null;
  if (isAnswer && status >= 200 && status < 300) return answer;
  const text = (name) => (typeof own(answer, name) === "string" ? own(answer, name) : undefined);
  const code = text("code");
  if (!/^[a-z_]{1,40}$/.test(code)) throw new ConsentKeyError(unusable, "What is at `relay` is no relay.", { status });
  const details = { status, statusCode: text("statusCode"), reason: text("reason"), problem: text("problem") };
  throw new ConsentKeyError(code, text("message") ?? "The relay refused.", details);
}
