import { core, init } from "./core.js";
import { ConsentKeyError } from "./error.js";
import { keySet } from "./key-set.js";
import { bytes, isSigned } from "./signature.js";

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
  const resources = claims?.resource_access;
  // Names such as __proto__ are names like any other.
  const roles = Object.hasOwn(resources ?? {}, resource) ? resources[resource]?.roles : undefined;
  return Array.isArray(roles) && roles.includes(role);
}

/** What a token says, once it is known to be the realm's and for this resource server. */
export async function verifyAccessToken(jwt, options) {
  await init();
  const check = new (core().AccessTokenCheck)(jwt, options);
  return check.claims(await isSigned(check.signed(), check, keySet(check)));
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
