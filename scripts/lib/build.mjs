import { bundlePackage, optimizeWasm } from "./bundle.mjs";
import { compileCore } from "./core.mjs";
import { CORES, START_CORE } from "./cores.mjs";
import { generateGlue } from "./glue.mjs";
import { generateNowasm } from "./nowasm.mjs";
import { installNodeDependencies } from "./node-dependencies.mjs";
import { writeNotices } from "./notices.mjs";
import { prepareToolchain } from "./rust/toolchain.mjs";

/**
 * Builds the package into pkg/dist, as far as it isn't there already.
 *
 * @returns {Promise<{ way: import("./rust/ways.mjs").Way, native: import("./rust/facts.mjs").Toolchain }>} how the
 *   cores were compiled, and the toolchain for this machine
 */
export async function build() {
  await installNodeDependencies();
  const { way, native } = await prepareToolchain();
  for (const core of [START_CORE, ...CORES]) await compileCore(way, core);
  await generateGlue(native);
  await generateNowasm();
  await optimizeWasm();
  await bundlePackage();
  await writeNotices(way.toolchain);
  return { way, native };
}
