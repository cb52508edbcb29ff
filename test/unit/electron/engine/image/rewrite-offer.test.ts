import { describe, expect, it } from 'vitest';
import { describeDiagnostic, diagnostic } from '../../../../../electron/api/diagnostic.ts';
import { offerFor, rewriteOffer } from '../../../../../electron/engine/image/rewrite-offer.ts';

const OFFERED = ['root-full', 'unknown-sort-order', 'continuation-in-root', 'md5-tagged'] as const;
const UNSAFE = ['partition-offset', 'udf-bridge', 'second-tree', 'no-rock-ridge'] as const;
const hints = (code: `image.${(typeof OFFERED | typeof UNSAFE)[number]}`) =>
  (['en', 'es'] as const).map((language) => describeDiagnostic(diagnostic(code), language).hint);

describe('the rewritten image', () => {
  it.each(OFFERED)('is offered for image.%s, and its hint says how to ask for it', (code) => {
    expect(rewriteOffer(`image.${code}`)).toBe('offered');
    for (const hint of hints(`image.${code}`)) expect(hint).toContain('sitewright image make --full --rewrite');
  });

  it.each(UNSAFE)('is not offered for image.%s, and its hint says so', (code) => {
    expect(rewriteOffer(`image.${code}`)).toBe('unsafe');
    for (const hint of hints(`image.${code}`)) {
      expect(hint).toMatch(/--rewrite is not offered|tampoco se ofrece --rewrite/);
      expect(hint).not.toContain('image make');
    }
  });

  it('is the way out of several refusals only if it is the way out of each', () => {
    expect(offerFor([])).toBe('not-needed');
    expect(offerFor(['image.md5-tagged', 'image.unknown-sort-order'])).toBe('offered');
    expect(offerFor(['image.md5-tagged', 'image.udf-bridge'])).toBe('unsafe');
    expect(offerFor(['image.no-padding'])).toBe('unsafe');
    expect(rewriteOffer('image.no-padding')).toBeUndefined();
  });
});
