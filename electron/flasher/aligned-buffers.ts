const PAGE_BYTES = 65_536;

/**
 * Buffers in shared memory that O_DIRECT accepts: WebAssembly memory is page-aligned, which Buffer.alloc does not promise.
 * `sizeBytes` is a multiple of 64 KiB.
 */
export function alignedBuffers(count: number, sizeBytes: number): readonly Uint8Array[] {
  const pages = Math.ceil((count * sizeBytes) / PAGE_BYTES);
  const memory = new WebAssemblyMemory({ initial: pages, maximum: pages, shared: true });
  return Array.from({ length: count }, (_, index) => new Uint8Array(memory.buffer, index * sizeBytes, sizeBytes));
}

/** Node has it, its type lives in the DOM library, which this program is not compiled against. */
const WebAssemblyMemory = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (size: {
        initial: number;
        maximum: number;
        shared: boolean;
      }) => { readonly buffer: SharedArrayBuffer };
    };
  }
).WebAssembly.Memory;
