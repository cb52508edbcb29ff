import type { Diagnostic } from '../../api/diagnostic.ts';
import { diagnostic, hasErrors } from '../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import type { PveVersion } from '../../api/site.ts';
import { type Answer, type DisksAnswer, vendorFilesystemText } from './answer.ts';
import type { Report, TextEntries } from './decode-toml.ts';
import { type Glob, globMatches, parseGlob } from './glob.ts';
import type { DeviceProperties, Inventory, InventoryNic } from './inventory.ts';
import { compareText } from './text-order.ts';
import { pinnedNames } from './verify-answer.ts';

/** What the installer would do to this machine. */
export interface Installs {
  /** The vendor's text: `ext4`, `zfs (RAID1)`. */
  readonly filesystem: string;
  /** Paths of the disks that are erased, in the vendor's order. */
  readonly disks: readonly string[];
  /** The card that carries the management address, by the name it has when the installer writes its configuration. */
  readonly managementNic: string;
}

export interface InventoryMatch {
  /** Absent when the installer would stop. */
  readonly installs?: Installs;
  readonly diagnostics: readonly Diagnostic[];
}

export interface MatchOptions {
  readonly version: PveVersion;
  readonly file?: string;
}

/**
 * The installer's own matching rules over one machine: which disks it erases and which card becomes the management card
 * (answer-schema.md, 3.1). Pure. The answer must have been accepted by `parseAnswer` of the same version.
 */
export function matchInventory(answer: Answer, inventory: Inventory, options: MatchOptions): InventoryMatch {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code: DiagnosticCode, path, params) => {
    const subject = { file: options.file, field: path || undefined };
    diagnostics.push(diagnostic(code, { params: { ...params }, subject }));
    return undefined;
  };
  if (answer.disks.filesystem === 'btrfs' && !inventory.supportsBtrfs) {
    report('answer.btrfs-unsupported', 'disk-setup.filesystem');
  }
  const managementNic = chooseNic(answer, inventory, options.version, report);
  const disks = chooseDisks(answer.disks, inventory, report);
  if (managementNic === undefined || !disks || hasErrors(diagnostics)) return { diagnostics };
  return {
    installs: { filesystem: vendorFilesystemText(answer.disks), disks, managementNic },
    diagnostics,
  };
}

function chooseNic(answer: Answer, inventory: Inventory, version: PveVersion, report: Report): string | undefined {
  const { network } = answer;
  if (answer.global.fqdn.kind === 'from-dhcp' && inventory.lease) {
    if (inventory.lease.hostname === undefined) report('answer.fqdn-no-lease-name', 'global.fqdn');
    if (inventory.lease.domain === undefined && answer.global.fqdn.domain === undefined) {
      report('answer.fqdn-no-domain', 'global.fqdn.domain');
    }
  }
  // 9.1 pins when asked to; 9.2.7 pins whenever the table is there, even with enabled = false.
  const isPinned = network.pinning !== undefined && (network.pinning.enabled || version === '9.2');
  const names = pinnedNames(network.pinning);
  if (isPinned) checkDefaultNames(inventory.nics, names, report);
  if (network.source === 'from-answer') {
    return firstMatch(network.filter, inventory.nicProperties, 'network.filter', report);
  }
  const nic = leaseNic(inventory, version);
  if (!nic) return report('answer.filter-no-device', 'network', { filter: 'network' });
  return isPinned && nic.pinnedId !== undefined ? pinnedName(nic, names) : nic.name;
}

function pinnedName(nic: InventoryNic, names: ReadonlyMap<string, string>): string {
  return names.get(nic.mac ?? '') ?? `nic${nic.pinnedId ?? ''}`;
}

/** Cards without a name of their own get `nic<id>`; a given name that is one of those stops the installer. */
function checkDefaultNames(nics: readonly InventoryNic[], names: ReadonlyMap<string, string>, report: Report): void {
  const path = 'network.interface-name-pinning.mapping';
  for (const nic of nics) {
    if (nic.pinnedId === undefined || names.has(nic.mac ?? '')) continue;
    const given = [...names].find(([, name]) => name === `nic${nic.pinnedId}`);
    if (given) report('answer.pin-name-taken', path, { name: given[1], mac: given[0], other: nic.name });
  }
}

/** The card of the default route; without any, the first by kernel index; without network facts, the first by name. */
export function leaseNic(inventory: Inventory, version: PveVersion): InventoryNic | undefined {
  const { nics, lease } = inventory;
  if (!lease) return nics[0];
  const find = (name: string | undefined): InventoryNic | undefined => nics.find((nic) => nic.name === name);
  const nic4 = find(lease.gateway4Device);
  const nic6 = find(lease.gateway6Device);
  const byIndex = [...nics].sort((left, right) => (left.kernelIndex ?? 0) - (right.kernelIndex ?? 0))[0];
  if (version === '9.2') return nic4 ?? nic6 ?? byIndex;
  // Up to 9.1 an IPv6 route counts only where IPv4 brought no address; in 9.1 only beside an IPv4 route.
  const useNic6 = nic6?.hasIpv6 === true && nic4?.hasIpv4 !== true && (version === '8.4' || nic4 !== undefined);
  return useNic6 ? nic6 : (nic4 ?? byIndex);
}

