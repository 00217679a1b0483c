import { CLIENT_ID } from "../provider.js";
import { signOther, signWithPublicKey, unsigned } from "../keys.js";
import { nonce, signIn } from "../scenarios.js";

const DAY = 24 * 60 * 60;
const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

const refused = (reason, title, rule, misbehaviour, options) =>
  ({ title, rule, right: "refused", code: `id_token_invalid ${reason}`, misbehaviour, options });

/** A row about claims, changed as given. */
const claim = (reason, title, rule, change, options) =>
  refused(reason, title, rule, { claims: (claims) => ({ ...claims, ...change() }) }, options);

const SIGNATURE = "Core 3.1.3.7 (6): MAY be left to TLS";

export default {
  title: "ID token",
  rows: {
    otherSignature: refused("signature", "The signature of another token", SIGNATURE, {
      sign: (claims, { current }) => signOther(current, claims),
    }),
    unpublishedKey: refused("key_unknown", "Signed with a key that was never published", SIGNATURE, {
      sign: (claims, { unpublished }) => unpublished.sign(claims),
    }),
    algNone: refused("alg", "`alg: none`", "Core 2: MUST NOT, unless registered", { sign: unsigned }),
    publicKeyAsSecret: refused("alg", "HS256 with the public key as the secret", "Core 3.1.3.7 (7): SHOULD", {
      sign: (claims, { current }) => signWithPublicKey(current, claims),
    }),
    crit: refused("malformed", "An unknown `crit`", "RFC 7515 4.1.11: MUST", {
      sign: (claims, { current }) => current.sign(claims, { crit: ["urn:example:rule"], "urn:example:rule": true }),
    }),
    iss: claim("iss", "Another `iss`", "Core 3.1.3.7 (2): MUST", () => ({ iss: "https://other.example/" })),
    aud: claim("aud", "Another `aud`", "Core 3.1.3.7 (3): MUST", () => ({ aud: "another-client" })),
    audiences: claim("aud", "A further audience, `azp` is the client", "Core 3.1.3.7 (3): MUST, unless trusted", () => ({
      aud: [CLIENT_ID, "another-client"],
      azp: CLIENT_ID,
    })),
    audiencesWithoutAzp: claim("aud", "A further audience, no `azp`", "Core 3.1.3.7 (3): MUST, unless trusted", () => ({
      aud: [CLIENT_ID, "another-client"],
    })),
    azp: claim("azp", "Another `azp`", "Core 3.1.3.7 (5): SHOULD", () => ({ azp: "another-client" })),
    expired: claim("exp", "Expired an hour ago", "Core 3.1.3.7 (9): MUST", () => ({
      iat: inSeconds(-7200),
      exp: inSeconds(-3600),
    })),
    noIat: claim("iat", "No `iat`", "Core 2: REQUIRED", () => ({ iat: undefined })),
    futureIat: claim("iat", "Issued tomorrow (`iat`)", "Core 3.1.3.7 (10): MAY", () => ({
      iat: inSeconds(DAY),
      exp: inSeconds(2 * DAY),
    })),
    noSub: claim("sub", "No `sub`", "Core 2: REQUIRED", () => ({ sub: undefined })),
    noNonce: {
      ...claim("nonce", "No `nonce`", "Core 3.1.3.7 (11): MUST, where sent", () => ({ nonce: undefined })),
      fine: ["sends none"],
      scenario: nonce,
    },
    nonce: {
      ...claim("nonce", "Another `nonce`", "Core 3.1.3.7 (11): MUST, where sent", () => ({ nonce: "another" })),
      fine: ["sends none"],
      scenario: nonce,
    },
    atHash: claim("at_hash", "`at_hash` of another access token", "Core 3.1.3.8: MAY", () => ({
      at_hash: "AAAAAAAAAAAAAAAAAAAAAA",
    })),
    noAuthTime: claim("auth_time", "No `auth_time`, though `max_age` was asked", "Core 3.1.3.7 (13): SHOULD", () => ({
      auth_time: undefined,
    }), { maxAge: 60 }),
    oldAuthTime: claim("auth_time", "`auth_time` an hour ago, `max_age` a minute", "Core 3.1.3.7 (13): SHOULD", () => ({
      auth_time: inSeconds(-3600),
    }), { maxAge: 60 }),
    missing: {
      title: "No ID token, though `openid` was asked",
      rule: "Core 3.1.3.3: REQUIRED",
      right: "refused",
      code: "token_response_invalid",
      misbehaviour: { tokens: (body) => ({ ...body, id_token: undefined }) },
    },
  },
  scenario: signIn,
};
