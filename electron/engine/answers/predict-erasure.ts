import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { InventoryDisk, MachineInventory } from '../../api/inventory.ts';
import type { PveVersion } from '../../api/site.ts';
import type { Answer, DisksAnswer } from './answer.ts';
import { diskOrder, knowDisk, mayMatchUnlistedDisk } from './inventory-knowledge.ts';
import { type FilterEntry, readFilter } from './known-property.ts';
import { predictNics } from './predict-nics.ts';
import { type FilterDevice, judgeAll, judgeAny, takeByFilter } from './take-by-filter.ts';
import { type Candidate, type ErasureReason, type TakeFirst, type Taken, takeFirst } from './take-first.ts';

/** `position` counts in the inventory's own list; the reason is an info of the catalogue. */
export interface DiskVerdict {
  readonly position: number;
  readonly verdict: 'erased' | 'kept' | 'cannot-tell';
  readonly reason: Diagnostic;
}

export interface NicVerdict {
  readonly position: number;
  readonly verdict: 'management' | 'other' | 'cannot-tell';
  readonly reason: Diagnostic;
}

export interface ErasurePrediction {
  /** Whether the installer gets as far as erasing. Verdicts hold if it does; with `no` every disk is kept. */
  readonly installs: 'yes' | 'no' | 'cannot-tell';
  readonly disks: readonly DiskVerdict[];
  readonly nics: readonly NicVerdict[];
  /** Positions that the answer fits or may fit, whichever is taken in the end. */
  readonly matchingDisks: readonly number[];
  readonly matchingNics: readonly number[];
  /** Several disks fit, or may fit, where the installer takes only one of them: a single disk, or an entry of disk-list. */
  readonly manyFit: boolean;
  /** Whether a device that the inventory does not list may be erased, or become the management card. */
  readonly unlistedDisks: boolean;
  readonly unlistedNics: boolean;
}

export interface PredictErasureOptions {
  /** As `parseAnswer` of the same version accepted it. */
  readonly answer: Answer;
  readonly version: PveVersion;
  /** Absent: nothing can be told. */
  readonly inventory?: MachineInventory;
}

/**
 * Which disks the installer would erase and which card it would take, by its own matching rules (those of `matchInventory`) over
 * whatever is known. Pure and sound: as long as the installer runs through, no disk that it erases is called kept and none that
 * it keeps is called erased, whatever else may be true of the machine. Device names are taken as listed; that the installer may
 * give them out otherwise is said by `judgeErasure`.
 */
export function predictErasure({ answer, version, inventory }: PredictErasureOptions): ErasurePrediction {
  if (!inventory) {
    const nothing = { disks: [], nics: [], matchingDisks: [], matchingNics: [], manyFit: false };
    return { installs: 'cannot-tell', ...nothing, unlistedDisks: true, unlistedNics: true };
  }
  const disks = predictDisks(answer.disks, inventory);
  const nics = predictNics(answer, inventory, version);
  const isBtrfsRefused = answer.disks.filesystem === 'btrfs' && inventory.supportsBtrfs === false;
  const parts = [disks.picks, nics.picks, isBtrfsRefused ? 'no' : 'yes'];
  const installs = parts.includes('no') ? 'no' : parts.includes('maybe') ? 'cannot-tell' : 'yes';
  const stops = installs === 'no';
  return {
    installs,
    disks: disks.taken.map((each) => (stops ? stopped(each) : diskVerdict(each))),
    nics: nics.taken.map(nicVerdict),
    matchingDisks: disks.matching,
    matchingNics: nics.matching,
    manyFit: disks.manyFit,
    unlistedDisks: disks.unlisted && !stops,
    unlistedNics: nics.unlisted,
  };
}

function inWords({ code, params }: ErasureReason): Diagnostic {
  return diagnostic(code, { params });
}

function stopped({ position, verdict, reason }: Taken): DiskVerdict {
  const why: ErasureReason = verdict === 'no' ? reason : { code: 'erasure.installer-stops', params: {} };
  return { position, verdict: 'kept', reason: inWords(why) };
}

function diskVerdict({ position, verdict, reason }: Taken): DiskVerdict {
  const words = { yes: 'erased', no: 'kept', maybe: 'cannot-tell' } as const;
  return { position, verdict: words[verdict], reason: inWords(reason) };
}

function nicVerdict({ position, verdict, reason }: Taken): NicVerdict {
  const words = { yes: 'management', no: 'other', maybe: 'cannot-tell' } as const;
  return { position, verdict: words[verdict], reason: inWords(reason) };
}

interface DiskPart extends TakeFirst {
  readonly manyFit: boolean;
}

