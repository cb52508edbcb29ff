import { describe, expect, it } from 'vitest';
import { contentsHref, helpHref, parseHelpRoute } from '../../../../renderer/app/help-route.ts';

describe('the address of the help', () => {
  it.each([
    ['#/help', { kind: 'contents', question: '' }],
    ['#/help/', { kind: 'contents', question: '' }],
    ['#/help?q=no%20quorum', { kind: 'contents', question: 'no quorum' }],
    ['#/help/code/pve.no-quorum', { kind: 'code', id: 'pve.no-quorum' }],
    ['#/help/area/pve', { kind: 'area', id: 'pve' }],
    ['#/help/topic/no-quorum', { kind: 'topic', id: 'no-quorum' }],
    ['#/help/term/quorum', { kind: 'term', id: 'quorum' }],
    ['#/help/elsewhere/x', { kind: 'contents', question: '' }],
    ['#/help/code/', { kind: 'contents', question: '' }],
    ['#/sites/help/nodes', undefined],
    ['#/', undefined],
    ['', undefined],
  ])('%s is read', (hash, expected) => {
    expect(parseHelpRoute(hash)).toEqual(expected);
  });

  it('what was searched for and every page is found again', () => {
    for (const question of ['a&b=c', 'quórum #1?', '100 %'])
      expect(parseHelpRoute(contentsHref(question))).toEqual({ kind: 'contents', question });
    expect(parseHelpRoute(helpHref('code', 'site.no-failover'))).toEqual({ kind: 'code', id: 'site.no-failover' });
  });
});
