import { describe, expect, it } from 'vitest';
import { pageToShow } from '../../../../renderer/app/edit-place.ts';
import type { PageId } from '../../../../renderer/app/route.ts';

describe('the page that an undo is shown on', () => {
  const at = (page: PageId) => ({ siteRef: 'example', page });
  it.each([
    ['its own page, from another one', 'network.management.gateway', at('site'), false, 'network'],
    ['none, where its page is open', 'network.management.gateway', at('network'), false, undefined],
    ['none, where another page shows the field as well', 'hosts[0].address', at('network'), true, undefined],
    ['its own page, from the help', 'hosts[0].address', { siteRef: undefined, page: 'site' as const }, true, 'nodes'],
    ['none, where nothing is named', undefined, at('site'), false, undefined],
  ])('is %s', (_, field, route, isShown, page) => {
    expect(pageToShow(field, route, isShown)).toBe(page);
  });
});
