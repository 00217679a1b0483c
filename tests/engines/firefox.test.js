import { describe } from "node:test";
import { launch } from "../lib/engines/firefox.js";
import { shared } from "../lib/engines/shared.js";
import { testBankid } from "./scenarios/bankid.js";
import { testDiagnosis } from "./scenarios/diagnosis.js";
import { testFrames } from "./scenarios/frames.js";
import { testPopup } from "./scenarios/popup.js";
import { testRedirect } from "./scenarios/redirect.js";

/** A browser whose settings say what other sites may store, by the values of network.cookie.cookieBehavior. */
const sharedWith = (behavior) => shared(() => launch({ "network.cookie.cookieBehavior": behavior }));

describe("Firefox", () => {
  const browser = shared(launch);
  testRedirect(browser);
  testPopup(browser);
  testBankid(browser);
  testDiagnosis(browser);
  testFrames("kept apart", browser);
});

// Both leave such a frame its sessionStorage, though the first refuses it localStorage and BroadcastChannel.
describe("Firefox that refuses other sites' cookies", () => testFrames("shared", sharedWith(1)));
describe("Firefox that refuses trackers' cookies", () => testFrames("shared", sharedWith(4)));
