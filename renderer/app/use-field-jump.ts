import { useEffect } from 'react';
import { focusExactField, focusField } from '../ui/focus-field.ts';
import { whenFieldShown } from '../ui/when-field-shown.ts';

/**
 * A diagnostic's link leads into its field: the focus lands there, and what is closed around it is opened. Where the page has no
 * field of that path, the nearest one gets it. `page` names what is shown: another page looks again.
 */
export function useFieldJump(page: string, field: string | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same field may be asked for on another page
  useEffect(() => {
    if (field === undefined) return;
    return whenFieldShown(
      field,
      () => focusExactField(field),
      () => {
        // Nobody is taken away from where they went meanwhile.
        if (document.activeElement === document.body) focusField(field);
      },
    );
  }, [page, field]);
}
