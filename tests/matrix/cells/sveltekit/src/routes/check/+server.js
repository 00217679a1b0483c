import { check } from "../../../server.js";

export async function POST({ request }) {
  return new Response(await check(await request.json()));
}
