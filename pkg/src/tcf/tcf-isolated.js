/** Does what calls the code of others, whose mistakes are their own. */
export function isolated(work) {
  try {
    work();
  } catch (error) {
    report(error);
  }
}

/** Shows a mistake of others in the console, where it harms nobody. */
export function report(error) {
  globalThis.reportError?.(error);
}
