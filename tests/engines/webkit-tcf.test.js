import { describe } from "node:test";
import { launch } from "../lib/engines/webkit.js";
import { shared } from "../lib/engines/shared.js";
import { testTcf } from "./scenarios/tcf.js";

describe("WebKit", () => testTcf(shared(launch)));
