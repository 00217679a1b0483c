// What a client must not refuse.
import { permissionOnly, rotatedKey, signIn } from "../scenarios.js";

const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

export default {
  title: "A provider that does all as it should",
  rows: {
    signIn: { title: "A sign-in", right: "accepted" },
    withoutIdToken: {
      title: "OAuth without a sign-in: scope `permission_management`, no ID token",
      rule: "RFC 6749 4.1",
      right: "accepted",
      options: { scope: "permission_management" },
      fine: ["asks for `openid`"],
      scenario: permissionOnly,
    },
    es256: {
      title: "ID token signed with ES256, as discovery announces",
      rule: "Core 3.1.3.7 (7), where registered",
      right: "accepted",
      fine: ["refused"],
      misbehaviour: { sign: (claims, { ec }) => ec.sign(claims) },
    },
    keyRotated: {
      title: "A new key since the last sign-in on this page",
      rule: "Core 10.1.1",
      right: "accepted",
      scenario: rotatedKey,
    },
    clockAhead: {
      title: "A clock 30 seconds ahead (`iat`)",
      rule: "Core 3.1.3.7 (10)",
      right: "accepted",
      misbehaviour: { claims: (claims) => ({ ...claims, iat: inSeconds(30) }) },
    },
    lowerCase: {
      title: "`token_type: bearer`, in lower case",
      rule: "RFC 6749 5.1",
      right: "accepted",
      misbehaviour: { tokens: (body) => ({ ...body, token_type: "bearer" }) },
    },
    noLifetime: {
      title: "No `expires_in`",
      rule: "RFC 6749 5.1",
      right: "accepted",
      misbehaviour: { tokens: (body) => ({ ...body, expires_in: undefined }) },
    },
  },
  scenario: signIn,
};