function chooseDisks(disks: DisksAnswer, inventory: Inventory, report: Report): readonly string[] | undefined {
  return disks.filesystem === 'ext4' || disks.filesystem === 'xfs'
    ? chooseOneDisk(disks, inventory, report)
    : chooseDiskSet(disks, inventory, report);
}

function chooseOneDisk(disks: DisksAnswer, inventory: Inventory, report: Report): readonly string[] | undefined {
  if (disks.selection.kind === 'list') {
    const wanted = disks.selection.disks[0] ?? '';
    const disk = inventory.disks.find(({ path }) => path.endsWith(wanted));
    return disk ? [disk.path] : report('answer.disk-absent', 'disk-setup.disk-list', { disk: wanted });
  }
  const index = firstMatch(disks.selection.filter, inventory.diskProperties, 'disk-setup.filter', report);
  if (index === undefined) return undefined;
  const disk = inventory.disks.find((each) => each.index === index);
  return disk ? [disk.path] : report('answer.inventory-torn', 'disk-setup.filter', { index });
}

function chooseDiskSet(disks: DisksAnswer, inventory: Inventory, report: Report): readonly string[] | undefined {
  const chosen = new Set<string>();
  if (disks.selection.kind === 'list') {
    for (const wanted of disks.selection.disks) {
      const disk = inventory.disks.find(({ path }) => path.endsWith(wanted));
      if (disk) chosen.add(disk.index);
    }
    if (chosen.size === 0) {
      return report('answer.disks-none', 'disk-setup.disk-list', { disks: disks.selection.disks.join(', ') });
    }
  } else {
    const indexes = allMatches(disks.selection.filter, inventory, disks.filterMatch ?? 'any', report);
    for (const index of indexes ?? []) chosen.add(index);
    if (chosen.size === 0) return undefined;
  }
  const sorted = [...chosen].sort(compareText);
  const paths = sorted.map((index) => inventory.disks.find((disk) => disk.index === index)?.path);
  const torn = sorted.find((_, at) => paths[at] === undefined);
  if (torn !== undefined) return report('answer.inventory-torn', 'disk-setup', { index: torn });
  // The installer takes the size of "the first disk" by using its index as a position; beyond the list it crashes.
  if (Number(sorted[0]) >= inventory.disks.length) {
    return report('answer.inventory-torn', 'disk-setup', { index: sorted[0] ?? '' });
  }
  return paths as readonly string[];
}

/** First device, in sorted order, with any entry that matches. Patterns are read only when they are reached. */
function firstMatch(
  filter: TextEntries,
  devices: Readonly<Record<string, DeviceProperties>>,
  name: string,
  report: Report,
): string | undefined {
  if (filter.length === 0) return report('answer.filter-empty', name, { filter: name });
  const globs = new Map<string, Glob | undefined>();
  for (const device of Object.keys(devices).sort(compareText)) {
    for (const [key, pattern] of filter) {
      if (!globs.has(pattern)) globs.set(pattern, parseGlob(pattern));
      const glob = globs.get(pattern);
      if (!glob) return report('answer.glob-invalid', name, { key, pattern });
      const value = propertyOf(devices[device], key);
      if (value !== undefined && globMatches(glob, value)) return device;
    }
  }
  return report('answer.filter-no-device', name, { filter: name });
}

/** Disks for zfs and btrfs. Under `all` a property that the disk does not have never counts against it. */
function allMatches(
  filter: TextEntries,
  inventory: Inventory,
  match: 'any' | 'all',
  report: Report,
): readonly string[] | undefined {
  const name = 'disk-setup.filter';
  const indexes = Object.keys(inventory.diskProperties);
  const globs = filter.map(([key, pattern]) => ({ key, pattern, glob: parseGlob(pattern) }));
  const bad = globs.find(({ glob }) => !glob);
  if (bad && indexes.length > 0) return report('answer.glob-invalid', name, { key: bad.key, pattern: bad.pattern });
  const found = indexes.filter((index) => {
    const verdicts = globs.map(({ key, glob }) => {
      const value = propertyOf(inventory.diskProperties[index], key);
      return value === undefined || !glob ? undefined : globMatches(glob, value);
    });
    return match === 'all' ? !verdicts.includes(false) : verdicts.includes(true);
  });
  return found.length > 0 ? found : report('answer.filter-no-device', name, { filter: name });
}

function propertyOf(properties: DeviceProperties | undefined, key: string): string | undefined {
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
}
