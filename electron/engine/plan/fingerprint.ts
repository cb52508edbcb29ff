import { createHash } from 'node:crypto';
import type { Site } from '../../api/site.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import { canonicalJson } from './canonical-json.ts';

export interface FingerprintInput {
  readonly site: Site;
  readonly facts: SiteFacts;
  /** SHA-256 by path of the assets the site would use. */
  readonly assets: Readonly<Record<string, string>>;
  readonly appVersion: string;
  /** What counts of a host's facts: everything but what moves by itself (times, load, free bytes). */
  readonly stableFacts: (facts: HostFacts) => unknown;
}

/** SHA-256 (hex) over what a plan was made from. The same site looked at twice gives the same one. */
export function planFingerprint(input: FingerprintInput): string {
  const hosts = [...input.facts.hosts].map(([name, sight]) => [
    name,
    // Why a host was not reached does not matter, and its evidence holds times.
    sight.reached
      ? { reached: true, facts: input.stableFacts(sight.facts) }
      : { reached: false, expected: sight.expected },
  ]);
  const value = {
    site: input.site,
    assets: input.assets,
    appVersion: input.appVersion,
    hosts: new Map(hosts as [string, unknown][]),
  };
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
