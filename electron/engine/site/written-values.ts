import { parse } from 'smol-toml';
import type { SiteDocument } from '../../api/sites.ts';

/** What stands in a text, as plain values; undefined where it is no TOML. For showing only: nothing in it has been checked. */
export function writtenValues(text: string): SiteDocument['written'] {
  try {
    // Dates become texts; there is nothing else in TOML that JSON does not have.
    return JSON.parse(JSON.stringify(parse(text.startsWith('\uFEFF') ? text.slice(1) : text)));
  } catch {
    return undefined;
  }
}
