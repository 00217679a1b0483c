// Types of the platform: the real ones where a library declares them (DOM, workers, Node), and as much of them as
// is used where none does.

type Declared<Name extends string, Otherwise> = typeof globalThis extends Record<Name, { prototype: infer Instance }>
  ? Instance
  : Otherwise;

/** Gives up what is under way. */
export type AbortSignal = Declared<
  "AbortSignal",
  {
    readonly aborted: boolean;
    addEventListener(type: "abort", listener: () => void): void;
    removeEventListener(type: "abort", listener: () => void): void;
  }
>;

/** An address. */
export type URL = Declared<"URL", { readonly href: string; toString(): string }>;

/** A request that a server is asked. */
export type Request = Declared<"Request", { readonly method: string; readonly url: string }>;

/** An answer to `fetch`. */
export type Response = Declared<"Response", { readonly ok: boolean; arrayBuffer(): Promise<ArrayBuffer> }>;

/** Bytes. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** A compiled `WebAssembly.Module`. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Instance } } } ? Instance : object;
