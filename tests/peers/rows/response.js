import { handledAgain, handledTwice, mixUp, response, twoSignIns } from "../scenarios.js";

const refused = (code, title, rule, change) =>
  ({ title, rule, right: "refused", code, misbehaviour: { response: change } });

const ISS = "RFC 9207 2.4: MUST, where supported";

export default {
  title: "Authorization response",
  rows: {
    iss: refused("issuer_mismatch", "Another `iss`", ISS, (parameters) =>
      parameters.set("iss", "https://other.example/")),
    noIss: refused("issuer_mismatch", "No `iss`, though discovery promises it", ISS, (parameters) =>
      parameters.delete("iss")),
    mixUp: {
      title: "Mix-up: the code of an honest provider comes back to a sign-in with another",
      rule: "RFC 9700 2.1: REQUIRED, with several providers",
      right: "refused",
      code: "issuer_mismatch",
      scenario: mixUp,
    },
    repeatedCode: refused("response_invalid", "`code` repeated, with another value", "RFC 6749 3.1", (parameters) =>
      parameters.append("code", "another-code")),
    repeatedState: refused("response_invalid", "`state` repeated, with the same value", "RFC 6749 3.1", (parameters) =>
      parameters.append("state", parameters.get("state"))),
    codeAndError: refused("response_invalid", "`code` beside `error`", undefined, (parameters) =>
      parameters.append("error", "access_denied")),
    unknownState: {
      ...refused("state_unknown", "An unknown `state`", "RFC 6749 10.12: MUST", (parameters) => parameters.set("state", "unknown")),
      fine: ["ignored"],
    },
    noState: {
      ...refused(undefined, "No `state`", "RFC 6749 10.12: MUST", (parameters) => parameters.delete("state")),
      right: "ignored",
      fine: ["refused"],
    },
    handledTwice: {
      title: "The page handles the response twice at once",
      rule: "RFC 6749 4.1.2: MUST NOT",
      right: "1 token request",
      scenario: handledTwice,
    },
    handledAgain: {
      title: "The page handles the response a second time, later",
      rule: "RFC 6749 4.1.2: MUST NOT",
      right: "1 token request",
      scenario: handledAgain,
    },
    twoSignIns: {
      title: "Two sign-ins side by side, and the first is answered",
      right: "accepted",
      scenario: twoSignIns,
    },
  },
  scenario: response,
};
