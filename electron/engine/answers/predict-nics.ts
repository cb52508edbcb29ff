import type { MachineInventory, InventoryNic as MachineNic } from '../../api/inventory.ts';
import type { PveVersion } from '../../api/site.ts';
import type { Answer } from './answer.ts';
import type { InventoryNic } from './inventory.ts';
import { knowNic, mayMatchUnlistedNic, nicOrder } from './inventory-knowledge.ts';
import { readFilter } from './known-property.ts';
import { leaseNic } from './match-inventory.ts';
import { type FilterDevice, takeByFilter } from './take-by-filter.ts';
import type { ErasureReason, Possible, TakeFirst, Taken } from './take-first.ts';
import { compareText } from './text-order.ts';
import { pinnedNames } from './verify-answer.ts';

/** Which card becomes the management card, and whether the network part lets the installer go on. */
export function predictNics(answer: Answer, inventory: MachineInventory, version: PveVersion): TakeFirst {
  const part = answer.network.source === 'from-dhcp' ? byLease(inventory, version) : byFilter(answer, inventory);
  const lease = leaseAllows(answer, inventory);
  const pins = pinsAllow(answer, inventory, version);
  const all = [part.picks, lease, pins];
  return { ...part, picks: all.includes('no') ? 'no' : all.includes('maybe') ? 'maybe' : 'yes' };
}

function byFilter({ network }: Answer, inventory: MachineInventory): TakeFirst {
  const entries = network.source === 'from-answer' ? readFilter(network.filter) : [];
  const order = nicOrder(inventory);
  const devices = inventory.nics.map((nic, position): FilterDevice => {
    return { position, label: nicLabel(nic, position), order: order[position], know: knowNic(nic) };
  });
  return takeByFilter(entries, devices, !inventory.allNics, (entry) => mayMatchUnlistedNic(entry, inventory.nics));
}

/** How a sentence names a card. */
export function nicLabel({ name, mac }: MachineNic, position: number): string {
  return name ?? mac ?? `#${position + 1}`;
}

/** From DHCP: the card of the default route. It is known only with the installer's network facts, or when there is one card. */
function byLease(inventory: MachineInventory, version: PveVersion): TakeFirst {
  const { nics, allNics, lease } = inventory;
  const isOnly = allNics && nics.length === 1;
  if (!isOnly && !(lease && allNics && nics.every(({ installer, name }) => installer && name !== undefined))) {
    const reason: ErasureReason = { code: 'erasure.lease-unknown', params: {} };
    const taken = nics.map((_, position): Taken => ({ position, verdict: 'maybe', reason }));
    return {
      taken,
      picks: allNics && nics.length === 0 ? 'no' : 'maybe',
      unlisted: !allNics,
      matching: nics.map((_, position) => position),
    };
  }
  const chosen = isOnly
    ? nics[0]?.name
    : leaseNic(
        { disks: [], diskProperties: {}, nicProperties: {}, nics: asInstaller(nics), lease, supportsBtrfs: true },
        version,
      )?.name;
  const taken = nics.map((nic, position): Taken => {
    if (isOnly) return { position, verdict: 'yes', reason: { code: 'erasure.only-nic', params: {} } };
    return nic.name === chosen
      ? { position, verdict: 'yes', reason: { code: 'erasure.lease-route', params: {} } }
      : { position, verdict: 'no', reason: { code: 'erasure.lease-elsewhere', params: { other: chosen ?? '' } } };
  });
  return {
    taken,
    picks: taken.length > 0 ? 'yes' : 'no',
    unlisted: false,
    matching: taken.filter(({ verdict }) => verdict === 'yes').map(({ position }) => position),
  };
}

/** In the order of names, as the installer keeps them. */
function asInstaller(nics: readonly MachineNic[]): readonly InventoryNic[] {
  const named = nics.map(({ name, mac, installer }) => ({ name: name ?? '', mac, ...installer }));
  return named.sort((left, right) => compareText(left.name, right.name));
}

/** A name from DHCP must come, with a domain from somewhere. */
function leaseAllows({ global }: Answer, { lease }: MachineInventory): Possible {
  if (global.fqdn.kind !== 'from-dhcp') return 'yes';
  if (!lease) return 'maybe';
  return lease.hostname !== undefined && (lease.domain ?? global.fqdn.domain) !== undefined ? 'yes' : 'no';
}

/** A given name that is also the default name of another card stops the installer. */
function pinsAllow({ network }: Answer, inventory: MachineInventory, version: PveVersion): Possible {
  const { pinning } = network;
  if (!pinning || !(pinning.enabled || version === '9.2')) return 'yes';
  const names = pinnedNames(pinning);
  const defaults = [...names.values()].filter((name) => /^nic[0-9]+$/.test(name));
  if (defaults.length === 0) return 'yes';
  if (!inventory.allNics || inventory.nics.some(({ installer }) => !installer)) return 'maybe';
  const isTaken = inventory.nics.some(
    ({ installer, mac }) =>
      installer?.pinnedId !== undefined && !names.has(mac ?? '') && defaults.includes(`nic${installer.pinnedId}`),
  );
  return isTaken ? 'no' : 'yes';
}
