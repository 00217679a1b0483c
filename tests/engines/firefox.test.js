import * as engine from "../lib/engines/firefox.js";
import { testFrames } from "./scenarios/frames.js";
import { testSignIn } from "./scenarios/sign-in.js";

testSignIn(engine);
testFrames("kept apart", engine.launch);
