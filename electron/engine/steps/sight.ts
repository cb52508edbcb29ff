import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Change } from '../../api/plan.ts';
import type { Known } from '../facts/fact.ts';
import type { HostFactName, HostFacts } from '../facts/host-facts.ts';
import type { CheckVerdict, View } from './step.ts';

/** Thrown inside {@link decide} where a host has not come into being yet. */
class NotYet extends Error {}

/**
 * Runs the deciding half of a step. Whatever it throws as a diagnostic is `blocked`; a guest that does not exist yet is
 * `later`. Keeps checks free of the words for "not reached" and "unknown".
 * @param waitsFor step ids that bring the missing host into being
 */
export function decide(waitsFor: readonly string[], check: () => CheckVerdict): CheckVerdict {
  try {
    return check();
  } catch (error) {
    if (error instanceof NotYet) return { state: 'later', waitsFor };
    if (error instanceof DiagnosticError) return { state: 'blocked', diagnostic: error.diagnostics[0] };
    throw error;
  }
}

/** The facts of one host; not reached throws (see {@link decide}). */
export function factsOf(view: Pick<View, 'facts'>, host: string): HostFacts {
  const sight = view.facts.hosts.get(host);
  if (!sight)
    throw fail('pve.fact-unknown', { params: { host, fact: 'anything', why: 'it was not asked' }, subject: { host } });
  if (sight.reached) return sight.facts;
  if (sight.expected) throw new NotYet(host);
  throw new DiagnosticError(sight.diagnostic);
}

type ValueOf<Name extends HostFactName> = HostFacts[Name] extends Known<infer T> ? T : never;

/** One fact of one host; unknown throws (see {@link decide}): unknown is never taken for absent. */
export function factOf<Name extends HostFactName>(view: Pick<View, 'facts'>, host: string, name: Name): ValueOf<Name> {
  return knownOr(factsOf(view, host)[name] as Known<ValueOf<Name>>, host, name);
}

/** The value of a fact, or the diagnostic that names the host and what it did not say. */
export function knownOr<T>(fact: Known<T>, host: string, name: string): T {
  if (fact.known) return fact.value;
  throw fail('pve.fact-unknown', { params: { host, fact: name, why: fact.why }, subject: { host } });
}

/** `needed` where something differs, else `satisfied`. */
export function verdictOf(changes: readonly Change[]): CheckVerdict {
  const [first, ...rest] = changes;
  return first ? { state: 'needed', changes: [first, ...rest] } : { state: 'satisfied' };
}
