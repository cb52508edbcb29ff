import { useEffect } from 'react';
import { focusExactField, focusField } from '../ui/focus-field.ts';

/** A page that asks the engine shows its fields a moment later. */
const PATIENCE_MS = 1500;

/**
 * A diagnostic's link leads into its field: the focus lands there, and what is closed around it is opened. Where the page has no
 * field of that path, the nearest one gets it. `page` names what is shown: another page looks again.
 */
export function useFieldJump(page: string, field: string | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same field may be asked for on another page
  useEffect(() => {
    if (field === undefined) return;
    if (focusExactField(field)) return;
    const watch = new MutationObserver(() => {
      if (focusExactField(field)) stop();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    const timer = setTimeout(() => {
      stop();
      // Nobody is taken away from where they went meanwhile.
      if (document.activeElement === document.body) focusField(field);
    }, PATIENCE_MS);
    const stop = () => {
      watch.disconnect();
      clearTimeout(timer);
    };
    return stop;
  }, [page, field]);
}
