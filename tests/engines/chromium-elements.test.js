import { describe } from "node:test";
import { launch } from "../lib/engines/chromium.js";
import { shared } from "../lib/engines/shared.js";
import { testElements } from "./scenarios/elements.js";

describe("Chromium", () => testElements(shared(launch)));
