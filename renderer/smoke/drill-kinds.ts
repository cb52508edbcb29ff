import type { DrillKind, DrillOffer, DrillView } from '../../electron/api/drill.ts';
import type { SentenceKey } from '../text/text.ts';
import type { Mark } from '../ui/state-mark.tsx';

export const DRILL_WORDS: Readonly<Record<DrillKind, readonly [SentenceKey, SentenceKey]>> = {
  failover: ['drill.failover', 'drill.failoverWhat'],
  link: ['drill.link', 'drill.linkWhat'],
  quorum: ['drill.quorum', 'drill.quorumWhat'],
  restore: ['drill.restore', 'drill.restoreWhat'],
};

export const DRILL_STATES: Readonly<Record<DrillView['state'], readonly [Mark, SentenceKey]>> = {
  running: ['running', 'state.running'],
  'putting-back': ['running', 'drill.puttingBack'],
  passed: ['done', 'drill.kept'],
  rehearsed: ['done', 'drill.rehearsed'],
  failed: ['failed', 'state.failed'],
  stopped: ['warning', 'state.cancelled'],
};

/** Whether nothing happens any more. */
export function isOver({ state }: DrillView): boolean {
  return state !== 'running' && state !== 'putting-back';
}

/** The offers by kind, in the order in which the engine gave them. */
export function byKind(offers: readonly DrillOffer[]): readonly (readonly [DrillKind, readonly DrillOffer[]])[] {
  return [...new Set(offers.map(({ order }) => order.kind))].map((kind) => [
    kind,
    offers.filter(({ order }) => order.kind === kind),
  ]);
}

/** Which offer of a kind is chosen: what a person picked, else the first that the site bears. */
export function chosenOffer(offers: readonly DrillOffer[], picked: number | undefined): DrillOffer | undefined {
  return (picked === undefined ? undefined : offers[picked]) ?? offers.find(({ refused }) => !refused) ?? offers[0];
}
