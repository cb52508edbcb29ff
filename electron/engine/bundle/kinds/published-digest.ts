import { fail } from '../../../api/diagnostic.ts';

/** Debian's SHA512SUMS of all cloud images of a release has 20 kB. */
export const MAX_SUMS_BYTES = 4 * 1024 * 1024;

/**
 * The digest of one file in a SHA256SUMS or SHA512SUMS file, as `sha256sum` writes and reads them: digest, space, space or
 * `*`, name; or the form with tags of BSD (`SHA256 (name) = digest`). A name may be written with a folder in front.
 * Throws bundle.not-in-sums; bundle.sums-ambiguous where two lines say different things about it.
 */
export function publishedDigest(text: string, name: string, sumsUrl: string): string {
  const found = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const gnu = /^\\?([0-9a-fA-F]{64}|[0-9a-fA-F]{128}) [ *](.+)$/.exec(line);
    const bsd = /^SHA(?:256|512) \((.+)\) = ([0-9a-fA-F]{64}|[0-9a-fA-F]{128})$/.exec(line);
    const hex = gnu?.[1] ?? bsd?.[2];
    const path = gnu?.[2] ?? bsd?.[1];
    if (hex === undefined || path === undefined || path.split('/').pop() !== name) continue;
    found.add(`${hex.length === 64 ? 'sha256' : 'sha512'}:${hex.toLowerCase()}`);
  }
  const [only, other] = [...found];
  if (only === undefined) throw fail('bundle.not-in-sums', { params: { name, sums: sumsUrl } });
  if (other !== undefined) throw fail('bundle.sums-ambiguous', { params: { name, sums: sumsUrl } });
  return only;
}
