import { ConsentKeyError } from "../shared/error.js";
import { ownOrigin } from "./popup-window.js";

// All in milliseconds.

/** How often to look whether the window is still there. */
const LOOK = 100;

/** How long the last words of a window that closed may take to arrive. */
const LAST_WORDS = 400;

/** How long to wait for a sign of life: of the page that opened a window, or of a user who went back to it. */
const PATIENCE = 3000;

/** How long a page may stay whose window is closing. */
const CLOSING = 500;

/** The longest that setTimeout can wait. */
const LONGEST = 2 ** 31 - 1;

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
      line.after(Math.min(expiresAt - Date.now(), LONGEST), () => fail("transaction_expired"));
      watch(popup, line, () => fail("popup_closed"));
    });
  } finally {
    line.close();
    popup.close();
  }
}

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
        line.after(PATIENCE, () => resolve(true));
      });
      line.call({ say: "hello" });
      line.after(PATIENCE, () => isGiven || resolve(false));
    });
  } finally {
    line.close();
  }
}

/** Closes this window. Answers where the browser keeps it open, so that a closing page shows nothing more. */
export function closeWindow() {
  globalThis.close();
  return new Promise((resolve) => setTimeout(resolve, CLOSING));
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
    if (looksClosed) line.after(PATIENCE, () => isBack && onClosed());
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
    line.after(...(looksClosed ? [LAST_WORDS, decide] : [LOOK, look]));
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

/** Both ways between a page and the window it opened; each works where the other may not. */
function openLine(state) {
  const closing = new AbortController();
  const timers = [];
  const channel = channelOf(state);
  const on = (target, type, listener) => target?.addEventListener?.(type, listener, { signal: closing.signal });
  const post = (target, message) => target?.postMessage({ ...message, consentkey: state }, ownOrigin());
  return {
    on,
    after: (delay, act) => timers.push(setTimeout(act, delay)),
    /** Calls `hear(message, reply)` with what the other side says. */
    listen(hear) {
      on(channel, "message", ({ data }) => hear(data, (message) => channel.postMessage(message)));
      on(globalThis, "message", (event) => {
        const isOurs = event.origin === ownOrigin() && event.data?.consentkey === state;
        if (isOurs) hear(event.data, (message) => post(event.source, message));
      });
    },
    /** Speaks to the page that opened this window. */
    call(message) {
      channel?.postMessage(message);
      post(globalThis.opener, message);
    },
    close() {
      closing.abort();
      timers.forEach(clearTimeout);
      channel?.close();
    },
  };
}

/** Missing where the browser refuses storage to this page. */
function channelOf(state) {
  try {
    return new BroadcastChannel(`consentkey.${state}`);
  } catch {
    return undefined;
  }
}

function failure(code) {
  return new ConsentKeyError(code, MESSAGES[code]);
}
