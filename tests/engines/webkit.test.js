import * as engine from "../lib/engines/webkit.js";
import { testFrames } from "./scenarios/frames.js";
import { testSignIn } from "./scenarios/sign-in.js";

testSignIn(engine);
testFrames("kept apart", engine.launch);
