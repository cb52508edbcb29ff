import type { Answer, DisksAnswer } from './answer.ts';
import { LEAST_DISKS } from './answer.ts';
import type { TextEntries } from './decode-toml.ts';
import { globMatches, parseGlob } from './glob.ts';
import type { DeviceProperties, Inventory } from './inventory.ts';
import type { Installs } from './match-inventory.ts';
import { sizeTraps } from './size-traps.ts';
import type { Trap } from './trap.ts';
import { pinnedNames } from './verify-answer.ts';

/** Traps that show only on a known machine. */
export function findInventoryTraps(answer: Answer, inventory: Inventory, installs: Installs): readonly Trap[] {
  return [...networkTraps(answer, inventory, installs), ...diskTraps(answer.disks, inventory, installs)];
}

function networkTraps({ network }: Answer, inventory: Inventory, installs: Installs): readonly Trap[] {
  const traps: Trap[] = [];
  for (const [mac, name] of pinnedNames(network.pinning)) {
    if (inventory.nics.some((nic) => nic.mac === mac)) continue;
    const field = 'network.interface-name-pinning.mapping';
    traps.push({ code: 'answer.trap-pin-absent', field, params: { mac, name } });
  }
  if (network.source === 'from-dhcp') {
    if (!inventory.lease) {
      traps.push({ code: 'answer.trap-dhcp-nic', field: 'network.source', params: { nic: installs.managementNic } });
    }
    return traps;
  }
  const nics = devicesWithAny(network.filter, inventory.nicProperties);
  if (nics.length > 1) traps.push(manyTrap('network.filter', nics.length, installs.managementNic));
  return traps;
}

function diskTraps(disks: DisksAnswer, inventory: Inventory, installs: Installs): readonly Trap[] {
  const { selection, filesystem, raid, filterMatch } = disks;
  const traps: Trap[] = [];
  if (selection.kind === 'list') {
    traps.push(...listTraps(selection.disks, filesystem, inventory));
  } else if (!raid) {
    const matching = devicesWithAny(selection.filter, inventory.diskProperties);
    if (matching.length > 1) traps.push(manyTrap('disk-setup.filter', matching.length, installs.disks[0] ?? ''));
  } else if (filterMatch === 'all') {
    for (const [key] of selection.filter) {
      const lacking = inventory.disks.filter(
        ({ index, path }) =>
          installs.disks.includes(path) && !Object.hasOwn(inventory.diskProperties[index] ?? {}, key),
      );
      if (lacking.length === 0) continue;
      const params = { key, disks: lacking.map(({ path }) => path).join(', ') };
      traps.push({ code: 'answer.trap-filter-all-disks', field: 'disk-setup.filter', params });
    }
  }
  const used = inventory.disks.filter(({ path }) => installs.disks.includes(path));
  traps.push(
    ...sizeTraps(
      disks,
      used.map(({ sizeBytes }) => sizeBytes),
    ),
  );
  const count = installs.disks.length;
  if (raid && (count < LEAST_DISKS[raid] || (raid === 'raid10' && count % 2 !== 0))) {
    const params = { filesystem, raid, count, least: LEAST_DISKS[raid] };
    traps.push({ code: 'answer.trap-raid-count', field: `disk-setup.${filesystem}.raid`, params });
  }
  return traps;
}

function listTraps(
  wanted: readonly string[],
  filesystem: DisksAnswer['filesystem'],
  inventory: Inventory,
): readonly Trap[] {
  const field = 'disk-setup.disk-list';
  const traps: Trap[] = [];
  const takenBy = new Map<string, string>();
  for (const disk of wanted) {
    const [first, ...more] = inventory.disks.filter(({ path }) => path.endsWith(disk)).map(({ path }) => path);
    if (first === undefined) {
      traps.push({ code: 'answer.trap-disk-dropped', field, params: { disk, filesystem } });
      continue;
    }
    if (more.length > 0) {
      traps.push({
        code: 'answer.trap-disk-many',
        field,
        params: { disk, disks: [first, ...more].join(', '), taken: first },
      });
    }
    const earlier = takenBy.get(first);
    if (earlier !== undefined) {
      traps.push({ code: 'answer.trap-disk-same', field, params: { first: earlier, second: disk } });
    }
    takenBy.set(first, disk);
  }
  return traps;
}

function manyTrap(filter: string, count: number, taken: string): Trap {
  return { code: 'answer.trap-filter-many', field: filter, params: { filter, count, taken } };
}

function devicesWithAny(filter: TextEntries, devices: Readonly<Record<string, DeviceProperties>>): readonly string[] {
  const globs = filter.map(([key, pattern]) => ({ key, glob: parseGlob(pattern) }));
  return Object.keys(devices).filter((device) =>
    globs.some(({ key, glob }) => {
      const properties = devices[device] ?? {};
      return glob && Object.hasOwn(properties, key) && globMatches(glob, properties[key] ?? '');
    }),
  );
}
