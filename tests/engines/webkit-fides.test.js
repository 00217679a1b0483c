import { describe } from "node:test";
import { launch } from "../lib/engines/webkit.js";
import { shared } from "../lib/engines/shared.js";
import { testFides } from "./scenarios/fides.js";

describe("WebKit", () => testFides(shared(launch)));
