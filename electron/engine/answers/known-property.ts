import { type Glob, globMatches, parseGlob } from './glob.ts';

/**
 * What is known of one udev property of one device. `one-of`: it is one of these (undefined = the device does not have it).
 * `around`: it exists and is made of this text (the disk's own serial) and of vendor, model and counters around it, as udev's
 * helpers make ID_SERIAL: model_serial (ata_id, NVMe), vendor_model_serial-0:0 (usb_id), one digit and the NAA id (scsi_id).
 * `without`: serials of other disks, which are no part of it.
 */
export type Known =
  | { readonly kind: 'one-of'; readonly values: readonly (string | undefined)[] }
  | { readonly kind: 'around'; readonly text: string; readonly without: readonly string[] }
  | { readonly kind: 'without'; readonly texts: readonly string[] }
  | { readonly kind: 'unknown' };

export const UNKNOWN: Known = { kind: 'unknown' };

export function exactly(value: string | undefined): Known {
  return { kind: 'one-of', values: [value] };
}

/** One filter entry. Without a glob its pattern is one on which the installer stops. */
export interface FilterEntry {
  readonly key: string;
  readonly pattern: string;
  readonly glob?: Glob;
  /** Runs of plain characters that the pattern demands. */
  readonly runs: readonly string[];
  /** Whether the pattern demands this text, as a part of one run. Remembers its verdicts. */
  readonly demands: (text: string) => boolean;
}

export function readFilter(filter: readonly (readonly [string, string])[]): readonly FilterEntry[] {
  return filter.map(([key, pattern]) => {
    const glob = parseGlob(pattern);
    const runs = glob ? plainRuns(glob) : [];
    return { key, pattern, glob, runs, demands: remembering((text) => runs.some((run) => run.includes(text))) };
  });
}

function remembering(judge: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const verdict = known.get(text) ?? judge(text);
    known.set(text, verdict);
    return verdict;
  };
}

/** Which outcomes are possible when the installer compares the entry with the device. */
export interface Outcome {
  readonly match: boolean;
  readonly mismatch: boolean;
  readonly absent: boolean;
}

const ANYTHING: Outcome = { match: true, mismatch: true, absent: true };

/** Never claims less than what is possible; the entry must have a glob. */
export function compareEntry({ glob, runs, pattern, demands }: FilterEntry, known: Known): Outcome {
  if (!glob || known.kind === 'unknown') return ANYTHING;
  if (known.kind === 'one-of') {
    const present = known.values.filter((value) => value !== undefined);
    const matches = present.map((value) => globMatches(glob, value));
    return {
      match: matches.includes(true),
      mismatch: matches.includes(false),
      absent: known.values.includes(undefined),
    };
  }
  const isOthers =
    known.kind === 'without'
      ? known.texts.some(demands)
      : known.without.some((each) => demands(each) && isApart(each, known.text));
  if (known.kind === 'without') return isOthers ? { ...ANYTHING, match: false } : ANYTHING;
  if (isContains(glob) && known.text.includes(runs[0] ?? '')) return { match: true, mismatch: false, absent: false };
  return { match: !isOthers, mismatch: pattern !== '*', absent: false };
}

/**
 * Whether another disk's serial cannot appear in a text made around this one: it is no part of it, and does not reach over its
 * border into the digit that scsi_id puts before or the -0:0 that usb_id puts behind.
 */
function isApart(other: string, serial: string): boolean {
  if (serial.includes(other) || serial.startsWith(other.slice(1))) return false;
  const dash = other.lastIndexOf('-');
  return dash < 0 || !serial.endsWith(other.slice(0, dash));
}

/**
 * Whether a serial is one that no maker writes into the model name of another disk: long enough, with a digit, and without the
 * signs that udev puts between vendor, model and serial.
 */
export function isTellingSerial(serial: string): boolean {
  return serial.length >= 6 && /[0-9]/.test(serial) && /^[A-Za-z0-9-]+$/.test(serial);
}

/** `*text*` */
function isContains({ tokens }: Glob): boolean {
  const inner = tokens.slice(1, -1);
  const isOpen = (index: number): boolean => tokens.at(index)?.kind === 'any-sequence';
  return tokens.length > 2 && isOpen(0) && isOpen(-1) && inner.every((token) => plainChar(token) !== undefined);
}

function plainRuns({ tokens }: Glob): readonly string[] {
  const runs: string[] = [];
  let run = '';
  for (const token of tokens) {
    const char = plainChar(token);
    if (char !== undefined) run += char;
    else if (run !== '') {
      runs.push(run);
      run = '';
    }
  }
  return run === '' ? runs : [...runs, run];
}

/** A character that stands for itself, also as a set of one: `[*]`. */
function plainChar(token: Glob['tokens'][number]): string | undefined {
  if (token.kind === 'char') return token.char;
  if (token.kind !== 'within' || token.not || token.ranges.length !== 1) return undefined;
  const [low, high] = token.ranges[0] ?? [0, 1];
  return low === high ? String.fromCodePoint(low) : undefined;
}
