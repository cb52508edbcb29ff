import type { MachineIdentity, NodeReport } from '../../api/arrival.ts';
import type { RawAnswer } from '../facts/fact.ts';
import { cpu } from '../facts/host/cpu.ts';
import { type BlockDevice, disks } from '../facts/host/disks.ts';
import { type Interface, interfaces } from '../facts/host/interfaces.ts';
import { memory } from '../facts/host/memory.ts';
import { type Command, read } from '../shell/command.ts';
import { machineIdentity } from './machine-identity.ts';
import { publicKeys } from './public-keys.ts';

/**
 * What tells a running machine: the same programs in the first-boot hook and over SSH, so that both are read by the same
 * parsers. `keys` are public host keys.
 */
export const MACHINE_PARTS: Readonly<Record<string, Command<'read'>>> = {
  disks: disks.command,
  interfaces: interfaces.command,
  memory: memory.command,
  cpu: cpu.command,
  version: read`pveversion`,
  keys: read`cat /etc/ssh/ssh_host_ed25519_key.pub /etc/ssh/ssh_host_ecdsa_key.pub /etc/ssh/ssh_host_rsa_key.pub`,
  dmi: read`grep -aHs '' /sys/class/dmi/id/product_name /sys/class/dmi/id/product_serial /sys/class/dmi/id/product_uuid /sys/class/dmi/id/board_serial /sys/class/dmi/id/board_asset_tag /sys/class/dmi/id/chassis_asset_tag`,
};

/** A report of a machine from what these programs printed; what could not be read is left out. Pure. */
export function reportFromParts(
  parts: ReadonlyMap<string, RawAnswer>,
  about: { readonly source: 'first-boot' | 'ssh'; readonly at: string; readonly address: string },
): { readonly report: NodeReport; readonly hostKeys: readonly Uint8Array[] } {
  const answer = (name: string): RawAnswer => parts.get(name) ?? { code: 1, stdout: '', stderr: '' };
  const seenDisks = disks.parse(answer('disks'));
  const seenPorts = interfaces.parse(answer('interfaces'));
  const seenMemory = memory.parse(answer('memory'));
  const seenCpu = cpu.parse(answer('cpu'));
  const version = /pve-manager\/([0-9][^/\s]*)/.exec(answer('version').stdout)?.[1];
  const ports = seenPorts.known ? seenPorts.value : [];
  const keys = publicKeys(answer('keys').stdout);
  return {
    hostKeys: keys.map(({ blob }) => blob),
    report: {
      source: about.source,
      at: about.at,
      ...(version === undefined ? {} : { pveVersion: version.slice(0, 64) }),
      ...(seenCpu.known ? { cores: seenCpu.value.cores, virtualisation: seenCpu.value.virtualisation } : {}),
      ...(seenMemory.known ? { memoryBytes: seenMemory.value.totalBytes } : {}),
      machine: identityFrom(answer('dmi').stdout, ports),
      disks: (seenDisks.known ? seenDisks.value : [])
        .filter((disk) => disk.type === 'disk' && disk.sizeBytes > 0)
        .slice(0, 256)
        .map((disk) => ({
          name: disk.name.slice(0, 64),
          ...(disk.model ? { model: disk.model.slice(0, 256) } : {}),
          ...(disk.serial ? { serial: disk.serial.slice(0, 256) } : {}),
          sizeBytes: disk.sizeBytes,
          isBootDisk: carriesSystem(disk),
        })),
      nics: ports
        .filter((port) => port.physical && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(port.mac))
        .slice(0, 256)
        .map((port) => {
          const carrier = port.master === '' ? port : (ports.find(({ name }) => name === port.master) ?? port);
          const address = carrier.addresses.find((own) => own.split('/')[0] === about.address);
          return {
            name: port.name.slice(0, 64),
            mac: port.mac,
            ...(address === undefined ? {} : { address: address.slice(0, 64) }),
            isManagement: address !== undefined,
            // Names that neither the kernel nor udev gives were chosen: by the installer's pinning.
            isPinned: !/^(en|eth|ib|wl|ww|sl)[a-z]?\d/.test(port.name),
          };
        }),
      hostKeys: keys.map(({ fingerprint }) => fingerprint),
    },
  };
}

/** Whether the running system lies on this disk. */
function carriesSystem(disk: BlockDevice): boolean {
  return (
    disk.mountpoint === '/' ||
    disk.mountpoint === '/boot/efi' ||
    (disk.fstype === 'zfs_member' && disk.label === 'rpool') ||
    disk.children.some(carriesSystem)
  );
}

/** `name=value` lines of the hook, or `path:value` lines of grep. */
function identityFrom(text: string, ports: readonly Interface[]): MachineIdentity {
  const values = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const pair = /^(?:\/sys\/class\/dmi\/id\/)?([a-z_]+)[=:](.*)$/.exec(line);
      return pair ? [[pair[1] ?? '', pair[2] ?? '']] : [];
    }),
  );
  return machineIdentity({
    product: values.get('product_name'),
    systemSerial: values.get('product_serial'),
    systemUuid: values.get('product_uuid'),
    boardSerial: values.get('board_serial'),
    assetTag: values.get('chassis_asset_tag') ?? values.get('board_asset_tag'),
    macs: ports.filter(({ physical }) => physical).map(({ mac }) => mac),
  });
}
