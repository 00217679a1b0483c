import { copyFile } from "node:fs/promises";
import { at, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { TARGET, UNSTABLE_FLAGS, cargoHome } from "./rust/facts.mjs";
import { cargoEnvironment } from "./rust/toolchain.mjs";
import { stampedStep } from "./stamp.mjs";
import { step } from "./steps.mjs";

// Apart from the native build, which would otherwise wait for this one and be thrown away by it.
const TARGET_DIRECTORY = "target/wasm";
// Lints compile without the flags of a build, which would throw away what the other made.
const LINT_DIRECTORY = "target/lint";

/** Every build of a crate ends up here, the last one last. */
const artifactOf = (crate) => `${TARGET_DIRECTORY}/${TARGET}/release/${crate.replace("-", "_")}.wasm`;

/**
 * Compiles a core to WebAssembly.
 *
 * @param {import("./rust/ways.mjs").Way} way
 * @param {import("./cores.mjs").Core} core
 */
export async function compileCore({ toolchain, std }, { runsIn, crate, features, compiled }) {
  const fromSources = std === "sources";
  const target = ["--target", TARGET, "--target-dir", TARGET_DIRECTORY];
  const args = ["build", "--quiet", "--release", "--lib", "--package", crate, ...target];
  if (features.length > 0) args.push(`--features=${features.join(",")}`);
  if (fromSources) args.push("-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size");
  const flags = rustFlags(toolchain, fromSources);
  const facts = {
    inputs: ["src", "crates", "Cargo.toml", "Cargo.lock"],
    values: [toolchain.version, toolchain.sysroot, args, flags],
    outputs: [compiled],
  };
  await stampedStep(`Rust core for ${runsIn} to WebAssembly`, `core-${runsIn.replaceAll(" ", "-")}`, facts, async () => {
    await run(toolchain.cargo, args, {
      env: {
        ...cargoEnvironment(toolchain),
        RUSTC_BOOTSTRAP: fromSources ? "1" : undefined,
        CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f"),
      },
      failure: "The Rust core does not compile: see Cargo's words above, then run `npm run build`.",
    });
    await copyFile(at(artifactOf(crate)), at(compiled));
  });
}

/**
 * Has clippy look at a core as WebAssembly: parts of it exist nowhere else.
 *
 * @param {import("./rust/ways.mjs").Way} way
 * @param {import("./cores.mjs").Core} core
 */
export function lintCore({ toolchain, std }, { runsIn, crate, features }) {
  const fromSources = std === "sources";
  const args = ["clippy", "--quiet", "--lib", "--package", crate, "--target", TARGET, "--target-dir", LINT_DIRECTORY];
  if (features.length > 0) args.push(`--features=${features.join(",")}`);
  if (fromSources) args.push("-Zbuild-std=std,panic_abort");
  return step(`Lints of the core for ${runsIn}`, () => {
    return run(toolchain.cargo, [...args, "--", "--deny", "warnings"], {
      env: { ...cargoEnvironment(toolchain), RUSTC_BOOTSTRAP: fromSources ? "1" : undefined },
      failure: "clippy finds something: see its words above, then run `npm test -- --only=rust`.",
    });
  });
}

function rustFlags({ sysroot }, fromSources) {
  // Panic messages and file names would tell where it was built.
  const remapped = { [root]: "consentkey", [cargoHome()]: "cargo", [`${sysroot}/lib/rustlib/src/rust`]: "rust" };
  return [
    // sha2's loop instead of its unrolled rounds, 4 kB less.
    '--cfg=sha2_backend_soft="compact"',
    ...Object.entries(remapped).map(([path, name]) => `--remap-path-prefix=${path}=${name}`),
    ...(fromSources ? UNSTABLE_FLAGS : []),
  ];
}
