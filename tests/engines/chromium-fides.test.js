import { describe } from "node:test";
import { launch } from "../lib/engines/chromium.js";
import { shared } from "../lib/engines/shared.js";
import { testFides } from "./scenarios/fides.js";

describe("Chromium", () => testFides(shared(launch)));
