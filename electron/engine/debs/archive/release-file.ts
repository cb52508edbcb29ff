import { readStanza } from '../control.ts';

/** A file that the signed text vouches for. */
export interface VouchedFile {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What a `Release` says, once its signature is known to be good. */
export interface Release {
  readonly suite?: string;
  readonly codename?: string;
  readonly date: Date;
  readonly validUntil?: Date;
  readonly components: readonly string[];
  readonly isByHash: boolean;
  /** By path below the suite's folder: `main/binary-amd64/Packages.xz`. Of SHA-256 only: older digests are not believed. */
  readonly files: ReadonlyMap<string, VouchedFile>;
}

/** Debian's longest (SHA256 of all architectures) has 100 kB. */
const LONGEST_FIELD_CHARS = 16 * 1024 ** 2;
const MOST_FILES = 200_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads the text of a `Release`. Throws an Error that says what is wrong with it. */
export function parseRelease(text: string): Release {
  const fields = readStanza(text, { valueChars: LONGEST_FIELD_CHARS });
  const date = fields.get('date');
  if (date === undefined) throw new Error('no Date');
  const validUntil = fields.get('valid-until');
  const suite = fields.get('suite');
  const codename = fields.get('codename');
  const sums = fields.get('sha256');
  if (sums === undefined) throw new Error('no SHA256');
  return {
    ...(suite === undefined ? {} : { suite }),
    ...(codename === undefined ? {} : { codename }),
    date: dateOf(date),
    ...(validUntil === undefined ? {} : { validUntil: dateOf(validUntil) }),
    components: words(fields.get('components')),
    isByHash: fields.get('acquire-by-hash')?.toLowerCase() === 'yes',
    files: filesOf(sums),
  };
}

/** `Sat, 12 Sep 2026 07:55:41 UTC`; some makers write `+0000`, or one digit for the day. Other time zones are not allowed. */
function dateOf(text: string): Date {
  const match =
    /^(?:[A-Z][a-z]{2}, +)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:UTC|GMT|Z|\+0000)$/.exec(text);
  const month = MONTHS.indexOf(match?.[2] ?? '');
  const [, day, , year, hours, minutes, seconds] = match ?? [];
  const time = Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds));
  const date = new Date(time);
  if (!match || month < 0 || Number.isNaN(time) || date.getUTCDate() !== Number(day) || date.getUTCMonth() !== month)
    throw new Error(`not a date: ${text.slice(0, 60)}`);
  return date;
}

function filesOf(sums: string): ReadonlyMap<string, VouchedFile> {
  const files = new Map<string, VouchedFile>();
  for (const line of sums.split('\n')) {
    if (line.trim() === '') continue;
    const [, sha256 = '', size = '', path = ''] = /^\s*([0-9a-fA-F]{64})\s+(\d{1,15})\s+(\S+)\s*$/.exec(line) ?? [];
    if (path === '') throw new Error(`not a line of SHA256: ${line.trim().slice(0, 80)}`);
    if (path.startsWith('/') || path.split('/').includes('..'))
      throw new Error(`a path out of the archive: ${path.slice(0, 80)}`);
    if (files.has(path)) throw new Error(`${path.slice(0, 80)} is named twice`);
    if (files.size >= MOST_FILES) throw new Error(`more than ${MOST_FILES} files`);
    files.set(path, { sizeBytes: Number(size), sha256: sha256.toLowerCase() });
  }
  return files;
}

function words(text = ''): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
