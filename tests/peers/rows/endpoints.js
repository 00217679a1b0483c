import { sendJson } from "../provider.js";
import { echo, hanging, httpEndpoint, signIn, strayCode } from "../scenarios.js";

const MEGABYTE = 1024 * 1024;

/** A row about the members of the token response. */
const tokens = (title, rule, change) => ({
  title,
  rule,
  right: "refused",
  code: "token_response_invalid",
  misbehaviour: { tokens: (body) => ({ ...body, ...change }) },
});

export default {
  title: "Token endpoint, discovery, userinfo",
  rows: {
    redirect: {
      title: "The token endpoint redirects (307) to another host",
      right: "refused",
      code: "token_request_failed",
      misbehaviour: {
        token: (response, { id }) => {
          const target = new URL("elsewhere", id);
          target.hostname = "elsewhere.test";
          response.writeHead(307, { Location: target.href }).end();
        },
      },
      scenario: strayCode,
    },
    html: {
      title: "The token endpoint answers 200 with HTML",
      rule: "RFC 6749 5.1",
      right: "refused",
      code: "token_response_invalid",
      misbehaviour: {
        token: (response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>Hello"),
      },
    },
    noTokenType: tokens("No `token_type`", "RFC 6749 5.1: REQUIRED", { token_type: undefined }),
    mac: tokens("`token_type: mac`", "RFC 6749 7.1: MUST NOT", { token_type: "mac" }),
    negative: tokens("`expires_in: -1`", "RFC 6749 A.14", { expires_in: -1 }),
    large: tokens("A token response of 5 MB", undefined, { padding: "x".repeat(5 * MEGABYTE) }),
    refusal: {
      title: "The code is refused (`invalid_grant`)",
      right: "refused",
      code: "token_request_failed",
      misbehaviour: { token: (response) => sendJson(response, { error: "invalid_grant" }, 400) },
    },
    echo: {
      title: "The refusal repeats code and verifier: are they in the error?",
      right: "no",
      code: "token_request_failed",
      misbehaviour: {
        token: (response, _, form) => {
          const shown = `${form.get("code")} ${form.get("code_verifier")}`;
          sendJson(response, { error: "invalid_grant", error_description: shown }, 400);
        },
      },
      isEcho: true,
      scenario: echo,
    },
    hangs: {
      title: "The token endpoint never answers: when does the client give up?",
      right: "10 s",
      fine: ["30 s"],
      code: "timeout",
      misbehaviour: { token: (response, issuer) => issuer.hang(response) },
      scenario: hanging,
    },
    discoveredIssuer: {
      title: "Discovery names another issuer",
      rule: "Discovery 4.3: MUST",
      right: "refused",
      code: "issuer_mismatch",
      misbehaviour: { metadata: (metadata) => ({ ...metadata, issuer: "https://other.example/" }) },
    },
    httpEndpoint: {
      title: "Discovery over https names a token endpoint over http",
      rule: "Core 3.1.3: MUST",
      right: "refused",
      code: "discovery_failed",
      scenario: httpEndpoint,
    },
    userinfoSub: {
      title: "Userinfo about another `sub`",
      rule: "Core 5.3.2: MUST",
      right: "refused",
      code: "userinfo_failed",
      options: { userinfo: true },
      misbehaviour: { userinfo: (claims) => ({ ...claims, sub: "somebody else" }) },
    },
  },
  scenario: signIn,
};
