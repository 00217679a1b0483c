// What jsdom lacks, for the CommonJS build alone: test environments are where it runs without a bundler.

export const TextDecoder =
  globalThis.TextDecoder ??
  class {
    decode(bytes = []) {
      return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
    }
  };

export const TextEncoder =
  globalThis.TextEncoder ??
  class {
    encode(text) {
      const escaped = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
      const bytes = escaped.replace(/%(..)/g, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
      return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
    }
  };
