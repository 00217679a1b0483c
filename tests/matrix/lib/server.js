import { startSandbox } from "consentkey-sandbox";

const EXPECTED = "verified demo-bank";

/**
 * Calls `answer(settings)` with what a server of the matrix needs, and checks what it says.
 *
 * @param {(settings: { clientId: string, clientSecret: string, issuer: string }) => Promise<string>} answer
 */
export async function checkServer(answer) {
  const sandbox = await startSandbox({ port: 0 });
  const { clients, issuer } = sandbox.bankid;
  const { clientId, clientSecret } = Object.values(clients).find((client) => client.clientId === "demo-bank");
  try {
    const said = (await answer({ clientId, clientSecret, issuer })).trim();
    if (said !== EXPECTED) throw new Error(`"${said}" instead of "${EXPECTED}"`);
  } finally {
    await sandbox.close();
  }
}
