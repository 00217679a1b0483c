import { ConsentKeyError } from "../shared/error.js";
import { within } from "../shared/within.js";

/** Of a request's body, in bytes: a TC string with all segments has a tenth of it. */
const BODY_LIMIT = 64 * 1024;
/** For how long a page may send it, in milliseconds. */
const BODY_TIMEOUT = 10_000;

/**
 * An answer that nobody stores, of JSON or, where `body` is undefined, of nothing.
 *
 * @returns {{ status: number, headers: Record<string, string>, text: string | null }}
 */
export function jsonAnswer(status, body, headers = {}) {
  headers["Cache-Control"] = "no-store";
  if (body === undefined) return { status, headers, text: null };
  headers["Content-Type"] = "application/json";
  headers["X-Content-Type-Options"] = "nosniff";
  return { status, headers, text: JSON.stringify(body) };
}

/**
 * The JSON object that a request holds.
 *
 * @param {{ header: (name: string) => string | null, body: ReadableStream | null }} incoming
 * @throws {ConsentKeyError} `type_refused`, `body_too_large`, without reading on, or `request_invalid`
 */
export async function objectOf(incoming) {
  // Forms and texts go anywhere without being asked about first (the CORS-safelisted types of Fetch).
  if (!/^application\/json[ \t]*(;|$)/i.test(incoming.header("content-type") ?? "")) {
    throw new ConsentKeyError("type_refused", "Send JSON, with `Content-Type: application/json`.");
  }
  if (Number(incoming.header("content-length")) > BODY_LIMIT) throw tooLarge();
  const text = await textOf(incoming.body);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below.
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new ConsentKeyError("request_invalid", "The body must be a JSON object, in UTF-8.");
}

async function textOf(body) {
  if (!body) return "";
  const reader = body.getReader();
  const cancel = () => reader.cancel().catch(() => {});
  let bytes;
  try {
    bytes = await within(BODY_TIMEOUT, undefined, "request_invalid", () => read(reader));
    return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    cancel();
    throw new ConsentKeyError("request_invalid", "The body did not arrive in whole, or is not UTF-8.");
  } finally {
    if (bytes === null) {
      cancel();
      throw tooLarge();
    }
  }
}

/** All bytes; null where there are too many. */
async function read(reader) {
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    length += value.byteLength;
    if (length > BODY_LIMIT) return null;
    chunks.push(value);
  }
}

function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let place = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, place);
    place += chunk.byteLength;
  }
  return bytes;
}

const tooLarge = () => new ConsentKeyError("body_too_large", "The body is above 64 KiB.");
