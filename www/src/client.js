import { createNetidClient } from "consentkey";

/**
 * Makes the netID client on first need and keeps it until the options change. A failure
 * is not kept, so asking again tries again.
 * @returns {{ get(options: object): Promise<import("consentkey").NetidClient> }}
 */
export function clientKeeper() {
  let kept = null;
  return {
    get(options) {
      const key = JSON.stringify(options);
      if (kept?.key === key) return kept.client;
      const client = createNetidClient(options);
      kept = { key, client };
      client.catch(() => {
        if (kept?.client === client) kept = null;
      });
      return client;
    },
  };
}
