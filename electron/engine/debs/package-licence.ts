import type { RangeSource } from '../compress/range-source.ts';
import { readTar, type TarEntry } from '../compress/read-tar.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { readStanzas } from './control.ts';
import { DebError, readDebControl, readDebDataTarInSlices } from './deb-file.ts';
import { spdxOf } from './spdx.ts';

/** What a package says of its licences: itself, or by pointing to another package of the same source. */
export type PackageCopyright =
  | { readonly licence: string }
  /** Name of the package in whose folder the file lies. */
  | { readonly sharedWith: string };

/** The largest of Debian 13 (chromium's) has 1 MB. */
const LARGEST_COPYRIGHT_BYTES = 8 * 1024 ** 2;
/** What stands in a lock or a bill of materials stays readable. */
const MOST_CHARS = 1500;
const LONGEST_NAME_CHARS = 200;

/**
 * The licences of a package as its own copyright file names them; where that is written freely, the file and its SHA-256.
 * Unpacks the whole package, in slices, so it takes as long as that.
 * @throws DebError for a file that is no package, and the signal's reason
 */
export async function packageCopyright(source: RangeSource, signal?: AbortSignal): Promise<PackageCopyright> {
  const name = readDebControl(source).control.get('package') ?? '';
  const entries = entriesOf(await readDebDataTarInSlices(source, signal));
  return copyrightOf(name, (path) => {
    const entry = entries.find((each) => each.name.replace(/^\.\//, '').replace(/\/$/, '') === path);
    if (entry?.type === 'file') return { data: entry.data };
    return entry?.type === 'symlink' ? { linkTo: entry.linkTarget } : undefined;
  });
}

/**
 * The same out of files that are unpacked already.
 * @param at what a package brings under a path (`usr/share/doc/NAME/copyright`); undefined = no file and no link
 */
export function copyrightOf(
  name: string,
  at: (path: string) => { readonly data: Uint8Array } | { readonly linkTo: string } | undefined,
): PackageCopyright {
  const docs = `usr/share/doc/${name}`;
  const file = at(`${docs}/copyright`);
  if (file && 'data' in file) {
    const where = `/${docs}/copyright (SHA-256 ${sha256Of(file.data)})`;
    if (file.data.length > LARGEST_COPYRIGHT_BYTES) return { licence: `Debian: ${where}` };
    return { licence: licenceOf(Buffer.from(file.data).toString('utf8')) ?? `Debian: ${where}` };
  }
  // policy 12.5: the folder may be a link to that of a package of the same source
  const link = file ?? at(docs);
  const target = link && 'linkTo' in link ? link.linkTo : '';
  const other =
    target
      .replace(/\/copyright$/, '')
      .split('/')
      .pop() ?? '';
  if (/^[a-z0-9][a-z0-9+.-]{1,100}$/.test(other) && other !== name) return { sharedWith: other };
  return { licence: 'Debian: the package has no copyright file' };
}

function entriesOf(tar: Uint8Array): readonly TarEntry[] {
  try {
    return readTar(tar);
  } catch (error) {
    throw new DebError(`data.tar: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * The licences that the text of a copyright file names: an SPDX expression where all of them have a name there, else Debian's
 * names in a sentence. Undefined where it is not machine-readable.
 */
export function licenceOf(copyright: string): string | undefined {
  const names = new Set<string>();
  try {
    let isFirst = true;
    for (const stanza of readStanzas(copyright)) {
      if (isFirst && !/copyright-format\/1\.0\/?$/.test(stanza.get('format') ?? '')) return undefined;
      // A paragraph without Files is the text of a licence that others name, or the whole package's in the head.
      const licence = isFirst || stanza.has('files') ? nameIn(stanza.get('license') ?? '') : '';
      if (licence !== '') names.add(licence);
      isFirst = false;
    }
  } catch {
    return undefined;
  }
  if (names.size === 0) return undefined;
  const sorted = [...names].sort();
  const expressions = sorted.map(expressionOf);
  if (expressions.some((expression) => expression === undefined)) return inDebiansWords(sorted);
  const unique = [...new Set(expressions)].sort();
  const text = unique.map((each) => (unique.length > 1 && each?.includes(' OR ') ? `(${each})` : each)).join(' AND ');
  return text.length > MOST_CHARS ? inDebiansWords(sorted) : text;
}

/** The first line of the field; a package's maker may write anything there. */
function nameIn(field: string): string {
  const line = field.slice(0, LONGEST_NAME_CHARS).split('\n')[0] ?? '';
  return line.replace(/[\p{Cc}\p{Cf};]+/gu, ' ').trim();
}

function inDebiansWords(names: readonly string[]): string {
  let text = `Debian: ${names[0] ?? ''}`;
  for (const [index, name] of names.entries()) {
    if (index === 0) continue;
    if (text.length + name.length > MOST_CHARS) return `${text}; and ${names.length - index} more`;
    text += `; ${name}`;
  }
  return text;
}

/** `GPL-2+ or Artistic-2.0`; what is said with commas or exceptions keeps Debian's words. */
function expressionOf(licence: string): string | undefined {
  const parts = licence.split(/\s+(or|and)\s+/i);
  const words = parts.filter((_, index) => index % 2 === 1).map((word) => word.toUpperCase());
  if (new Set(words).size > 1) return undefined;
  const names = parts.filter((_, index) => index % 2 === 0).map(spdxOf);
  return names.some((each) => each === undefined) ? undefined : names.join(` ${words[0] ?? 'AND'} `);
}
