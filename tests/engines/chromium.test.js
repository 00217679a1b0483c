import * as engine from "../lib/engines/chromium.js";
import { testFrames } from "./scenarios/frames.js";
import { testSignIn } from "./scenarios/sign-in.js";

testSignIn(engine);
testFrames("refused", engine.launch);
