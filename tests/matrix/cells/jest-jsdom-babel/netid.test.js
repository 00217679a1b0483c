import { createNetidClient } from "consentkey";
import { connectTcf } from "consentkey/tcf";
import { grantOf } from "./unit.js";

test("signs in", async () => {
  expect(typeof connectTcf).toBe("function");
  const grant = await grantOf({ createNetidClient });
  expect(grant.permissionToken.value).toBe("made-up");
  expect(grant.appState).toEqual({ article: "Grüße" });
});
