/**
 * What has to survive the trip to the provider and back: values of this tab, by name.
 * @param {string} name
 * @returns {any} null where there is none
 */
export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null; // Storage is blocked or holds something else: the page goes on with defaults.
  }
}

/**
 * @param {string} name
 * @param {unknown} value as JSON has it
 */
export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The library reports storage that can't be used when it matters, at the redirect.
  }
}
