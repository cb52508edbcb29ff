import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import { compareText } from './text-order.ts';

/** Why a verdict is what it is; the code's sentence is in the catalogue. */
export interface ErasureReason {
  readonly code: Extract<DiagnosticCode, `erasure.${string}`>;
  readonly params: Readonly<Record<string, string | number>>;
}

export type Possible = 'yes' | 'no' | 'maybe';

/** Something that the installer may take, with what the filter says of it alone. */
export interface Candidate {
  readonly position: number;
  /** For sentences. */
  readonly label: string;
  /** The installer goes through candidates by this, as text; undefined = not known. */
  readonly order: string | undefined;
  readonly status: Possible;
  readonly reason: ErasureReason;
}

export interface Taken {
  readonly position: number;
  readonly verdict: Possible;
  readonly reason: ErasureReason;
}

export interface TakeFirst {
  readonly taken: readonly Taken[];
  /** Whether one is taken at all. */
  readonly picks: Possible;
  /** Whether one that is not listed may be taken. */
  readonly unlisted: boolean;
  /** Positions that match or may match, without regard to which comes first. */
  readonly matching: readonly number[];
}

/**
 * The installer takes the first candidate that matches. `mayMiss`: there may be a candidate that is not listed and matches.
 * Sound: `yes` and `no` hold for every machine that fits what is known. One pass.
 */
export function takeFirst(candidates: readonly Candidate[], mayMiss: boolean): TakeFirst {
  const ordered = sortByOrder(candidates);
  const found = ordered ? inOrder(ordered, mayMiss) : withoutOrder(candidates, mayMiss);
  const picks = candidates.some(({ status }) => status === 'yes')
    ? 'yes'
    : mayMiss || candidates.some(({ status }) => status === 'maybe')
      ? 'maybe'
      : 'no';
  const unlisted = mayMiss && !found.some(({ verdict }) => verdict === 'yes');
  const matching = candidates.filter(({ status }) => status !== 'no').map(({ position }) => position);
  const taken = [...found].sort((left, right) => left.position - right.position);
  return { taken, picks, unlisted, matching };
}

function inOrder(ordered: readonly Candidate[], mayMiss: boolean): readonly Taken[] {
  let sure: string | undefined;
  let possible: string | undefined;
  return ordered.map((each): Taken => {
    const { position, label, status, reason } = each;
    if (status === 'no') return { position, verdict: 'no', reason };
    if (sure !== undefined)
      return { position, verdict: 'no', reason: { code: 'erasure.other-first', params: { other: sure } } };
    const before = possible;
    if (status === 'maybe') {
      possible ??= label;
      return { position, verdict: 'maybe', reason };
    }
    sure = label;
    if (before !== undefined) {
      return { position, verdict: 'maybe', reason: { code: 'erasure.order-unknown', params: { other: before } } };
    }
    if (mayMiss) return { position, verdict: 'maybe', reason: { code: 'erasure.unlisted-first', params: {} } };
    return { position, verdict: 'yes', reason };
  });
}

function withoutOrder(candidates: readonly Candidate[], mayMiss: boolean): readonly Taken[] {
  const open = candidates.filter(({ status }) => status !== 'no');
  return candidates.map(({ position, status, reason }): Taken => {
    if (status === 'no') return { position, verdict: 'no', reason };
    const other = (open[0]?.position === position ? open[1] : open[0])?.label;
    if (other !== undefined)
      return { position, verdict: 'maybe', reason: { code: 'erasure.order-unknown', params: { other } } };
    if (mayMiss && status === 'yes') {
      return { position, verdict: 'maybe', reason: { code: 'erasure.unlisted-first', params: {} } };
    }
    return { position, verdict: status, reason };
  });
}

/** Undefined where any place in the row is unknown. A list of one needs none. */
function sortByOrder(candidates: readonly Candidate[]): readonly Candidate[] | undefined {
  if (candidates.length > 1 && candidates.some(({ order }) => order === undefined)) return undefined;
  return [...candidates].sort((left, right) => compareText(left.order ?? '', right.order ?? ''));
}
