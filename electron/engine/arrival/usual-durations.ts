import type { ArrivalPhase } from '../../api/arrival.ts';
import type { Site } from '../../api/site.ts';
import { type ArrivalState, phaseOf } from './arrival-state.ts';

/** How long a phase took on the first machine of this site that got through it. */
export type LearntDurations = Readonly<
  Partial<Record<ArrivalPhase, { readonly ms: number; readonly learntFrom: string }>>
>;

const MINUTE_MS = 60_000;

/**
 * What a phase usually takes until a first machine of the site shows it. From documented facts: the boot menu starts by itself
 * after 10 s and the installer tries DHCP on every port before it goes on (mission-research 1.1, 5); servers take minutes to
 * get through their firmware; pveproxy may be held up by its first look for templates until a timeout of 90 s (pve-facts 1.8).
 * The installation itself: 3 to 5 minutes onto an SSD, from a slow stick longer.
 */
const WITH_DHCP: Readonly<Partial<Record<ArrivalPhase, number>>> = {
  powered: 5 * MINUTE_MS,
  asked: MINUTE_MS,
  installing: 8 * MINUTE_MS,
  restarting: 5 * MINUTE_MS,
  ssh: 3 * MINUTE_MS,
};
/** Nothing is heard between the power button and the installed system, so one phase holds firmware, installer and installation. */
const WITHOUT_DHCP: Readonly<Partial<Record<ArrivalPhase, number>>> = { ...WITH_DHCP, powered: 15 * MINUTE_MS };

/** Until a phase is called silent it may take this much longer than usual: machines of one model differ by so much. */
export const PATIENCE = 1.25;
/** A machine that was caught late in a phase has shown too little of it. */
const LEAST_SHARE_OF_DOCUMENTED = 1 / 3;

/** How long a phase usually takes; undefined for phases that wait for a person or have no end. */
export function usualDuration(
  site: Site,
  phase: ArrivalPhase,
  learnt: LearntDurations,
): { readonly ms: number; readonly learntFrom?: string } | undefined {
  const documented = (asksForAnswers(site) ? WITH_DHCP : WITHOUT_DHCP)[phase];
  if (documented === undefined) return undefined;
  const known = learnt[phase];
  return known
    ? { ms: Math.max(known.ms, documented * LEAST_SHARE_OF_DOCUMENTED), learntFrom: known.learntFrom }
    : { ms: documented };
}

/** Whether machines are heard before they are installed. */
export function asksForAnswers(site: Site): boolean {
  return site.media.delivery === 'one-image' && site.network.dhcp !== undefined;
}

/** What a machine that is ready teaches; what is known already stays. Pure. */
export function learnFrom(host: string, state: ArrivalState, learnt: LearntDurations): LearntDurations {
  if (phaseOf(state) !== 'ready') return learnt;
  const found: Partial<Record<ArrivalPhase, { ms: number; learntFrom: string }>> = {};
  for (const { phase, from, to } of state.segments) {
    const ms = to === undefined ? 0 : Date.parse(to) - Date.parse(from);
    if (ms > 0 && phase !== 'waiting' && phase !== 'ready') found[phase] = { ms, learntFrom: host };
  }
  // A machine that we did not see being installed teaches nothing.
  const sawInstallation = state.segments.some(({ phase }) => ['powered', 'asked', 'installing'].includes(phase));
  return sawInstallation ? { ...found, ...learnt } : learnt;
}
