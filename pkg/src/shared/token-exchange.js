import { wireForm } from "./form.js";
import { keySet } from "./key-set.js";
import { send } from "./send.js";
import { accessTokenHash, signatureOf } from "./signature.js";

/** A code and what belongs to it, as the core takes it. */
export function codeForm({ code, codeVerifier, nonce, redirectUri, flow, scope, maxAge }) {
  return wireForm({ code, codeVerifier, nonce, redirectUri, flow, scope: scope?.join(" "), maxAge });
}

/** Redeems a code and checks what came for it. `responses` knows where the provider's keys are. */
export async function grantOf(exchange, responses) {
  const request = exchange.tokenRequest();
  // Asked for while the code is on its way, and looked at when the answer is there.
  const keys = exchange.needsKeys() ? keySet(responses) : undefined;
  const { status, body, receivedAt } = await send(request);
  const signed = exchange.readTokens(status, body, receivedAt);
  // There is none, or none that this client is registered for.
  if (!signed) return exchange.grant("unchecked");
  return exchange.grant(await signatureOf(signed, exchange, keys), await accessTokenHash(signed));
}
