// What every server of the matrix does: gets a token of its own, and checks it.
const { createBankidBackend, verifyAccessToken } = require("consentkey/server");

async function check({ clientId, clientSecret, issuer }) {
  const backend = await createBankidBackend({ clientId, clientSecret, endpoints: { issuer } });
  const { value } = await backend.accessToken();
  const claims = await verifyAccessToken(value, { issuer, audience: "signdoc" });
  return `verified ${claims.azp}`;
}

check(JSON.parse(process.argv[2])).then(console.log);
