import { createHash } from 'node:crypto';
import type { Selection } from '../../api/selection.ts';
import type { Site } from '../../api/site.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import { canonicalJson } from './canonical-json.ts';

export interface FingerprintInput {
  readonly site: Site;
  readonly facts: SiteFacts;
  /** SHA-256 by path of the assets the site would use. */
  readonly assets: Readonly<Record<string, string>>;
  readonly appVersion: string;
  /** What counts of the facts: everything but what moves by itself (`facts/stable-facts.ts`). */
  readonly stableFacts: (facts: SiteFacts) => unknown;
  /** A plan of a part is not the plan of the whole. */
  readonly selection?: Selection | undefined;
}

/** SHA-256 (hex) over what a plan was made from. The same site looked at twice gives the same one. */
export function planFingerprint(input: FingerprintInput): string {
  const value = {
    site: input.site,
    assets: input.assets,
    appVersion: input.appVersion,
    facts: input.stableFacts(input.facts),
    selection: input.selection,
  };
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
