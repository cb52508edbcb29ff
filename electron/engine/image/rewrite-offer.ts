/**
 * Whether the rewritten complete image (`image make --full --rewrite`: the root directory copied elsewhere, sorted
 * anew) is the way out of a refusal. offered: it is safe, and has to be asked for. unsafe: some reader of such an image
 * would not find the added files, or find another tree than the installer does.
 */
export type RewriteOffer = 'offered' | 'unsafe';

const OFFERS: Readonly<Record<string, RewriteOffer>> = {
  'image.root-full': 'offered',
  'image.unknown-sort-order': 'offered',
  'image.continuation-in-root': 'offered',
  'image.md5-tagged': 'offered',
  'image.partition-offset': 'unsafe',
  'image.udf-bridge': 'unsafe',
  'image.second-tree': 'unsafe',
  'image.no-rock-ridge': 'unsafe',
};

/** What a refusal's code says of the rewritten image; undefined for codes that are no refusal of a kind of image. */
export function rewriteOffer(code: string): RewriteOffer | undefined {
  return OFFERS[code];
}

/** For several refusals together: offered only if it is the way out of each. */
export function offerFor(codes: readonly string[]): RewriteOffer | 'not-needed' {
  if (codes.length === 0) return 'not-needed';
  return codes.every((code) => rewriteOffer(code) === 'offered') ? 'offered' : 'unsafe';
}
