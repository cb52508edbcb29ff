import type { NodeArrival } from '../../api/arrival.ts';
import type { Diagnostic } from '../../api/diagnostic.ts';
import type { RehearsedTechnician } from './rehearsed-technician.ts';

/** A rehearsed machine that has been stuck for so long will not go on. */
const STUCK_MS = 10 * 60_000;
/** Longer: its technician waits for a node's own report before he compares a key. */
const UNCOMPARED_MS = 30 * 60_000;

/**
 * Why a rehearsal cannot end well any more: its technician leaves a machine with an error alone, and nobody else comes. On a
 * real site somebody may always come, so there this is never said.
 */
export function deadEnd(
  views: readonly NodeArrival[],
  technician: RehearsedTechnician | undefined,
  nowMs: number,
): Diagnostic | undefined {
  if (!technician) return undefined;
  const failure = technician.failure();
  if (failure) return failure;
  const open = views.filter(({ phase }) => phase !== 'ready');
  if (open.some((view) => stuckAt(view, nowMs) === undefined)) return undefined;
  const stopped = technician.stopped();
  if (stopped) return stopped;
  return open.every((view) => nowMs > (stuckAt(view, nowMs) ?? nowMs)) ? open[0]?.diagnostics[0] : undefined;
}

/** From when on a machine counts as stuck, epoch ms; undefined while nothing holds it up. */
function stuckAt({ silentSince, hostKey, phase }: NodeArrival, nowMs: number): number | undefined {
  if (silentSince !== undefined) return Date.parse(silentSince) + STUCK_MS;
  if (hostKey?.state === 'different') return Date.parse(hostKey.at) + STUCK_MS;
  const comparedBy = hostKey?.state === 'seen' && phase === 'ssh' ? Date.parse(hostKey.at) + UNCOMPARED_MS : nowMs;
  return comparedBy < nowMs ? comparedBy : undefined;
}

/** Its report says something of it that must be seen to before the site is applied. A look that failed is no such thing. */
export function isNotAsPlanned({ diagnostics }: NodeArrival): boolean {
  return diagnostics.some(({ code, severity }) => severity === 'error' && code.startsWith('arrival.'));
}
