import { compareEntry, type FilterEntry, type Known } from './known-property.ts';
import {
  type Candidate,
  type ErasureReason,
  type Possible,
  type TakeFirst,
  type Taken,
  takeFirst,
} from './take-first.ts';

/** A device with what is known of it, as far as a filter asks. */
export interface FilterDevice {
  readonly position: number;
  readonly label: string;
  readonly order: string | undefined;
  readonly know: (key: string) => Known;
}

/**
 * The first device with any matching entry. The installer reads a pattern only when it reaches it, device by device: an invalid
 * one stops it unless an earlier entry already takes the very first device.
 */
export function takeByFilter(
  entries: readonly FilterEntry[],
  devices: readonly FilterDevice[],
  mayMiss: boolean,
  mayMatchUnlisted: (entry: FilterEntry) => boolean,
): TakeFirst {
  const badAt = entries.findIndex(({ glob }) => !glob);
  const usable = badAt < 0 ? entries : entries.slice(0, badAt);
  const candidates = devices.map(({ position, label, order, know }): Candidate => {
    const judged = judgeAny(usable, know);
    return { position, label, order, ...judged };
  });
  const mayTakeUnlisted = mayMiss && usable.some(mayMatchUnlisted);
  if (badAt < 0) return takeFirst(candidates, mayTakeUnlisted);
  return takeOnlyFirst(candidates, mayMiss, mayTakeUnlisted, entries[badAt]?.pattern ?? '');
}

function takeOnlyFirst(
  candidates: readonly Candidate[],
  mayMiss: boolean,
  mayTakeUnlisted: boolean,
  pattern: string,
): TakeFirst {
  const reason: ErasureReason = { code: 'erasure.pattern-invalid', params: { pattern } };
  const orders = candidates.map(({ order }) => order);
  const isOrdered = !mayMiss && (candidates.length === 1 || !orders.includes(undefined));
  const first = isOrdered
    ? takeFirst(
        candidates.map((each) => ({ ...each, status: 'yes' })),
        false,
      )
    : undefined;
  const taken = candidates.map(({ position, status }): Taken => {
    const canBeFirst = !first || first.taken.some((each) => each.position === position && each.verdict === 'yes');
    if (status === 'no' || !canBeFirst) return { position, verdict: 'no', reason };
    return { position, verdict: isOrdered ? status : 'maybe', reason };
  });
  const open = taken.some(({ verdict }) => verdict !== 'no');
  const sure = taken.some(({ verdict }) => verdict === 'yes');
  return {
    taken,
    picks: sure ? 'yes' : open || mayTakeUnlisted ? 'maybe' : 'no',
    unlisted: mayTakeUnlisted,
    matching: taken.filter(({ verdict }) => verdict !== 'no').map(({ position }) => position),
  };
}

/** What a filter says of one device. */
export interface Judged {
  readonly status: Possible;
  readonly reason: ErasureReason;
}

/** Whether any entry matches. */
export function judgeAny(entries: readonly FilterEntry[], know: (key: string) => Known): Judged {
  let unknown: string | undefined;
  for (const entry of entries) {
    const known = know(entry.key);
    const { match, mismatch, absent } = compareEntry(entry, known);
    if (match && !mismatch && !absent) return { status: 'yes', reason: matches(entry, known) };
    if (match) unknown ??= entry.key;
  }
  if (unknown !== undefined)
    return { status: 'maybe', reason: { code: 'erasure.property-unknown', params: { key: unknown } } };
  const [only] = entries;
  const reason = entries.length === 1 && only ? differs(only, know(only.key)) : undefined;
  return { status: 'no', reason: reason ?? { code: 'erasure.nothing-matches', params: {} } };
}

/** Whether no entry speaks against it: a property that the device lacks never does. */
export function judgeAll(entries: readonly FilterEntry[], know: (key: string) => Known): Judged {
  let unknown: string | undefined;
  const lacking: string[] = [];
  for (const entry of entries) {
    const known = know(entry.key);
    const { match, mismatch, absent } = compareEntry(entry, known);
    if (mismatch && !match && !absent) {
      return { status: 'no', reason: differs(entry, known) ?? { code: 'erasure.nothing-matches', params: {} } };
    }
    if (mismatch) unknown ??= entry.key;
    else if (!match) lacking.push(entry.key);
  }
  if (unknown !== undefined)
    return { status: 'maybe', reason: { code: 'erasure.property-unknown', params: { key: unknown } } };
  const [only] = entries;
  if (lacking.length === 0 && only) return { status: 'yes', reason: matches(only, know(only.key)) };
  return {
    status: 'yes',
    reason: { code: 'erasure.nothing-against', params: { keys: lacking.slice(0, 8).join(', ') } },
  };
}

function matches({ key, pattern }: FilterEntry, known: Known): ErasureReason {
  return { code: 'erasure.entry-matches', params: { key, pattern, value: valueText(known) } };
}

function differs({ key, pattern }: FilterEntry, known: Known): ErasureReason | undefined {
  const value = valueText(known);
  return value === '' ? undefined : { code: 'erasure.entry-differs', params: { key, pattern, value } };
}

function valueText(known: Known): string {
  if (known.kind === 'around') return `…${known.text}…`;
  return known.kind === 'one-of' ? known.values.filter((value) => value !== undefined).join(' / ') : '';
}
