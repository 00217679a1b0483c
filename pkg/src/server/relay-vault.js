import { core } from "../shared/core.js";

const utf8 = (text) => new TextEncoder().encode(text);
const HKDF = { name: "HKDF", hash: "SHA-256" };
const KEY_ID_BITS = 48;
/** Bytes of the salt that a key is derived with, and of the nonce behind it (NIST SP 800-38D section 8.2). */
const SALT = 16;
const NONCE = 12;
/** Cookies that one key seals, far from the 2^32 that nonces at random allow (NIST SP 800-38D section 8.3). */
const CAPACITY = 2 ** 20;
/** Keys to open with that are kept, by secret: one for each instance that seals, and more when they come and go. */
const KEPT = 1000;

/**
 * Seals texts into cookies and opens them again: AES-256-GCM, whose keys HKDF-SHA-256 (RFC 5869) derives from a
 * secret and a salt at random, which is in the cookie. The cookie's name and purpose are additional data, so that what
 * was sealed for one can't be shown as another.
 */
export class Vault {
  #keys;
  #sealing = { left: 0 };

  /** @param {{ id: string, material: CryptoKey, opening: Map<string, CryptoKey> }[]} keys the first seals */
  constructor(keys) {
    this.#keys = keys;
  }

  /** @param {string[]} secrets the first seals, all open */
  static async of(secrets) {
    return new Vault(await Promise.all(secrets.map(keyOf)));
  }

  /** @returns {Promise<string>} the value of a cookie of this name */
  async seal(text, name) {
    const { salt, key } = await this.#sealingKey();
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const ciphertext = await crypto.subtle.encrypt(gcm(nonce, name), key, utf8(text));
    return core().relayCookieValue(this.#keys[0].id, Uint8Array.of(...salt, ...nonce, ...new Uint8Array(ciphertext)));
  }

  async #sealingKey() {
    if (this.#sealing.left <= 0) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT));
      this.#sealing = { salt, key: await derived(this.#keys[0].material, salt, "encrypt"), left: CAPACITY };
    }
    this.#sealing.left -= 1;
    return this.#sealing;
  }

  /**
   * @param {string} header the header `Cookie`
   * @returns {Promise<string | undefined>} the first cookie of this name that was sealed here
   */
  async open(header, name) {
    const cookies = core().relayCookies(header, name);
    for (let place = 0; place < cookies.length; place += 2) {
      for (const key of this.#keys.filter(({ id }) => id === cookies[place])) {
        const text = await opened(key, cookies[place + 1], name);
        if (text !== undefined) return text;
      }
    }
    return undefined;
  }
}

async function opened({ material, opening }, bytes, name) {
  const salt = bytes.subarray(0, SALT);
  const label = salt.join();
  try {
    const key = opening.get(label) ?? (await derived(material, salt, "decrypt"));
    const text = await crypto.subtle.decrypt(gcm(bytes.subarray(SALT, SALT + NONCE), name), key, bytes.subarray(SALT + NONCE));
    keep(opening, label, key);
    return new TextDecoder().decode(text);
  } catch {
    // Made up, or changed on the way.
    return undefined;
  }
}

/** Only what has opened a cookie gets here, so that nobody else can fill it. */
function keep(opening, label, key) {
  if (opening.size >= KEPT && !opening.has(label)) opening.delete(opening.keys().next().value);
  opening.set(label, key);
}

async function keyOf(secret) {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey", "deriveBits"]);
  const id = await crypto.subtle.deriveBits({ ...HKDF, salt: new Uint8Array(), info: info("key id") }, material, KEY_ID_BITS);
  return { id: base64url(new Uint8Array(id)), material, opening: new Map() };
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
