import { readBody } from "../http.js";

const MAX_FORM_BYTES = 4096;

/**
 * Reads the form of a page of the sandbox.
 *
 * @param {object} ctx Koa context
 * @returns {Promise<URLSearchParams>}
 */
export async function readForm(ctx) {
  const body = await readBody(ctx.req, MAX_FORM_BYTES);
  ctx.assert(body !== undefined, 413);
  return new URLSearchParams(body);
}
