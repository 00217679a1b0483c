import { describe } from "node:test";
import { launch } from "../lib/engines/firefox.js";
import { shared } from "../lib/engines/shared.js";
import { testElements } from "./scenarios/elements.js";

describe("Firefox", () => testElements(shared(launch)));
