// How fast requests are built, asked from outside through `calls`. Durations are in milliseconds.
const STORAGES = [sessionStorage, localStorage];
// Logins between two times that the storage is emptied, which some clients search each time.
const MOST_STARTED = 100;
// Calls after which the browser has compiled what it compiles.
const WARM_UP = 200;

/** @param {{ open: () => unknown, authorize: (client: unknown) => unknown }} client */
export function exposeCalls({ open, authorize }) {
  let client;
  let before = STORAGES.map(() => ({}));

  async function repeat(count) {
    let longest = 0;
    const start = performance.now();
    let last = start;
    for (let call = 0; call < count; call += 1) {
      await authorize(client);
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return { total: last - start, longest };
  }

  /** Starts logins, and empties the storage now and then, as responses would. */
  async function startMany(count) {
    for (let done = 0; done < count; done += MOST_STARTED) {
      await repeat(Math.min(MOST_STARTED, count - done));
      for (const storage of STORAGES) storage.clear();
    }
  }

  globalThis.calls = {
    /** Opens the client and leaves that many logins without a response. */
    async prepare(pending) {
      client = await open();
      await startMany(WARM_UP);
      await repeat(pending);
      before = STORAGES.map((storage) => ({ ...storage }));
    },
    /** Times calls, then forgets their logins. */
    async sample(count) {
      const times = await repeat(count);
      STORAGES.forEach((storage, index) => restore(storage, before[index]));
      return times;
    },
    startMany,
  };
}

function restore(storage, before) {
  for (const [key, value] of Object.entries(storage)) {
    if (before[key] === undefined) storage.removeItem(key);
    else if (before[key] !== value) storage.setItem(key, before[key]);
  }
}
