const MAX_FORM_BYTES = 4096;

/**
 * Reads the form of a page of the sandbox.
 *
 * @param {object} ctx Koa context
 * @returns {Promise<URLSearchParams>}
 */
export async function readForm(ctx) {
  const chunks = [];
  let size = 0;
  for await (const chunk of ctx.req) {
    size += chunk.length;
    ctx.assert(size <= MAX_FORM_BYTES, 413);
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
