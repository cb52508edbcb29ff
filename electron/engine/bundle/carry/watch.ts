/** How work on the files of a bundle is followed and stopped. */
export interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** Counts bytes up to what is known to come. */
export function counter(watch: Watch | undefined, totalBytes: number): (bytes: number) => void {
  let doneBytes = 0;
  return (bytes) => {
    doneBytes += bytes;
    watch?.onProgress?.(doneBytes, totalBytes);
  };
}