function predictDisks(answer: DisksAnswer, inventory: MachineInventory): DiskPart {
  const isSingle = answer.filesystem === 'ext4' || answer.filesystem === 'xfs';
  if (answer.selection.kind === 'list') {
    const wanted = isSingle ? answer.selection.disks.slice(0, 1) : answer.selection.disks;
    return takeListed(wanted, inventory);
  }
  const entries = readFilter(answer.selection.filter);
  if (!isSingle) return { ...takeSet(entries, answer.filterMatch ?? 'any', inventory), manyFit: false };
  const part = takeByFilter(entries, diskCandidates(inventory), !inventory.allDisks, (entry) =>
    mayMatchUnlistedDisk(entry, inventory.disks),
  );
  return { ...part, manyFit: part.matching.length > 1 };
}

function diskCandidates(inventory: MachineInventory): readonly FilterDevice[] {
  const order = diskOrder(inventory);
  return inventory.disks.map((disk, position) => ({
    position,
    label: diskLabel(disk, position),
    order: order[position],
    know: knowDisk(disk, inventory.disks),
  }));
}

/** How a sentence names a disk: device file, serial, or its place in the list. */
export function diskLabel({ path, serial, udev }: InventoryDisk, position: number): string {
  return path ?? serial ?? udev?.ID_SERIAL ?? `#${position + 1}`;
}

/** zfs and btrfs: every disk that passes. An invalid pattern stops the installer as soon as there is a disk to compare. */
function takeSet(entries: readonly FilterEntry[], match: 'any' | 'all', inventory: MachineInventory): TakeFirst {
  const bad = entries.find(({ glob }) => !glob);
  if (bad) {
    const reason: ErasureReason = { code: 'erasure.pattern-invalid', params: { pattern: bad.pattern } };
    const taken = inventory.disks.map((_, position): Taken => ({ position, verdict: 'no', reason }));
    return { taken, picks: 'no', unlisted: false, matching: [] };
  }
  const judge = match === 'all' ? judgeAll : judgeAny;
  const taken = inventory.disks.map((disk, position): Taken => {
    const { status, reason } = judge(entries, knowDisk(disk, inventory.disks));
    return { position, verdict: status, reason };
  });
  // Under `all` a disk without any of the properties passes, so an unlisted one may; under `any` one entry must match.
  const unlisted =
    !inventory.allDisks && (match === 'all' || entries.some((entry) => mayMatchUnlistedDisk(entry, inventory.disks)));
  const picks = taken.some(({ verdict }) => verdict === 'yes')
    ? 'yes'
    : unlisted || taken.some(({ verdict }) => verdict === 'maybe')
      ? 'maybe'
      : 'no';
  return { taken, picks, unlisted, matching: openPositions(taken) };
}

/** `disk-list`: each entry takes the first disk whose path ends so. */
function takeListed(wanted: readonly string[], inventory: MachineInventory): DiskPart {
  const order = diskOrder(inventory);
  const devices = inventory.disks.map((disk, position) => {
    const path = disk.source === 'typed' ? undefined : disk.path;
    return { position, label: diskLabel(disk, position), order: order[position], path };
  });
  const paths = new Set(devices.map(({ path }) => path));
  const unlisted = !inventory.allDisks;
  // An entry that ends no known path says the same as any other such entry.
  let unnamed: TakeFirst | undefined;
  const parts = [...new Set(wanted)].map((entry): TakeFirst => {
    const isNamed = devices.some(({ path }) => path?.endsWith(entry));
    if (!isNamed && unnamed) return unnamed;
    // A whole path belongs to one disk, listed or not.
    const isWhole = entry.startsWith('/dev/') && paths.has(entry);
    const candidates = devices.map(({ path, ...device }): Candidate => {
      if (path === undefined && !isWhole) {
        return { ...device, status: 'maybe', reason: { code: 'erasure.path-unknown', params: {} } };
      }
      return path?.endsWith(entry)
        ? { ...device, status: 'yes', reason: { code: 'erasure.list-names-it', params: { entry } } }
        : { ...device, status: 'no', reason: { code: 'erasure.not-in-list', params: {} } };
    });
    const part = takeFirst(candidates, unlisted && !isWhole);
    if (!isNamed) unnamed = part;
    return part;
  });
  return joinLists([...new Set(parts)]);
}

function openPositions(taken: readonly Taken[]): readonly number[] {
  return taken.filter(({ verdict }) => verdict !== 'no').map(({ position }) => position);
}

function joinLists(parts: readonly TakeFirst[]): DiskPart {
  const [first] = parts;
  if (!first) return { taken: [], picks: 'no', unlisted: false, matching: [], manyFit: false };
  const rank = { yes: 2, maybe: 1, no: 0 } as const;
  const joined = [...first.taken];
  for (const part of parts.slice(1)) {
    for (const [index, each] of part.taken.entries()) {
      const known = joined[index];
      if (!known || rank[each.verdict] > rank[known.verdict]) joined[index] = each;
    }
  }
  const picks = parts.some((part) => part.picks === 'yes')
    ? 'yes'
    : parts.some((part) => part.picks === 'maybe')
      ? 'maybe'
      : 'no';
  return {
    taken: joined,
    picks,
    unlisted: parts.some((part) => part.unlisted),
    matching: [...new Set(parts.flatMap((part) => part.matching))],
    manyFit: parts.some((part) => part.matching.length > 1),
  };
}
