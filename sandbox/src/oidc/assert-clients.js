/**
 * Makes a mistake in a registration show at the start: oidc-provider looks at a client when it is first used.
 *
 * @param {object} provider
 * @param {Record<string, object>} clients by client id
 * @throws {TypeError} rejects: what differs from client to client is made from the redirect URIs
 */
export async function assertClients(provider, clients) {
  try {
    await Promise.all(Object.keys(clients).map((clientId) => provider.Client.find(clientId)));
  } catch (error) {
    throw new TypeError(`redirectUris: ${error.error_description ?? error.message}`, { cause: error });
  }
}
