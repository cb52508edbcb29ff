import type { ItemProgress } from '../state/run-fold.ts';

/** What a stick goes through, as the card shows it. check: base and drive; name: it is known again by its digest. */
export const STICK_PHASES = ['check', 'write', 'readBack', 'name'] as const;
export type StickPhase = (typeof STICK_PHASES)[number];

const PHASE_OF = { 'base-digest': 'check', compare: 'check', write: 'write', verify: 'readBack' } as const;

/** Where a stick is now; undefined once it has ended. */
export function stickPhase(item: ItemProgress): StickPhase | undefined {
  if (item.state !== 'running') return item.state === 'waiting' ? 'check' : undefined;
  const phase = item.progress?.phase;
  return phase === undefined ? 'check' : PHASE_OF[phase];
}

/** Milliseconds until this phase ends at the present rate; undefined while nothing can be said. */
export function phaseLeftMs({ progress }: ItemProgress): number | undefined {
  if (progress?.unit !== 'bytes' || !progress.bytesPerSecond || progress.bytesPerSecond <= 0) return undefined;
  return (Math.max(0, progress.total - progress.done) / progress.bytesPerSecond) * 1000;
}

/** Share of the present phase, 0 to 100. */
export function phasePercent({ progress }: ItemProgress): number {
  if (!progress || progress.total <= 0) return 0;
  return Math.min(100, Math.floor((progress.done / progress.total) * 100));
}
