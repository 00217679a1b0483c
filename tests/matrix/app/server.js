// What every server of the matrix does: gets a token of its own, and checks it.
import { createBankidBackend, verifyAccessToken } from "consentkey/server";

export async function check({ clientId, clientSecret, issuer }) {
  const backend = await createBankidBackend({ clientId, clientSecret, endpoints: { issuer } });
  const { value } = await backend.accessToken();
  const claims = await verifyAccessToken(value, { issuer, audience: "signdoc" });
  return `verified ${claims.azp}`;
}
