import { parseArgs } from "node:util";
import { Failure } from "./steps.mjs";

/**
 * Reads the arguments of a command.
 *
 * @param {import("node:util").ParseArgsConfig["options"]} options
 * @param {string} usage
 * @param {{ allowPositionals?: boolean }} [more] default no positionals
 * @throws {Failure} with the usage, where there are others
 */
export function parse(options, usage, { allowPositionals = false } = {}) {
  try {
    return parseArgs({ options, allowPositionals });
  } catch (error) {
    throw new Failure(`${error.message.split(".")[0]}. Run \`${usage}\`.`);
  }
}
