// What a page with one of the clients does for the tests. Runs in the browser.
import { describe } from "./describe.js";
import { fireTimers, freeTimers, holdTimers } from "./timers.js";

/** Gives the page a client; each answer says what came of it, and how an error looks. */
export function expose(client) {
  const start = async (options) => {
    const click = await client.prepare(options);
    const url = click();
    return { url: await url, isSynchronous: typeof url === "string" };
  };
  const finish = async (options, url) => {
    const tokens = await client.finish(options, url);
    if (!tokens) return { outcome: "ignored" };
    if (options.userinfo) await client.userinfo?.(options, tokens);
    return { outcome: "accepted" };
  };
  globalThis.peer = {
    start: (...values) => settle(start(...values)),
    finish: (...values) => settle(finish(...values)),
    // In one and the same tick, as two parts of a page would.
    finishTwice: (...values) => Promise.all([1, 2].map(() => settle(finish(...values)))),
    stored,
    forget,
    holdTimers,
    fireTimers,
    freeTimers,
  };
}

async function settle(work) {
  try {
    return await work;
  } catch (error) {
    return { outcome: "refused", why: String(error?.code ?? error?.error ?? error?.message ?? error), reason: error?.reason, shown: describe(error) };
  }
}

/** Everything in the page's storage, as text by storage. */
function stored() {
  const texts = { localStorage: textOf(localStorage), sessionStorage: textOf(sessionStorage), cookies: document.cookie };
  return Object.entries(texts).map(([place, text]) => ({ place, text }));
}

const textOf = (storage) => JSON.stringify(Object.entries(storage));

function forget() {
  localStorage.clear();
  sessionStorage.clear();
}
