/** An imported `.wasm` file is a compiled module. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

/** The part of Node's zlib (flag `nodejs_compat`) that is used. */
declare module 'node:zlib' {
  export function brotliDecompressSync(
    bytes: Uint8Array,
    options: { readonly maxOutputLength: number },
  ): Uint8Array;
}
