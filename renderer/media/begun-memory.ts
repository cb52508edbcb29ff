import type { NamedStick } from './named-sticks.ts';

/** A run knows its drives by device alone: this tab keeps which stick that was, so that a reload names it again. */
const KEY = 'sitewright.begun';
const KEPT_RUNS = 12;

export type BegunSticks = Readonly<Record<string, readonly NamedStick[]>>;

/** What was kept, oldest run first; nothing where this is no browser or what stands there is not ours. */
export function rememberedBegun(): BegunSticks {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).map(([runId, sticks]) => [runId, Array.isArray(sticks) ? sticks.filter(isNamed) : []]),
    );
  } catch {
    return {};
  }
}

export function rememberBegun(begun: BegunSticks): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(begun).slice(-KEPT_RUNS))));
  } catch {
    // Only the page's memory of a reload: without it a card names the device.
  }
}

const WORDS = ['device', 'confirm', 'identity', 'model', 'node', 'image', 'namedAt'] as const;

function isNamed(value: unknown): value is NamedStick {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  return (
    WORDS.every((word) => typeof entry[word] === 'string') &&
    typeof entry.sizeBytes === 'number' &&
    Array.isArray(entry.held)
  );
}
