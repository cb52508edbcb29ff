import { type Inventory, parseInventory } from '../../../answers/inventory.ts';
import type { SimDisk } from '../../kernel/hardware.ts';
import type { MachineState } from '../model/install-state.ts';
import { diskProperties, nicProperties, type UdevProperties } from '../model/udev.ts';
import type { Lease } from './live-system.ts';

export interface InstallerDisk {
  /** As the installer counts: in the order of /sys/block, the stick itself left out. */
  readonly index: number;
  readonly disk: SimDisk;
  readonly properties: UdevProperties;
}

export interface InstallerNic {
  /** As its Linux names it. */
  readonly name: string;
  readonly mac: string;
  /** Number in the name that the installer pins by default. */
  readonly pinnedId: number;
  readonly properties: UdevProperties;
}

const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

/** The machine's disks with what is on them now. */
export function disksOfMachine(machine: MachineState): readonly InstallerDisk[] {
  return [...machine.hardware.disks]
    .sort((left, right) => byText(left.name, right.name))
    .map(({ use: _use, ...bare }, index) => {
      const use = machine.disks[bare.name];
      const disk = use ? { ...bare, use } : bare;
      return { index, disk, properties: diskProperties(disk, index) };
    });
}

/** The machine's ports in the order of their names. */
export function nicsOfMachine(machine: MachineState): readonly InstallerNic[] {
  return [...machine.hardware.nics]
    .sort((left, right) => byText(left.name, right.name))
    .map((nic, index) => ({
      name: nic.name,
      mac: nic.mac,
      pinnedId: index,
      properties: nicProperties(nic, machine.hardware.nics.indexOf(nic)),
    }));
}

/** What the installer's own commands find out about this machine, given to the installer's matching rules. */
export function inventoryOfMachine(machine: MachineState, lease: Lease | undefined): Inventory {
  const disks = disksOfMachine(machine);
  const nics = nicsOfMachine(machine);
  const lan = nics.find(({ mac }) => mac === machine.lanMac)?.name;
  const { inventory } = parseInventory(
    JSON.stringify({
      disks: Object.fromEntries(disks.map(({ index, properties }) => [index, properties])),
      nics: Object.fromEntries(nics.map(({ name, properties }) => [name, properties])),
      diskList: disks.map(({ index, disk }) => [
        index,
        `/dev/${disk.name}`,
        Math.floor(disk.sizeBytes / 512),
        disk.model,
        512,
        `/sys/block/${disk.name}`,
      ]),
      network: {
        hostname: lease?.hostname,
        dns: { domain: lease?.domain },
        routes: lease && lan !== undefined ? { gateway4: { dev: lan } } : {},
        interfaces: Object.fromEntries(
          nics.map((nic) => [
            nic.name,
            {
              name: nic.name,
              index: Number(nic.properties.IFINDEX),
              mac: nic.mac,
              pinned_id: nic.pinnedId,
              addresses: lease && nic.name === lan ? [{ address: lease.cidr.split('/')[0] }] : [],
            },
          ]),
        ),
      },
      enableBtrfs: true,
    }),
  );
  if (!inventory) throw new Error(`the simulated machine ${machine.name} has no readable inventory`);
  return inventory;
}
