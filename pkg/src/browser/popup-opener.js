// The page that has opened a window. All times are in milliseconds.
import { ConsentKeyError } from "../shared/error.js";
import { SIGN_OF_LIFE_TIMEOUT, openLine } from "./popup-line.js";

/** How often to look whether the window is still there. */
const LOOK_INTERVAL = 100;

/** How long the answer of a window that closed may take to arrive. */
const LATE_ANSWER_TIME = 400;

/** The longest that setTimeout can wait. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

const MESSAGES = {
  aborted: "The sign-in was given up.",
  popup_closed: "The window was closed before the sign-in was done.",
  transaction_expired: "The window was open for too long. Start a new sign-in.",
};

/**
 * Waits for the response that the window comes back with. `take(url)` is called with it, once; what
 * it answers is answered. Otherwise rejects with `popup_closed`, `aborted` or `transaction_expired`.
 */
export async function answerFrom(popup, { state, expiresAt }, signal, take) {
  const line = openLine(state);
  try {
    return await new Promise((resolve, reject) => {
      const fail = (code) => reject(failure(code));
      let isTaken = false;
      line.listen(({ say, url }, reply) => {
        if (say === "hello") reply({ say: "ready" });
        // It comes both ways, where both work.
        if (say !== "answer" || isTaken) return;
        isTaken = true;
        // Used up before the window is told, which then uses up a copy that it may have.
        resolve(take(url));
        reply({ say: "taken" });
      });
      line.on(signal, "abort", () => fail("aborted"));
      // While this half was on its way.
      if (signal?.aborted) fail("aborted");
      line.after(Math.min(expiresAt - Date.now(), LONGEST_TIMEOUT), () => fail("transaction_expired"));
      watch(popup, line, () => fail("popup_closed"));
    });
  } finally {
    line.close();
    popup.close();
  }
}

/**
 * Calls `onClosed` when the user closed the window. One that looks closed may only have been cut off
 * from this page, by the Cross-Origin-Opener-Policy of either: then the user is still there.
 */
function watch(popup, line, onClosed) {
  let wasBlurred = false;
  let looksClosed = false;
  let isBack = false;
  line.on(globalThis, "blur", () => {
    wasBlurred = true;
    isBack = false;
  });
  line.on(globalThis, "focus", () => {
    isBack = true;
    if (looksClosed) line.after(SIGN_OF_LIFE_TIMEOUT, () => isBack && onClosed());
  });
  const decide = async () => {
    // Where focus does not move with windows (tests, embedded browsers) it says nothing.
    const isOpen = wasBlurred ? !document.hasFocus() : await cutsWindowsOff();
    if (!isOpen) onClosed();
  };
  const look = () => {
    // Not every browser fires the event each time.
    wasBlurred ||= !document.hasFocus();
    looksClosed = popup.closed;
    line.after(...(looksClosed ? [LATE_ANSWER_TIME, decide] : [LOOK_INTERVAL, look]));
  };
  look();
}

/** Whether this page's own Cross-Origin-Opener-Policy makes every window look closed. */
async function cutsWindowsOff() {
  try {
    const { headers } = await fetch(location.href, { method: "HEAD" });
    return /^(same-origin(?!-allow)|noopener)/.test(headers.get("cross-origin-opener-policy"));
  } catch {
    return false;
  }
}

function failure(code) {
  return new ConsentKeyError(code, MESSAGES[code]);
}
