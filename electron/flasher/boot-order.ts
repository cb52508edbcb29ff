import type { Range } from './zones.ts';

/**
 * What of a drive's head is written together, and durable before the next part: what the boot code reads, then the volume
 * descriptors, then the rest of the partition table, and last the sectors that firmware looks at first. The last part is
 * no longer than the largest sector, so that it is there or not.
 */
const CUTS_BYTES = [64 * 1024, 16 * 1024, 4096] as const;
const FIRST_BYTES = CUTS_BYTES[2];

/** The parts of a head in the order they are written: a cut between or inside two of them leaves nothing that starts. */
export function headParts(length: number): readonly Range[] {
  const cuts = [length, ...CUTS_BYTES.filter((cut) => cut < length), 0];
  return cuts.slice(1).map((from, index) => ({ from, to: cuts[index] as number }));
}

/** The parts of a head in the order they are blanked: first what makes a drive start. */
export function blankParts(length: number): readonly Range[] {
  const cut = Math.min(FIRST_BYTES, length);
  return [
    { from: 0, to: cut },
    { from: cut, to: length },
  ].filter(({ from, to }) => from < to);
}
