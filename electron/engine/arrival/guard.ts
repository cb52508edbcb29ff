import type { Guard } from './arrival-store.ts';

const NEVER: Guard = { answers: [] };
/** Instants that are kept. */
const MOST_ANSWERS = 20;

/**
 * The guard against a loop of installations: a stick that is left in, or a network start that stays first, asks again after
 * every restart. Pure.
 *
 * - Not installed before: an answer. Asking again before anything proves the installation gets it again, because an
 *   installation that failed before it wrote anything must be possible to repeat without a person at the laptop.
 * - Installed (webhook, first-boot report or SSH seen): none, until a person releases it by its typed name, once.
 */
export function mayAnswer(guard: Guard = NEVER): boolean {
  return guard.installed === undefined || guard.released !== undefined;
}

/** After an answer went out: what proved an earlier installation and a release are used up. */
export function afterAnswer(guard: Guard = NEVER, at: string): Guard {
  return { answers: [...guard.answers, at].slice(-MOST_ANSWERS) };
}

/**
 * After a proof that it is installed; the first one stays. A report comes once after an installation, so it also ends a release
 * that was not used: it was installed by another way. SSH answers all the time and ends none.
 */
export function afterProof(guard: Guard = NEVER, at: string, by: NonNullable<Guard['installed']>['by']): Guard {
  const isUsedUp = guard.released !== undefined && by !== 'ssh';
  return guard.installed && !isUsedUp ? guard : { answers: guard.answers, installed: { at, by } };
}

/** A person lets it be installed again. */
export function afterRelease(guard: Guard = NEVER, at: string): Guard {
  return { ...guard, released: at };
}
