import { shownField } from './focus-field.ts';

/** A page that asks the engine shows its fields a moment later. */
const PATIENCE_MS = 1500;

/**
 * Does something to a field as soon as the page shows it.
 * @param act whether it was done
 * @param late the page has no such field, for all that can be told
 * @returns stops the waiting
 */
export function whenFieldShown(path: string, act: () => boolean, late: () => void): () => void {
  const tryIt = () => shownField(path) !== null && act();
  if (tryIt()) return () => undefined;
  const watch = new MutationObserver(() => {
    if (tryIt()) stop();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(() => {
    stop();
    late();
  }, PATIENCE_MS);
  const stop = () => {
    watch.disconnect();
    clearTimeout(timer);
  };
  return stop;
}
