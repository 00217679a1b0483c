import { core, init } from "../shared/core.js";
import { ConsentKeyError } from "../shared/error.js";
import { keySet } from "../shared/key-set.js";
import { optionsOf, refused } from "../shared/options.js";
import { own } from "../shared/own.js";
import { VERIFY } from "./server-options.js";
import { bytes, signatureOf } from "../shared/signature.js";

/** What a token says, with nothing checked. */
export function decodeAccessToken(jwt) {
  const parts = typeof jwt === "string" ? jwt.split(".") : [];
  const claims = parts.length === 3 && object(parts[0]) && object(parts[1]);
  if (claims) return claims;
  throw new ConsentKeyError(
    "token_response_invalid",
    "The access token is no JWT, so there are no claims in it to read. It may be good for the server it is meant for.",
  );
}

/** Whether the claims give a role at a resource server. */
export function hasResourceRole(claims, resource, role) {
  const roles = own(own(own(claims, "resource_access"), resource), "roles");
  return Array.isArray(roles) && roles.includes(role);
}

/** What a token says, once it is known to be the realm's and for this resource server. */
export async function verifyAccessToken(jwt, options) {
  return createAccessTokenVerifier(options).verify(jwt);
}

/** `verifyAccessToken` for many tokens. */
export function createAccessTokenVerifier(options) {
  const expected = optionsOf(options, VERIFY);
  for (const name of ["issuer", "audience"]) {
    if (!expected[name]?.length) throw refused(name, "given");
  }
  return { verify: (jwt) => verified(jwt, expected) };
}

async function verified(jwt, expected) {
  await init();
  const check = new (core().AccessTokenCheck)(typeof jwt === "string" ? jwt : "", expected);
  return check.claims(await signatureOf(check.signed(), check, keySet(check)));
}

function object(part) {
  try {
    if (!/^[\w-]+$/.test(part)) return undefined;
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(part)));
    return typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
