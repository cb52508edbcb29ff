import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { InventoryDisk, MachineInventory } from '../../api/inventory.ts';
import type { Answer } from './answer.ts';
import { shortSerialOf } from './inventory-knowledge.ts';
import { judgeRaid } from './judge-raid.ts';
import { diskName, diskNames, MOST_NAMES, nicName, type Say } from './judgement-words.ts';
import { diskLabel, type ErasurePrediction, type PredictErasureOptions, predictErasure } from './predict-erasure.ts';
import { sizeTraps } from './size-traps.ts';
import type { Trap } from './trap.ts';
import { pinnedNames } from './verify-answer.ts';

/** A hostile or hopeless inventory would give one for each of 512 disks. */
const MOST_ERRORS = 64;

/** What the technician means; absent parts are not compared. */
export interface ErasurePlan {
  /** Disks to erase, by ID_SERIAL_SHORT. */
  readonly diskSerials?: readonly string[];
  /** MAC of the management card, in any case. */
  readonly managementMac?: string;
}

export interface JudgeErasureOptions extends PredictErasureOptions {
  readonly plan?: ErasurePlan;
  /** Named in the diagnostics. */
  readonly node: string;
}

export interface ErasureJudgement {
  readonly prediction: ErasurePrediction;
  /** Errors: what is not certain, or not what the plan says. Warnings: what is lost, and what may change. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges what the answer would do to this machine. Ambiguity is an error here, whereas `checkAnswer` says only what the vendor's
 * parser says: a disk or card of which nothing certain can be told, more than one that fits where one is taken, and every
 * difference from the plan. Without an inventory nothing can be told, which is a warning. Pure.
 */
export function judgeErasure(options: JudgeErasureOptions): ErasureJudgement {
  const { answer, inventory, plan = {}, node } = options;
  const prediction = predictErasure(options);
  const say: Say = (code, field, params = {}) =>
    diagnostic(code, { params: { node, ...params }, subject: { host: node, ...(field ? { field } : {}) } });
  if (!inventory) return { prediction, diagnostics: [say('erasure.no-inventory')] };
  // A list that names none and does not claim to be whole says nothing, neither for nor against.
  const knowsDisks = inventory.disks.length > 0 || inventory.allDisks;
  const knowsNics = inventory.nics.length > 0 || inventory.allNics;
  return {
    prediction,
    diagnostics: [
      ...(knowsDisks
        ? [
            ...judgeDisks(answer, inventory, prediction, say),
            ...judgeDiskPlan(inventory, prediction, plan.diskSerials, say),
            ...judgeRaid(answer.disks, inventory, prediction, say),
          ]
        : [say('erasure.no-inventory')]),
      ...(knowsNics
        ? [
            ...judgeNics(answer, inventory, prediction, say),
            ...judgeNicPlan(inventory, prediction, plan.managementMac, say),
          ]
        : [say('erasure.no-nics')]),
      ...sayLosses(inventory, prediction, say),
      ...machineTraps(answer, inventory, prediction).map(({ code, field, params }) =>
        diagnostic(code, { ...(params ? { params } : {}), subject: { host: node, field } }),
      ),
    ],
  };
}

function judgeDisks(
  answer: Answer,
  inventory: MachineInventory,
  prediction: ErasurePrediction,
  say: Say,
): readonly Diagnostic[] {
  const { disks, installs, matchingDisks } = prediction;
  const { selection, filesystem } = answer.disks;
  const field = selection.kind === 'list' ? 'disk-setup.disk-list' : 'disk-setup.filter';
  const found: Diagnostic[] = [];
  if (matchingDisks.length === 0 && !prediction.unlistedDisks) found.push(say('erasure.filter-none', field));
  else if (installs === 'no') found.push(say('erasure.install-stops'));
  // Many that only may fit, because the listing lacks their serials, are many that cannot be told.
  const isKnown = matchingDisks.every(
    (position) => shortSerialOf(inventory.disks[position] as InventoryDisk) !== undefined,
  );
  if (prediction.manyFit && isKnown) {
    const params = { filesystem, count: matchingDisks.length, disks: diskNames(inventory, matchingDisks) };
    found.push(say(selection.kind === 'list' ? 'erasure.entry-many' : 'erasure.filter-many', field, params));
  } else {
    for (const { position } of disks.filter(({ verdict }) => verdict === 'cannot-tell').slice(0, MOST_ERRORS)) {
      found.push(say('erasure.disk-unclear', field, { disk: diskName(inventory, position) }));
    }
  }
  if (prediction.unlistedDisks) found.push(say('erasure.unlisted-disks', field));
  found.push(...sameSerials(inventory, matchingDisks, say));
  const names =
    selection.kind === 'list'
      ? selection.disks
      : selection.filter.filter(([key]) => key === 'DEVNAME').map(([, pattern]) => pattern);
  const isInstallers = inventory.disks.every(({ source }) => source === 'device-info' || source === 'installer');
  if (names.length > 0 && !isInstallers) {
    found.push(say('erasure.names-move', field, { name: names.slice(0, MOST_NAMES).join(', ').slice(0, 200) }));
  }
  return found;
}

/** Two listed disks with one serial: two paths to the same disk, or a maker who gives all the same. */
function sameSerials(inventory: MachineInventory, positions: readonly number[], say: Say): readonly Diagnostic[] {
  const bySerial = new Map<string, number[]>();
  for (const position of positions) {
    const disk = inventory.disks[position];
    const serial = disk && shortSerialOf(disk);
    if (serial !== undefined) bySerial.set(serial, [...(bySerial.get(serial) ?? []), position]);
  }
  return [...bySerial]
    .filter(([, same]) => same.length > 1)
    .map(([serial, same]) =>
      say('erasure.serial-twice', 'disk-setup', { serial, count: same.length, disks: diskNames(inventory, same) }),
    );
}

function judgeDiskPlan(
  inventory: MachineInventory,
  { disks, installs }: ErasurePrediction,
  serials: readonly string[] | undefined,
  say: Say,
): readonly Diagnostic[] {
  if (!serials) return [];
  const field = 'install.diskSerials';
  const found: Diagnostic[] = [];
  const planned = new Set<number>();
  // Only a list of all disks with all serials can say that one is not there.
  const isWhole = inventory.allDisks && inventory.disks.every((disk) => shortSerialOf(disk) !== undefined);
  for (const serial of serials) {
    const positions = inventory.disks.flatMap((disk, position) => (isNamed(disk, serial) ? [position] : []));
    for (const position of positions) planned.add(position);
    if (positions.length > 0) continue;
    const other = findOther(inventory, serial);
    if (other) found.push(say('erasure.serial-other', field, other));
    else if (isWhole) found.push(say('erasure.disk-absent', field, { serial }));
  }
  for (const { position, verdict } of disks) {
    const params = { disk: diskName(inventory, position) };
    if (verdict === 'erased' && !planned.has(position)) found.push(say('erasure.disk-unplanned', field, params));
    if (verdict === 'kept' && planned.has(position) && installs !== 'no')
      found.push(say('erasure.disk-spared', field, params));
  }
  return found;
}

/** A serial that lsblk tells without saying which property it is counts as the planned one; its verdict stays unclear. */
function isNamed(disk: InventoryDisk, serial: string): boolean {
  return disk.udev ? disk.udev.ID_SERIAL_SHORT === serial : disk.serial === serial;
}

/** The number on the label of a SAS disk is another property than the one that the installer compares. */
function findOther({ disks }: MachineInventory, serial: string): Readonly<Record<string, string>> | undefined {
  for (const [position, disk] of disks.entries()) {
    const short = disk.udev?.ID_SERIAL_SHORT;
    const key = ['ID_SCSI_SERIAL', 'SCSI_IDENT_SERIAL', 'ID_SERIAL'].find((each) => disk.udev?.[each] === serial);
    if (short !== undefined && key !== undefined) return { serial, key, short, disk: diskLabel(disk, position) };
  }
  return undefined;
}

function judgeNics(
  { network }: Answer,
  inventory: MachineInventory,
  prediction: ErasurePrediction,
  say: Say,
): readonly Diagnostic[] {
  const { nics, matchingNics, unlistedNics } = prediction;
  const open = nics.filter(({ verdict }) => verdict === 'cannot-tell');
  if (network.source === 'from-dhcp') {
    if (open.length === 0 && !unlistedNics) return [];
    return [say('erasure.nic-lease', 'network.source', { count: nics.length })];
  }
  const field = 'network.filter';
  const found: Diagnostic[] = [];
  if (matchingNics.length === 0 && !unlistedNics) found.push(say('erasure.nic-none', field));
  else if (matchingNics.length > 1) {
    const names = matchingNics.slice(0, MOST_NAMES).map((position) => nicName(inventory, position));
    found.push(say('erasure.nic-many', field, { count: matchingNics.length, nics: names.join(', ') }));
  } else {
    for (const { position } of open)
      found.push(say('erasure.nic-unclear', field, { nic: nicName(inventory, position) }));
  }
  if (unlistedNics) found.push(say('erasure.unlisted-nics', field));
  return found;
}

function judgeNicPlan(
  inventory: MachineInventory,
  { nics }: ErasurePrediction,
  mac: string | undefined,
  say: Say,
): readonly Diagnostic[] {
  if (mac === undefined) return [];
  const wanted = mac.toLowerCase();
  const field = 'install.managementMac';
  if (inventory.nics.length > 0 && !inventory.nics.some((nic) => nic.mac === wanted))
    return [say('erasure.nic-absent', field, { mac: wanted })];
  const taken = nics.find(({ verdict }) => verdict === 'management');
  if (!taken || inventory.nics[taken.position]?.mac === wanted) return [];
  return [say('erasure.nic-unplanned', field, { mac: wanted, nic: nicName(inventory, taken.position) })];
}

/** What is on the disks that are erased. */
function sayLosses(inventory: MachineInventory, { disks }: ErasurePrediction, say: Say): readonly Diagnostic[] {
  return disks.flatMap(({ position, verdict }) => {
    const holds = (inventory.disks[position]?.holds ?? []).filter(({ kind }) => kind !== 'partition-table');
    if (verdict !== 'erased' || holds.length === 0) return [];
    const what = holds
      .slice(0, MOST_NAMES)
      .map(({ type, label, mountpoint, on }) => [type, label ?? mountpoint ?? on].filter(Boolean).join(' '));
    return [say('erasure.holds-data', undefined, { disk: diskName(inventory, position), what: what.join(', ') })];
  });
}

/** Warnings of `checkAnswer` that need less than the installer's own inventory: sizes, and names for cards that are not there. */
function machineTraps(answer: Answer, inventory: MachineInventory, { disks }: ErasurePrediction): readonly Trap[] {
  const isOpen = disks.some(({ verdict }) => verdict === 'cannot-tell');
  const erased = disks.filter(({ verdict }) => verdict === 'erased');
  const sizes = erased.map(({ position }) => inventory.disks[position]?.sizeBytes);
  const absent = [...pinnedNames(answer.network.pinning)].filter(
    ([mac]) => inventory.allNics && !inventory.nics.some((nic) => nic.mac === undefined || nic.mac === mac),
  );
  return [
    ...(isOpen ? [] : sizeTraps(answer.disks, sizes)),
    ...absent.slice(0, MOST_NAMES).map(([mac, name]): Trap => {
      return { code: 'answer.trap-pin-absent', field: 'network.interface-name-pinning.mapping', params: { mac, name } };
    }),
  ];
}
