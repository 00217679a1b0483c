import { describe } from "node:test";
import { launch } from "../lib/engines/webkit.js";
import { shared } from "../lib/engines/shared.js";
import { testBankid } from "./scenarios/bankid.js";
import { testDiagnosis } from "./scenarios/diagnosis.js";
import { testFrames } from "./scenarios/frames.js";
import { testPopup } from "./scenarios/popup.js";
import { testRedirect } from "./scenarios/redirect.js";

describe("WebKit", () => {
  const browser = shared(launch);
  testRedirect(browser);
  testPopup(browser);
  testBankid(browser);
  testDiagnosis(browser);
  testFrames("kept apart", browser);
});
