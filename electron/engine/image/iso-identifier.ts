import { fail } from '../../api/diagnostic.ts';

/**
 * An 8.3 identifier (ECMA-119 level 1) for a file that is not yet in the directory: unique against `taken`, with the
 * version suffix only where the maker of the image writes one. The real name lives in Rock Ridge. Errors: `image.too-complex`.
 */
export function makeIsoIdentifier(name: string, taken: ReadonlySet<string>, withVersion: boolean): Buffer {
  const dot = name.lastIndexOf('.');
  const clean = (text: string, length: number) =>
    text
      .toUpperCase()
      .replace(/[^A-Z0-9_]/g, '_')
      .slice(0, length);
  const stem = clean(dot > 0 ? name.slice(0, dot) : name, 8);
  const extension = clean(dot > 0 ? name.slice(dot + 1) : '', 3);
  for (let attempt = 0; attempt <= 999; attempt += 1) {
    const suffix = attempt === 0 ? '' : String(attempt);
    const candidate = `${stem.slice(0, 8 - suffix.length)}${suffix}.${extension}`;
    if (!taken.has(bareIdentifier(candidate))) return Buffer.from(withVersion ? `${candidate};1` : candidate, 'latin1');
  }
  throw fail('image.too-complex', { evidence: [`a thousand files have the 8.3 name ${stem}.${extension}`] });
}

/** What must be unique: the identifier without version and without a trailing dot, upper case. */
export function bareIdentifier(id: string): string {
  return id.replace(/;\d*$/, '').replace(/\.$/, '').toUpperCase();
}
