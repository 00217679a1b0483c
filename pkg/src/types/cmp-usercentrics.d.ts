import type { TcfOptions } from "./tcf.js";

/**
 * What `connectTcf` needs of Usercentrics (`UC_UI`, versions 2 and 3):
 *
 * - `inject` calls `UC_UI.injectTCString`, once Usercentrics is there. It takes a string only if that is newer than its
 *   own.
 * - `tcfapi` is its `__tcfapi` with the segment of disclosed vendors in `tcString`, which TCF 2.3 demands and
 *   Usercentrics tells by `getTCFDisclosedVendorsSegmentString` only. Waits for `__tcfapi` where it is not there yet,
 *   without `connectTcf`'s notice after 10 seconds.
 */
export function usercentrics(): Required<Pick<TcfOptions, "inject" | "tcfapi">>;
