import { type HostFactName, VOLATILE_FACTS } from './host-facts.ts';
import type { SiteFacts } from './site-facts.ts';

/** Registered facts that change by themselves. */
const VOLATILE_EXTRA: readonly string[] = ['site-lock', 'storage.activity'];

/**
 * The facts as plain JSON for a plan's fingerprint: the same site gives the same text, whatever the order of the
 * vendor's lists, and what moves by itself (clocks, free space, sync times) is left out.
 */
export function stableFacts(facts: SiteFacts): unknown {
  const hosts = [...facts.hosts].sort(([a], [b]) => a.localeCompare(b));
  return hosts.map(([name, sight]) => {
    if (!sight.reached) return [name, sight.expected ? 'absent' : 'not reached'];
    const kept = Object.entries(sight.facts).filter(([fact]) => !VOLATILE_FACTS.includes(fact as HostFactName));
    const { extra } = sight.facts;
    const steady = new Map([...extra].filter(([id]) => !VOLATILE_EXTRA.includes(id)));
    return [name, plain({ ...Object.fromEntries(kept), extra: steady })];
  });
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plain).sort(compare);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, entry]) => [key, plain(entry)]),
    );
  return value;
}

function compare(a: unknown, b: unknown): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}
