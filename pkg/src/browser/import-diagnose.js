/** Has a bundler, or the browser, fetch the diagnosis when it is needed. */
export const importDiagnose = () => import("./diagnose.js");
