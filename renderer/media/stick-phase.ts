import type { ItemProgress } from '../state/run-fold.ts';

/** What a stick goes through, as the card shows it. check: base and drive; name: it is known again by its digest. */
export const STICK_PHASES = ['check', 'write', 'readBack', 'name'] as const;
export type StickPhase = (typeof STICK_PHASES)[number];

/** The English words of the run's progress (`stick-run.ts` of the engine), which name the phase. */
const PHASE_OF: Readonly<Record<string, StickPhase>> = {
  'hashing the base': 'check',
  'checking what is on it': 'check',
  writing: 'write',
  'reading back': 'readBack',
};

/** Where a stick is now; undefined once it has ended. */
export function stickPhase(item: ItemProgress): StickPhase | undefined {
  if (item.state !== 'running') return item.state === 'waiting' ? 'check' : undefined;
  return PHASE_OF[item.progress?.text?.en ?? ''] ?? 'check';
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
