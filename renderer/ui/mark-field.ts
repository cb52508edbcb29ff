import { nearestShownField, shownField } from './focus-field.ts';

let unmark: (() => void) | undefined;

/**
 * Shows a field as the one that was just changed from elsewhere, without taking the keyboard there. The mark goes as soon as a person
 * turns to something else.
 * @returns whether the page has this field, or for `nearest` one that stands for it
 */
export function markField(path: string, nearest = false): boolean {
  unmark?.();
  const field = shownField(nearest ? (nearestShownField(path) ?? path) : path);
  if (!field) return false;
  const turn = (event: Event) => {
    if (event.target !== field) unmark?.();
  };
  field.dataset.changed = 'true';
  field.scrollIntoView({ block: 'nearest' });
  document.addEventListener('focusin', turn);
  document.addEventListener('pointerdown', turn);
  unmark = () => {
    unmark = undefined;
    delete field.dataset.changed;
    document.removeEventListener('focusin', turn);
    document.removeEventListener('pointerdown', turn);
  };
  return true;
}
