import { ConsentKeyError } from "../shared/error.js";

/** Throws what keeps a popup from ever being answered. */
export function checkPopup(redirectUri, { signal }) {
  const own = ownOrigin();
  if (own === "null" || new URL(redirectUri).origin !== own) {
    throw new ConsentKeyError(
      "config_invalid",
      "A popup can bring its answer to a page of its own origin only: `redirectUri` must have this page's origin.",
    );
  }
  if (signal?.aborted) throw new ConsentKeyError("aborted", "The sign-in was given up.");
}

/** Opens the provider's page in a window in front of this one. */
export function openWindow(url, { width = 480, height = 720, signal }) {
  const { screenX = 0, screenY = 0, outerWidth = 0, outerHeight = 0, open } = globalThis;
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + (outerHeight - height) / 2);
  const popup = open(url, "_blank", `popup,width=${width},height=${height},left=${left},top=${top}`);
  if (popup && !popup.closed) {
    // At once, while the half that waits for it may still be on its way.
    signal?.addEventListener("abort", () => popup.close(), { once: true });
    return popup;
  }
  throw new ConsentKeyError(
    "popup_blocked",
    "The browser did not open a window. Call popup() first thing in a click, or use redirect().",
  );
}

/** "null" where there is no page, or one whose sandbox takes its origin away. */
export function ownOrigin() {
  return globalThis.origin ?? globalThis.location?.origin ?? "null";
}
