/** Has a bundler, or the browser, fetch the second half when it is needed. */
export const importFinish = () => import("./finish.js");
