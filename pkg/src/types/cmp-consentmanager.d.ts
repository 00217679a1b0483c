import type { TcfOptions } from "./tcf.js";

/**
 * What `connectTcf` needs of consentmanager: `inject` calls `__cmp("importConsent", …)`, once `__cmp` is there.
 *
 * @see https://help.consentmanager.net/books/cmp/page/cross-device-consent-sharing
 */
export function consentmanager(): Required<Pick<TcfOptions, "inject">>;
