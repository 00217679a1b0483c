import { tcStringProblems } from "../shared/tc-facts.js";
import { problemOf, warnOnce } from "../shared/tc-problems.js";

/** Refused where nothing else is asked for: netID stores none such, or others can't read it. */
const GRAVE = new Set(["not_service_specific", "segments_out_of_order"]);

/** Decides what to do about the problems of TC strings, as `write()` does. Tells each once. */
export class Guard {
  #handling;
  #tell;
  #told = new Set();

  /**
   * @param {"refuse" | "warn" | "ignore"} [handling] the option `tcfProblems`
   * @param {(error: ConsentKeyError) => void} tell
   */
  constructor(handling, tell) {
    this.#handling = handling;
    this.#tell = tell;
  }

  /** Whether a TC string may be stored. */
  allows(tcString) {
    if (this.#handling === "ignore") return true;
    const problems = tcStringProblems(tcString);
    const refused = problems.filter((problem) => this.#refuses(problem));
    if (refused.length > 0) this.#once(tcString + refused[0], problemOf(refused[0]), this.#tell);
    else for (const problem of problems) this.#warn(problemOf(problem));
    return refused.length === 0;
  }

  #refuses(problem) {
    return this.#handling ? this.#handling === "refuse" : GRAVE.has(problem);
  }

  #warn(error) {
    warnOnce(error);
    this.#once(error.problem, error, this.#tell);
  }

  #once(key, error, tell) {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    tell(error);
  }
}
