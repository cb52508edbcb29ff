const WAIT_MS = 60_000;

/** Waits for it; else throws with what was said until then. */
export async function until(isSo: () => boolean, said: () => string): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`it did not come to that: ${said().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
