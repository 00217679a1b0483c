// Between a page and the window that it has opened.
import { ownOrigin } from "./popup-window.js";

/** How long to wait for a sign of life, in milliseconds: of the page that opened a window, or of a user who went back to it. */
export const SIGN_OF_LIFE_TIMEOUT = 3000;

/** Both ways between a page and the window it opened; each works where the other may not. */
export function openLine(state) {
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
