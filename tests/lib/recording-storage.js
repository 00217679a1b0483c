/** A storage that can be looked into, and told to fail. */
export function recordingStorage() {
  const entries = new Map();
  const storage = {
    entries,
    failing: new Set(),
    getItem: (key) => called("getItem") ?? entries.get(key) ?? null,
    setItem: (key, value) => called("setItem") ?? void entries.set(key, value),
    removeItem: (key) => called("removeItem") ?? void entries.delete(key),
    /** Everything that is kept, as one text. */
    text: () => [...entries].flat().join("\n"),
  };
  function called(method) {
    if (storage.failing.has(method)) throw new DOMException("refused", "QuotaExceededError");
  }
  return storage;
}
