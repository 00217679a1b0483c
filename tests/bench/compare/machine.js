import { cpus, loadavg, totalmem, type } from "node:os";

/**
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} cores
 * @property {number} gibibytes of memory
 * @property {string} system
 * @property {string} node its version
 * @property {number} load programs that ran or wanted to, on average of the minute before
 */

/** @returns {Machine} */
export function describeMachine() {
  const [{ model }, ...others] = cpus();
  return {
    processor: model.trim(),
    cores: others.length + 1,
    gibibytes: Math.round(totalmem() / 2 ** 30),
    system: type(),
    node: process.versions.node,
    load: loadavg()[0],
  };
}
