// What every test environment of the matrix checks: a sign-in with the provider's answers made up.
export async function grantOf({ createNetidClient }) {
  const answer = JSON.stringify({ access_token: "made-up", token_type: "Bearer", scope: "permission_management" });
  globalThis.fetch = async () => ({
    ok: true,
    status: 200,
    headers: { get: (name) => (name.toLowerCase() === "content-type" ? "application/json" : null) },
    text: async () => answer,
  });
  const redirectUri = location.origin + "/";
  const client = await createNetidClient({ clientId: "client", redirectUri });
  const { state } = client.authorize({ appState: { article: "Grüße" } });
  return client.handleRedirect(`${redirectUri}?code=1&state=${state}`);
}
