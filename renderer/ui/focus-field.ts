import { nearestField } from './nearest-field.ts';

/**
 * Brings the keyboard to the field of site.toml with this path, or to the nearest one that stands on the page: `hosts[1].links.0`,
 * else what lies below it, else what it lies in. Opens what is folded around it. Gives back whether there was one.
 */
export function focusField(path: string): boolean {
  const near = nearestShownField(path);
  return near !== undefined && focusExactField(near);
}

/** The same for the field of just this path; without one the keyboard stays where it is. */
export function focusExactField(path: string): boolean {
  const element = shownField(path);
  if (!element) return false;
  for (let around = element.closest('details'); around; around = around.parentElement?.closest('details') ?? null)
    around.open = true;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
  return document.activeElement === element;
}

/** The path of the field of this page that stands for a path. */
export function nearestShownField(path: string): string | undefined {
  return nearestField(
    path,
    [...document.querySelectorAll<HTMLElement>('[data-field]')].map((element) => element.dataset.field ?? ''),
  );
}

/** The field of just this path, where the page shows it. */
export function shownField(path: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
}
