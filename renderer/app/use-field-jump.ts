import { useEffect } from 'react';
import { nearestField } from './nearest-field.ts';

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
    if (landOn(field)) return;
    const watch = new MutationObserver(() => {
      if (landOn(field)) stop();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    const timer = setTimeout(() => {
      stop();
      const shown = [...document.querySelectorAll<HTMLElement>('[data-field]')].map((each) => each.dataset.field ?? '');
      const near = nearestField(field, shown);
      // Nobody is taken away from where they went meanwhile.
      if (near !== undefined && document.activeElement === document.body) landOn(near);
    }, PATIENCE_MS);
    const stop = () => {
      watch.disconnect();
      clearTimeout(timer);
    };
    return stop;
  }, [page, field]);
}

function landOn(field: string): boolean {
  const target = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
  if (!target) return false;
  for (let around = target.closest('details'); around; around = around.parentElement?.closest('details') ?? null)
    around.open = true;
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
  return document.activeElement === target;
}
