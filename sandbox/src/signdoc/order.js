import { Refusal } from "./refusal.js";

/** The member of an order that says what its result is to hold. */
export const RESULT = "result";
const RESULTS = ["documentHash", "sdo", "basicSignature"];
const DISPLAY_MODES = ["interior", "window", "overlay"];
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Reads an order as SignDoc takes it, with its defaults.
 *
 * @param {string} body
 * @returns {{ signProperties: object, documents: object[], results: string[] }}
 * @throws {Refusal} 400
 */
export function readOrder(body) {
  const order = parsed(body);
  const results = order[RESULT] ?? RESULTS;
  if (!Array.isArray(results) || results.some((name) => !RESULTS.includes(name))) throw invalid(`${RESULT} is wrong`);
  return { signProperties: properties(order.signProperties), documents: documents(order.documents), results };
}

function parsed(body) {
  try {
    const order = JSON.parse(body);
    if (typeof order === "object" && order !== null) return order;
  } catch {
    // Told below.
  }
  throw invalid("the body is no JSON object");
}

function properties(given) {
  const {
    orderName,
    documentDisplayMode = "interior",
    showConfirmation = true,
    showUnderstanding = true,
    timeoutSeconds = 1800,
  } = given ?? {};
  if (typeof orderName !== "string" || orderName === "") throw invalid("orderName is missing");
  if (!DISPLAY_MODES.includes(documentDisplayMode)) throw invalid("documentDisplayMode is wrong");
  if (typeof showConfirmation !== "boolean" || typeof showUnderstanding !== "boolean") throw invalid("a switch is wrong");
  if (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 1) throw invalid("timeoutSeconds is wrong");
  return { orderName, documentDisplayMode, showConfirmation, showUnderstanding, timeoutSeconds };
}

function documents(given) {
  if (!Array.isArray(given) || given.length === 0) throw invalid("documents are missing");
  return given.map((document, index) => {
    const { description, text, pdf, xml, xsl } = document ?? {};
    const isXml = xml !== undefined || xsl !== undefined;
    const kinds = [text !== undefined, pdf !== undefined, isXml].filter(Boolean).length;
    const members = [description, text, pdf, xml, xsl].filter((member) => member !== undefined);
    const isWhole = kinds === 1 && (!isXml || (xml !== undefined && xsl !== undefined));
    const isRight = members.every((member) => typeof member === "string") && (pdf === undefined || BASE64.test(pdf));
    if (!isWhole || !isRight) throw invalid(`documents[${index}] is wrong`);
    return { description, text, pdf, xml, xsl };
  });
}

const invalid = (description) => new Refusal(400, "invalid_request", description);
