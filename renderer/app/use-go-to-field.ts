import { useCallback } from 'react';
import { useSite } from '../state/site.ts';
import { focusField, shownField } from '../ui/focus-field.ts';
import { pageOfField } from './journey.ts';
import { goTo, hrefOf, type PageId } from './route.ts';

/**
 * The way to a field from a page: on it, where it has that field or is the one on which such fields are edited; else on the page that
 * has it. The nearest field here would not be what is meant where another page has the right one.
 */
export function useGoToField(page: PageId): (field: string) => void {
  const ref = useSite((state) => state.document?.ref ?? '');
  return useCallback(
    (field) => {
      const owner = pageOfField(field);
      if (owner === page || shownField(field)) focusField(field);
      else goTo(hrefOf(ref, owner, field));
    },
    [ref, page],
  );
}
