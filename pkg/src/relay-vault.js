import { core } from "./core.js";

const utf8 = (text) => new TextEncoder().encode(text);
const HKDF = { name: "HKDF", hash: "SHA-256" };
const KEY_ID_BITS = 48;
const LONG_ENOUGH = { salt: 16, nonce: 12 };

/**
 * Seals texts into cookies and opens them again: AES-256-GCM, whose keys HKDF-SHA-256 (RFC 5869) derives from a
 * secret, a new one for each cookie. The cookie's name and purpose are additional data, so that what was sealed for
 * one can't be shown as another.
 */
export class Vault {
  #keys;

  /** @param {{ id: string, material: CryptoKey }[]} keys the first seals */
  constructor(keys) {
    this.#keys = keys;
  }

  /** @param {string[]} secrets the first seals, all open */
  static async of(secrets) {
    return new Vault(await Promise.all(secrets.map(keyOf)));
  }

  /** @returns {Promise<string>} the value of a cookie of this name */
  async seal(text, name) {
    const [{ id, material }] = this.#keys;
    const salt = crypto.getRandomValues(new Uint8Array(LONG_ENOUGH.salt));
    const nonce = crypto.getRandomValues(new Uint8Array(LONG_ENOUGH.nonce));
    const key = await derived(material, salt, "encrypt");
    const ciphertext = await crypto.subtle.encrypt(gcm(nonce, name), key, utf8(text));
    return core().relayCookieValue(id, salt, nonce, new Uint8Array(ciphertext));
  }

  /**
   * @param {string} header the header `Cookie`
   * @returns {Promise<string | undefined>} the first cookie of this name that was sealed here
   */
  async open(header, name) {
    for (const { keyId, salt, nonce, ciphertext } of core().relayCookies(header, name)) {
      for (const { material } of this.#keys.filter(({ id }) => id === keyId)) {
        try {
          const key = await derived(material, salt, "decrypt");
          return new TextDecoder().decode(await crypto.subtle.decrypt(gcm(nonce, name), key, ciphertext));
        } catch {
          // Made up, or changed on the way.
        }
      }
    }
    return undefined;
  }
}

async function keyOf(secret) {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey", "deriveBits"]);
  const id = await crypto.subtle.deriveBits({ ...HKDF, salt: new Uint8Array(), info: info("key id") }, material, KEY_ID_BITS);
  return { id: base64url(new Uint8Array(id)), material };
}

function derived(material, salt, use) {
  const key = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey({ ...HKDF, salt, info: info("key") }, material, key, false, [use]);
}

const info = (what) => utf8(`consentkey relay 1 ${what}`);
const gcm = (iv, name) => ({ name: "AES-GCM", iv, additionalData: utf8(`consentkey relay 1 permission token ${name}`) });

function base64url(bytes) {
  const characters = { "+": "-", "/": "_", "=": "" };
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (character) => characters[character]);
}
