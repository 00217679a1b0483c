import type { WasmModule } from "./platform.js";

/**
 * The core as a module, where a platform or bundler makes one of a `.wasm` file (workerd, edge runtimes). Others give
 * an address for it, which is theirs to type.
 */
declare const module: WasmModule;
export default module;
