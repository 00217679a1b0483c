// Serves the page, and writes into the Permission Center what a visitor chose.
import express from "express";
import { ConsentKeyError, createPermissions } from "consentkey/server";

// The local netID, `npx consentkey-sandbox`. netID itself needs none.
const endpoints = { permissionWrite: "http://localhost:4400/permission-center/write" };
const port = Number(process.env.PORT ?? 3000);
const app = express();

app.use(express.static("public"));
app.use("/consentkey", express.static("node_modules/consentkey/dist"));

app.post("/consent", express.json({ limit: "8kb" }), async (request, response) => {
  const { token, accepted } = request.body ?? {};
  try {
    const permissions = await createPermissions({ token, endpoints });
    await permissions.write({ idconsent: accepted === true ? "VALID" : "INVALID" });
    response.sendStatus(204);
  } catch (error) {
    if (!(error instanceof ConsentKeyError)) throw error;
    response.status(error.code === "config_invalid" ? 400 : 502).json({ code: error.code });
  }
});

app.listen(port, () => console.log(`http://localhost:${port}/`));
