/**
 * Starts a login as soon as the page is there, or finishes the one that it was opened with the response of. Says
 * through `report` how many milliseconds after the start of the navigation that was, and who has signed in.
 *
 * @param {{ open: () => unknown, login: (client: unknown) => unknown, finish: (client: unknown) => Promise<string> }} client
 */
export async function runLogin({ open, login, finish }) {
  // Some ask for it in the query, some in the fragment.
  const isResponse = /[?#&]state=/.test(location.href);
  try {
    const client = await open();
    if (!isResponse) return await login(client);
    const subject = await finish(client);
    globalThis.report(JSON.stringify({ grant: performance.now(), subject }));
  } catch (error) {
    globalThis.report(JSON.stringify({ error: `${error.code ?? error.name}: ${error.message}` }));
  }
}

/**
 * Starts a login, on a page that leaves responses to another.
 *
 * @param {{ open: () => unknown, login: (client: unknown) => unknown }} client
 */
export const runStart = async ({ open, login }) => login(await open());
