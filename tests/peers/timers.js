// Timeouts without the waiting: timers of a second or more are held, and go off when they are told to.
const LONG = 1000;
const { setTimeout, clearTimeout } = globalThis;
const timeout = AbortSignal.timeout.bind(AbortSignal);
const held = new Map();

/** Holds the long timers that are set from now on. */
export function holdTimers() {
  globalThis.setTimeout = (work, delay, ...values) => {
    if (!(delay >= LONG)) return setTimeout(work, delay, ...values);
    return hold(delay, () => work(...values));
  };
  globalThis.clearTimeout = (id) => (typeof id === "symbol" ? held.delete(id) : clearTimeout(id));
  AbortSignal.timeout = (delay) => {
    const controller = new AbortController();
    hold(delay, () => controller.abort(new DOMException("The time is up.", "TimeoutError")));
    return controller.signal;
  };
}

/** Lets all held timers go off; answers the longest of their delays, in seconds, or null where none was held. */
export function fireTimers() {
  const timers = [...held.values()];
  held.clear();
  for (const { fire } of timers) fire();
  return timers.length > 0 ? Math.max(...timers.map(({ delay }) => delay)) / 1000 : null;
}

/** Lets timers run again, those to come. */
export function freeTimers() {
  Object.assign(globalThis, { setTimeout, clearTimeout });
  AbortSignal.timeout = timeout;
}

function hold(delay, fire) {
  const id = Symbol("timer");
  held.set(id, { delay, fire });
  return id;
}
