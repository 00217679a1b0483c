import type { ConsentKeyError } from "./error.js";
import type { Grant, NetidClient, NetidOptions, SubjectIdentifiers } from "./index.js";

/** `detail` of `netid-grant`. */
export interface NetidGrantDetail {
  /** What the sign-in gave. */
  grant: Grant;
  /** What storing the consent returned; null for a button, and where it could not be stored (`netid-error` follows). */
  identifiers: SubjectIdentifiers | null;
}

/** `detail` of `netid-refusal`. */
export interface NetidRefusalDetail {
  /** `access_denied` where the visitor refused at netID; null where in the layer. */
  error: ConsentKeyError | null;
}

/** `detail` of `netid-error`. */
export interface NetidErrorDetail {
  /** Any failure but a refusal; `popup_closed` too. */
  error: ConsentKeyError;
  /** What a sign-in gave before its consent could not be stored; else null. */
  grant: Grant | null;
}

/**
 * What both elements share. Attributes: `client-id`, `redirect-uri`, `tapp-id`, `environment`, `relay`, `flow` as the
 * options of `createNetidClient` of these names, `endpoints` (JSON), `lang` ("de" or "en"; default: the nearest `lang`
 * around it, else German), `mode="redirect"` to leave the page instead of opening a window. Where no window opens the
 * page is left as well.
 *
 * On being connected an element loads `consentkey` and, at `redirect-uri`, answers the redirect: the address may be the
 * page's own. Events bubble and cross shadow roots: `netid-grant`, `netid-refusal`, `netid-error`.
 */
export abstract class NetidElement extends HTMLElement {
  /** Further options of the client, which win over attributes. */
  options: Partial<NetidOptions>;

  /**
   * The client, made once.
   *
   * @throws {ConsentKeyError} rejects as `createNetidClient`, with `config_invalid` and `wasm_unavailable`
   */
  client(): Promise<NetidClient>;
}

/**
 * `<netid-button>`: signs in, in flow "login" unless `flow` says otherwise. Attributes: `label` ("login", "netid-login",
 * "sign-in", "netid"), `size` ("small", "medium" (default), "large"), `variant` ("green" (default), "white", "outline").
 * Slot: `logo`. Parts: `button`, `label`. Custom properties: `--netid-green`, `--netid-on-green`, `--netid-radius`,
 * `--netid-font`.
 */
export class NetidButton extends NetidElement {}

/**
 * `<netid-permission>`: netID's permission layer, a modal dialogue. It shows itself where this browser knows of no
 * decision, unless the attribute `manual` is there. A consent signs in and stores `idconsent` "VALID", with the TC
 * string of `tc-string` or `tcString` if any; a refusal stores "INVALID" where netID knows the visitor by its cookie.
 * Attributes besides: `mute-days`, for how long a refusal keeps it quiet (default 30), `theme` ("light" or "dark";
 * default: the visitor's), `variant` of its button. Slots: `logo`, `headline`, and the partner's own text. Parts:
 * `layer`, `headline`, `text`, `closing`, `problem`, `actions`, `grant`, `refuse`. Custom properties besides the
 * button's: `--netid-background`, `--netid-color`. Escape closes it without a decision.
 */
export class NetidPermission extends NetidElement {
  /** The TC string to store with a consent. A page that is left for the sign-in needs the attribute instead. */
  tcString?: string;

  /** Shows the layer, whatever was decided; the focus goes into it. */
  show(): void;

  /** Closes the layer without a decision; the focus goes back to where it was. */
  hide(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "netid-button": NetidButton;
    "netid-permission": NetidPermission;
  }

  interface GlobalEventHandlersEventMap {
    "netid-grant": CustomEvent<NetidGrantDetail>;
    "netid-refusal": CustomEvent<NetidRefusalDetail>;
    "netid-error": CustomEvent<NetidErrorDetail>;
  }
}
