// The window that was opened. All times are in milliseconds.
import { SIGN_OF_LIFE_TIMEOUT, openLine } from "./popup-line.js";
import { ownOrigin } from "./popup-window.js";

/** How long a page may stay whose window is closing. */
const CLOSING_TIME = 500;

/**
 * Brings a response to the page that opened this window. Answers false when no page says that it
 * waits for it. The response is handed out after that only, so that it is never exchanged twice.
 */
export async function handOver(state, url) {
  // Without an origin of its own a page can't tell its like from others.
  if (ownOrigin() === "null") return false;
  const line = openLine(state);
  try {
    return await new Promise((resolve) => {
      let isGiven = false;
      line.listen(({ say }, reply) => {
        if (say === "taken") resolve(true);
        if (say !== "ready") return;
        isGiven = true;
        reply({ say: "answer", url });
        line.after(SIGN_OF_LIFE_TIMEOUT, () => resolve(true));
      });
      line.call({ say: "hello" });
      line.after(SIGN_OF_LIFE_TIMEOUT, () => isGiven || resolve(false));
    });
  } finally {
    line.close();
  }
}

/** Closes this window. Answers where the browser keeps it open, so that a closing page shows nothing more. */
export function closeWindow() {
  globalThis.close();
  return new Promise((resolve) => setTimeout(resolve, CLOSING_TIME));
}
