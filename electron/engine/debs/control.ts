/** One paragraph of a control file: field name in lower case -> value, continuation lines joined by a newline. */
export type Stanza = ReadonlyMap<string, string>;

export interface ControlLimits {
  /** Longest single value. Debian's longest (a file list of `Contents`-like fields) stay below 200 kB. */
  readonly valueChars?: number;
  /** Most fields of a paragraph. */
  readonly fields?: number;
  /** Most paragraphs of a file; Debian 13 has 70,000 in its largest index. */
  readonly stanzas?: number;
}

const LIMITS: Required<ControlLimits> = { valueChars: 1024 * 1024, fields: 200, stanzas: 500_000 };

/** What is wrong with a control file, and in which line of it. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

/**
 * Reads paragraphs of deb822(5): `Packages`, `Release`, dpkg's `status`, the `control` of a package. One at a time, so
 * that an index of 50 MB is not held twice.
 * @param wanted field names in lower case that are kept; absent = all
 * @throws ControlError for a line that is no field, a field given twice, or a limit passed
 */
export function* readStanzas(
  text: string,
  wanted?: ReadonlySet<string>,
  limits: ControlLimits = {},
): Generator<Stanza, void, undefined> {
  const limit = { ...LIMITS, ...limits };
  let fields = new Map<string, string>();
  let seen = new Set<string>();
  let last: string | undefined;
  let count = 0;
  let line = 0;
  const failAt = (why: string) => new ControlError(`line ${line}: ${why}`);
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    const from = at;
    at = stop + 1;
    line += 1;
    const to = text.charCodeAt(stop - 1) === 13 && stop > from ? stop - 1 : stop;
    const first = text.charCodeAt(from);
    if (from === to || isBlank(text, from, to)) {
      if (seen.size > 0) {
        count += 1;
        if (count > limit.stanzas) throw failAt(`more than ${limit.stanzas} paragraphs`);
        yield fields;
        fields = new Map();
        seen = new Set();
      }
      last = undefined;
      continue;
    }
    if (first === 35) continue;
    if (first === 32 || first === 9) {
      if (last === undefined) throw failAt('a continuation without a field');
      const before = fields.get(last);
      if (before === undefined) continue;
      if (before.length + to - from > limit.valueChars) throw failAt(`${last} is too long`);
      fields.set(last, `${before}\n${text.slice(from, to).trimEnd()}`);
      continue;
    }
    const colon = text.indexOf(':', from);
    if (colon <= from || colon >= to) throw failAt('no field name');
    const name = text.slice(from, colon).toLowerCase();
    if (!/^[!-9;-~]+$/.test(name)) throw failAt('no field name');
    if (seen.has(name)) throw failAt(`${name} is given twice`);
    if (seen.size >= limit.fields) throw failAt(`more than ${limit.fields} fields`);
    if (to - colon > limit.valueChars) throw failAt(`${name} is too long`);
    seen.add(name);
    last = name;
    if (!wanted || wanted.has(name)) fields.set(name, text.slice(colon + 1, to).trim());
  }
  if (seen.size > 0) yield fields;
}

/** The first paragraph of a control file; ControlError where there is none. */
export function readStanza(text: string, limits: ControlLimits = {}): Stanza {
  for (const stanza of readStanzas(text, undefined, limits)) return stanza;
  throw new ControlError('no paragraph');
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}
