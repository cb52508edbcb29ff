import type { Site } from '../../api/site.ts';
import type { Fact, Known } from './fact.ts';
import { unknown } from './fact.ts';
import type { HostFacts } from './host-facts.ts';

/**
 * Further facts that a room of the engine (a stack, a check) wants in the one round trip. A stack registers one set;
 * its facts run as the user we come as (`sudo -n` where root is needed) and their ids begin with the stack's id.
 */
export interface FactSet {
  readonly id: string;
  /** The facts for one host or machine of the site; `[]` where the set has no business there. */
  facts(site: Site, host: string): readonly Fact<unknown>[];
}

/** What a registered fact said on a host. A fact that was not asked there is unknown. */
export function extraFact<T>(facts: HostFacts, fact: Pick<Fact<T>, 'id' | 'parse'>): Known<T> {
  return (facts.extra.get(fact.id) as Known<T> | undefined) ?? unknown(`${fact.id} was not asked on this host`);
}
