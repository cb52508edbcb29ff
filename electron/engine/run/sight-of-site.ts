import type { SiteFacts } from '../facts/site-facts.ts';
import type { View } from '../steps/step.ts';
import type { ApplyOptions } from './apply-options.ts';
import type { RunContext } from './start-run.ts';

/** What the run knows of the site, renewed host by host as it changes. */
export interface SightOfSite {
  view(): View;
  facts(): SiteFacts;
  hosts(): readonly string[];
  /** Reads these hosts again, one round trip each. */
  look(hosts: readonly string[]): Promise<void>;
  /** Something on the site has changed: what is known of other hosts may be old. */
  changed(): void;
  /** Whether something has changed since one of these hosts was last looked at. */
  isOld(hosts: readonly string[]): boolean;
}

/** Takes the first look, at every host. A changed host key, here or later, halts the run. */
export async function sightOfSite(run: RunContext, options: ApplyOptions): Promise<SightOfSite> {
  let changes = 0;
  const lookedAt = new Map<string, number>();
  let facts = await options.gather(undefined, undefined, run.signal);
  haltOnChangedKey(run, facts);

  return {
    view: () => ({
      site: options.site,
      facts,
      bundle: options.bundle,
      secret: options.secret,
      ...(options.hasSecret ? { hasSecret: options.hasSecret } : {}),
      mayWipe: (serial) => options.confirmedWipes?.includes(serial) ?? false,
    }),
    facts: () => facts,
    hosts: () => [...facts.hosts.keys()],
    async look(hosts) {
      if (hosts.length === 0) return;
      const asOf = changes;
      const seen = await options.gather(hosts, facts, run.signal);
      // Only what was asked for: another look may have renewed the rest meanwhile.
      const merged = new Map(facts.hosts);
      for (const host of hosts) {
        const sight = seen.hosts.get(host);
        if (sight) merged.set(host, sight);
        lookedAt.set(host, asOf);
      }
      facts = { takenAt: seen.takenAt, hosts: merged };
      haltOnChangedKey(run, facts);
    },
    changed() {
      changes += 1;
    },
    isOld: (hosts) => hosts.some((host) => (lookedAt.get(host) ?? 0) < changes),
  };
}

function haltOnChangedKey(run: RunContext, facts: SiteFacts): void {
  for (const sight of facts.hosts.values()) {
    if (!sight.reached && !sight.expected && sight.diagnostic.code === 'transport.host-key-changed') {
      run.halt(sight.diagnostic);
    }
  }
}
