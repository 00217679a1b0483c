import { check } from "../../server.js";

export const runtime = "edge";

export async function POST(request) {
  return new Response(await check(await request.json()));
}
