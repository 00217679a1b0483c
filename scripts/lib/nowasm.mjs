import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { BROWSER_CORE, START_CORE } from "./cores.mjs";
import { COMMAND, asFunction } from "./glue.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { stampedStep } from "./stamp.mjs";
import { Failure } from "./steps.mjs";

const FOLDER = "pkg/core-nowasm";
const BINARYEN = "node_modules/binaryen/bin";

/** The cores of pages as JavaScript: each takes the place of the WebAssembly; `script` is the glue of `core`. */
export const NOWASM = { script: `${FOLDER}/glue.js`, start: `${FOLDER}/start.js`, core: `${FOLDER}/core.js` };

// What Rust uses of WebAssembly, and what JavaScript has no operator for.
const FEATURES = ["bulk-memory", "bulk-memory-opt", "sign-ext", "nontrapping-float-to-int", "mutable-globals", "call-indirect-overlong"];
const LOWERED = ["--signext-lowering", "--llvm-nontrapping-fptoint-lowering", "--llvm-memory-copy-fill-lowering"];
const WASM_OPT = [...FEATURES.map((name) => `--enable-${name}`), ...LOWERED, "-Oz", "--strip-debug", "--strip-producers"];

/**
 * Where wasm-bindgen's heap of objects begins, behind `undefined`, `null`, `true` and `false`. The core asks for it
 * (`__wbindgen_externref_statics_end`), and wasm-bindgen answers only where there are references.
 */
const FIRST_OBJECT = 1024 + 4;

/** Turns the browser's core into JavaScript, with wasm2js of binaryen. */
export async function generateNowasm() {
  const inputs = [START_CORE.compiled, BROWSER_CORE.compiled, COMMAND, "scripts/lib/glue.mjs", "scripts/lib/nowasm.mjs", "node_modules/binaryen/package.json"];
  const facts = { inputs, outputs: Object.values(NOWASM) };
  await stampedStep("JavaScript in place of WebAssembly with wasm2js", "nowasm", facts, async () => {
    await rm(at(FOLDER), { recursive: true, force: true });
    await mkdir(at(FOLDER), { recursive: true });
    const plain = `${FOLDER}/plain.wasm`;
    await writeFile(at(plain), withoutReferences(await readFile(at(BROWSER_CORE.compiled))));
    await run(at(COMMAND), [plain, FOLDER], { failure: failure("wasm-bindgen") });
    const glued = `${FOLDER}/consentkey_bg.wasm`;
    await binaryen("wasm-opt", [glued, "-o", plain, ...WASM_OPT]);
    await binaryen("wasm2js", [plain, "-o", NOWASM.core, "-Oz"]);
    await rewrite(NOWASM.core, NOWASM.core, (module) => asInstantiate(module, intrinsicsOf(module)));
    await binaryen("wasm-opt", [START_CORE.compiled, "-o", plain, ...WASM_OPT]);
    await binaryen("wasm2js", [plain, "-o", NOWASM.start, "-Oz"]);
    await rewrite(NOWASM.start, NOWASM.start, (module) => asInstantiate(module));
    await rewrite(`${FOLDER}/consentkey_bg.js`, NOWASM.script, (module) => asFunction(withoutDetaching(module)));
  });
}

const failure = (tool) => `${tool} can't turn the core into JavaScript: see its words above, then run \`npm run build\`.`;

const binaryen = (tool, args) => run(process.execPath, [`${BINARYEN}/${tool}`, ...args], { failure: failure(tool) });

const rewrite = async (from, to, change) => writeFile(at(to), change(await readFile(at(from), "utf8")));

/**
 * wasm2js knows neither references nor several results. wasm-bindgen uses them where the section "target_features"
 * says so: each is a sign, the length of its name, and the name.
 *
 * @param {Buffer} wasm as Cargo leaves it
 */
function withoutReferences(wasm) {
  const names = ["reference-types", "multivalue"].map((name) => String.fromCharCode(name.length) + name);
  return Buffer.from(names.reduce((text, name) => text.replace(`+${name}`, `-${name}`), wasm.toString("latin1")), "latin1");
}

/**
 * wasm2js writes a module that makes one instance. This one exports a function of the imports that makes any number.
 *
 * @param {string} module
 * @param {string} [intrinsics] further imports, as JavaScript
 */
export function asInstantiate(module, intrinsics = "") {
  const [body, rest] = module.replace(/^import .*\n/gm, "").split("var retasmFunc = asmFunc(");
  if (rest === undefined) throw new Failure(failure("wasm2js"));
  return `export default (imports) => {\n${body}\nreturn asmFunc({ ${intrinsics}...imports });\n};\n`;
}

/** What wasm-bindgen leaves to the platform where there are references. */
export function intrinsicsOf(module) {
  const left = Array.from(module.matchAll(/__wbindgen_externref_xform__\.(\$\d+)/g), ([, name]) => name);
  if (left.length !== 1) throw new Failure(failure("wasm2js"));
  return `__wbindgen_externref_xform__: { ${left}: () => ${FIRST_OBJECT} }, `;
}

/**
 * Memory of JavaScript that grew is another buffer, and the old one is there still: views are old when their buffer
 * is another, not when it is gone.
 *
 * @param {string} module the glue as wasm-bindgen writes it
 */
export function withoutDetaching(module) {
  let changes = 0;
  const changed = module.replace(/if \((cached\w+Memory0) === null \|\| .*\) \{$/gm, (_, view) => {
    changes += 1;
    return `if (${view} === null || ${view}.buffer !== wasm.memory.buffer) {`;
  });
  if (changes === module.split("(wasm.memory.buffer)").length - 1) return changed;
  throw new Failure("wasm-bindgen looks after memory in a new way: teach scripts/lib/nowasm.mjs, then run `npm run build`.");
}
