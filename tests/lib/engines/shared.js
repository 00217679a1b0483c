import { after, before } from "node:test";

/**
 * One browser for all tests of a file.
 *
 * @param {() => Promise<object>} launch of an engine
 */
export function shared(launch) {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  return { newSession: () => browser.newSession() };
}
