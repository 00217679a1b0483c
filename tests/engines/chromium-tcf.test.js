import { describe } from "node:test";
import { launch } from "../lib/engines/chromium.js";
import { shared } from "../lib/engines/shared.js";
import { testTcf } from "./scenarios/tcf.js";

describe("Chromium", () => testTcf(shared(launch)));
