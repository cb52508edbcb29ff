import { MADE_BY } from './made-by.ts';

/** Keys of an answer file whose values no one but the installer reads. */
const SECRET_KEYS =
  /^(\s*(?:root[-_]password(?:[-_]hashed)?|subscription[-_]key|auth[-_]token)\s*=\s*)(["']).*\2\s*$/gm;

/** The receiver's own addresses: whoever knows their path may ask for answers. */
const SECRET_PATHS = /(https?:\/\/[^/"\s]+)\/[A-Za-z0-9_-]{43}[^"\s]*/g;
/** Stands for a fingerprint that only the vault knows. */
export const UNKNOWN_FINGERPRINT = '0'.repeat(64);

/** An answer file of ours as it may be shown: every secret as `***`. */
export function maskAnswer(text: string): string {
  return maskAddresses(text).replace(SECRET_KEYS, '$1"***"').replaceAll(`"${UNKNOWN_FINGERPRINT}"`, '"***"');
}

/** Any text with the receiver's addresses as they may be shown: the laptop's place in the network, and nothing of their path. */
export function maskAddresses(text: string): string {
  return text.replace(SECRET_PATHS, '$1/***');
}

/** A secret's name, wherever it stands: quoted, dotted, in an inline table, before a text of several lines. */
const SECRET_NAME = /root[-_]password|subscription[-_]key|auth[-_]token/;
const MASKED_LINE = /^[a-z_-]+ = "\*\*\*"$/;

/**
 * The same for comparing and for keeping: also without fingerprints, which follow from the address that is compared. Empty for a
 * file that is not as `makeAnswer` wrote it: of another hand's file nobody can say where its secrets stand.
 */
export function comparableAnswer(text: string): string {
  const masked = maskAnswer(text).replace(/^cert-fingerprint = .*\n/gm, '');
  const lines = masked.split('\n');
  const isOurs =
    lines.includes(MADE_BY) &&
    !/"""|'''/.test(text) &&
    lines.every((line) => !SECRET_NAME.test(line) || MASKED_LINE.test(line));
  return isOurs ? masked : '';
}

export interface AnswerChange {
  /** `network.gateway` */
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** Which keys of two masked answers differ, in the order of the second and then of the first. */
export function compareAnswers(before: string, after: string): readonly AnswerChange[] {
  const [old, now] = [entries(before), entries(after)];
  const changed = [...now].flatMap(([what, value]): AnswerChange[] => {
    const previous = old.get(what);
    if (previous === value) return [];
    return [{ what, ...(previous === undefined ? {} : { before: previous }), after: value }];
  });
  const gone = [...old].flatMap(([what, value]): AnswerChange[] => (now.has(what) ? [] : [{ what, before: value }]));
  return [...changed, ...gone];
}

/** `section.key` to its value as written; good for the files that `makeAnswer` writes, one key a line. */
function entries(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n')) {
    const head = /^\[([^\]]+)\]$/.exec(line.trim());
    if (head) section = head[1] ?? '';
    const entry = /^([\w.-]+)\s*=\s*(.*)$/.exec(line.trim());
    if (entry && !line.startsWith('#')) found.set(`${section}.${entry[1]}`, entry[2] ?? '');
  }
  return found;
}
