import { describe } from "node:test";
import { launch } from "../lib/engines/webkit.js";
import { shared } from "../lib/engines/shared.js";
import { testElements } from "./scenarios/elements.js";

describe("WebKit", () => testElements(shared(launch)));
