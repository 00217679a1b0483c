import type { TcfOptions } from "./tcf.js";

/** What Sourcepoint's script does not tell. */
export interface SourcepointOptions {
  /** Sourcepoint's number of the property (site id). Default: what the script on the page says of itself. */
  propertyId?: number | string;
  /** Where Sourcepoint answers. Default `"https://cdn.privacy-mgmt.com"`; another one where it is served by your domain. */
  origin?: string;
}

/**
 * What `connectTcf` needs of Sourcepoint: `inject` merges a TC string into the visitor's consent on Sourcepoint's
 * servers, by the visitor's cookie `consentUUID`. Sourcepoint has to allow it for your CMP id. What its script keeps is
 * forgotten then, so that it asks the servers anew: at once in a single-page application (`isSPA`), else on the next
 * page. Where there is no property id or cookie, or Sourcepoint refuses (`status`), the console shows `config_invalid`.
 *
 * @see https://docs.sourcepoint.com/hc/en-us/articles/4405890450323
 */
export function sourcepoint(options?: SourcepointOptions): Required<Pick<TcfOptions, "inject">>;
