import { ConsentKeyError as ConsentKeyErrorItself } from "./error.js";
import { errorOf } from "./sentences.js";

/** What the core constructs: the sentence of a fault is made here. */
export function ConsentKeyError(code, message, details) {
  return message.startsWith("fault=") ? errorOf(message) : new ConsentKeyErrorItself(code, message, details);
}
