import { errors } from "./library.js";

/**
 * Koa middleware: shows the pages on which a user is asked, and takes the answers.
 *
 * @param {object} options
 * @param {object} options.provider
 * @param {RegExp} options.path of these pages
 * @param {(ctx: object, details: object) => unknown} options.show `details` of the interaction
 * @param {(ctx: object, details: object) => unknown} options.answer
 * @param {(ctx: object, out: { error: string, error_description: string }, error: Error) => void} options.sendError
 *   where the interaction is over
 */
export function interactionPages({ provider, path, show, answer, sendError }) {
  const actions = { GET: show, POST: answer };

  return async (ctx, next) => {
    const action = path.test(ctx.path) && actions[ctx.method];
    if (!action) return next();
    try {
      await action(ctx, await provider.interactionDetails(ctx.req, ctx.res));
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      sendError(ctx, { error: error.error, error_description: error.message }, error);
    }
  };
}

/**
 * Sends a browser on with GET, whatever it came with.
 *
 * @param {object} ctx Koa context
 * @param {string} location
 */
export function seeOther(ctx, location) {
  ctx.status = 303;
  ctx.redirect(location);
}
