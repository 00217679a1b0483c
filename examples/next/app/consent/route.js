import { ConsentKeyError, createPermissions } from "consentkey/server";

// The local netID, `npx consentkey-sandbox`. netID itself needs none.
const endpoints = { permissionWrite: "http://localhost:4400/permission-center/write" };

export async function POST(request) {
  try {
    const { token, accepted } = await request.json();
    const permissions = await createPermissions({ token, endpoints });
    await permissions.write({ idconsent: accepted === true ? "VALID" : "INVALID" });
    return new Response(null, { status: 204 });
  } catch (error) {
    const code = error instanceof ConsentKeyError ? error.code : "request_invalid";
    return Response.json({ code }, { status: 400 });
  }
}
