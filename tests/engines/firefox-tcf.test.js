import { describe } from "node:test";
import { launch } from "../lib/engines/firefox.js";
import { shared } from "../lib/engines/shared.js";
import { testTcf } from "./scenarios/tcf.js";

describe("Firefox", () => testTcf(shared(launch)));
