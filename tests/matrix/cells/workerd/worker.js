import { check } from "./server.js";

export default {
  fetch: async (request) => new Response(await check(await request.json()).catch((error) => `${error.code} ${error.stack}`)),
};
