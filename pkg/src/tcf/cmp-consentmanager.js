/** In milliseconds. */
const LOOK_INTERVAL = 100;

export function consentmanager() {
  return { inject };
}

/** The stub of consentmanager keeps commands until the CMP is there. */
async function inject(tcString) {
  while (typeof globalThis.__cmp !== "function") await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL));
  await new Promise((resolve) => {
    __cmp("importConsent", tcString, resolve, true);
    // It need not call back.
    setTimeout(resolve, LOOK_INTERVAL);
  });
}
