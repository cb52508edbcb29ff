import { pageOfField } from './journey.ts';
import type { PageId, Route } from './route.ts';

/**
 * Where a person is taken to see what an undo changed: the page on which its first field is edited. Undefined where they see it from
 * where they are.
 */
export function pageToShow(
  field: string | undefined,
  route: Pick<Route, 'siteRef' | 'page'>,
  isShown: boolean,
): PageId | undefined {
  if (field === undefined) return undefined;
  const owner = pageOfField(field);
  if (route.siteRef !== undefined && (isShown || owner === route.page)) return undefined;
  return owner;
}
