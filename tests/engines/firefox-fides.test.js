import { describe } from "node:test";
import { launch } from "../lib/engines/firefox.js";
import { shared } from "../lib/engines/shared.js";
import { testFides } from "./scenarios/fides.js";

describe("Firefox", () => testFides(shared(launch)));
