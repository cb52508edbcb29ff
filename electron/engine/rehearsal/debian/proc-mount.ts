import { lastsAt } from '../install/take-at.ts';
import type { FileStat, SimHost, VirtualMount, World } from '../kernel/program.ts';
import { KERNELS } from './base-system.ts';
import { interfacesOf } from './interfaces.ts';
import { settingsOf } from './settings.ts';

/** One letter to the kernel: o = power off at once, b = restart at once, nothing written out before. */
const SYSRQ = '/proc/sysrq-trigger';

type Reader = (world: World, host: SimHost) => string;

const PROC: Readonly<Record<string, Reader>> = {
  '/proc/meminfo': (_world, host) => {
    const total = Math.floor(host.hardware.memoryBytes / 1024);
    const line = (name: string, value: number) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`;
    return (
      line('MemTotal', total) +
      line('MemFree', Math.floor(total * 0.7)) +
      line('MemAvailable', Math.floor(total * 0.8)) +
      line('Buffers', Math.floor(total * 0.01)) +
      line('Cached', Math.floor(total * 0.1)) +
      line('SwapTotal', 0) +
      line('SwapFree', 0)
    );
  },
  '/proc/cpuinfo': (world, host) =>
    Array.from(
      { length: host.hardware.cores },
      (_, index) =>
        `processor\t: ${index}\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel name\t: Simulated CPU\ncpu MHz\t\t: 2400.000\ncpu cores\t: ${host.hardware.cores}\nflags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr sse sse2 ht lm${hasVirtualisation(world, host) ? ' vmx' : ''} aes hypervisor\n\n`,
    ).join(''),
  '/proc/uptime': (world, host) => {
    const seconds = (world.now() - world.bootedAt(host)) / 1000;
    return `${seconds.toFixed(2)} ${(seconds * host.hardware.cores * 0.95).toFixed(2)}\n`;
  },
  '/proc/loadavg': () => '0.08 0.05 0.01 1/312 4242\n',
  '/proc/version': (_world, host) =>
    `Linux version ${KERNELS[host.osVersion] ?? '6.1.0'} (build@sim) #1 SMP PREEMPT_DYNAMIC\n`,
  '/proc/cmdline': () => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro quiet\n',
  '/proc/mounts': () => 'sysfs /sys sysfs rw 0 0\nproc /proc proc rw 0 0\n/dev/mapper/root / ext4 rw,relatime 0 0\n',
  '/proc/sys/kernel/random/boot_id': (world, host) => {
    const hex = (
      settingsOf(world, host).machineId + Math.floor(world.bootedAt(host)).toString(16).padStart(12, '0')
    ).slice(-32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}\n`;
  },
  '/proc/sys/kernel/hostname': (_world, host) => `${host.name}\n`,
  '/proc/sys/kernel/osrelease': (_world, host) => `${KERNELS[host.osVersion] ?? '6.1.0'}\n`,
  '/proc/sys/net/ipv4/ip_forward': () => '0\n',
  [SYSRQ]: () => '',
};

function hasVirtualisation(world: World, host: SimHost): boolean {
  return host.hardware.virtualisation && !lastsAt(world, 'virtualisation.off', host.name);
}

/** What the firmware says, in the files of /sys/class/dmi/id; absent strings have no file. */
export function dmiStrings(host: SimHost): Readonly<Record<string, string>> {
  const { firmware, systemSerial } = host.hardware;
  return {
    product_serial: systemSerial,
    product_name: firmware?.productName ?? 'Simulated machine',
    sys_vendor: firmware?.vendor ?? 'Sitewright rehearsal',
    ...(firmware
      ? {
          product_sku: firmware.sku,
          product_uuid: firmware.uuid,
          board_name: firmware.boardName,
          board_serial: firmware.boardSerial,
          board_asset_tag: firmware.boardAssetTag,
          chassis_serial: firmware.chassisSerial,
          chassis_asset_tag: firmware.chassisAssetTag,
        }
      : {}),
  };
}

function sysEntries(world: World, host: SimHost): Readonly<Record<string, Reader>> {
  const entries: Record<string, Reader> = {};
  for (const [name, value] of Object.entries(dmiStrings(host)))
    entries[`/sys/class/dmi/id/${name}`] = () => `${value}\n`;
  for (const entry of interfacesOf(world, host)) {
    const base = `/sys/class/net/${entry.name}`;
    entries[`${base}/address`] = () => `${entry.mac}\n`;
    entries[`${base}/operstate`] = () => (entry.isLoopback ? 'unknown\n' : entry.up ? 'up\n' : 'down\n');
    entries[`${base}/carrier`] = () => (entry.up ? '1\n' : '0\n');
    entries[`${base}/speed`] = () => `${entry.up ? entry.speedMbps : -1}\n`;
    entries[`${base}/mtu`] = () => `${entry.mtu}\n`;
  }
  if (host.files.stat('/dev/watchdog')) entries['/sys/class/watchdog/watchdog0/identity'] = () => 'Software Watchdog\n';
  for (const disk of host.hardware.disks) {
    entries[`/sys/block/${disk.name}/size`] = () => `${Math.floor(disk.sizeBytes / 512)}\n`;
    entries[`/sys/block/${disk.name}/queue/rotational`] = () => `${disk.rotational ? 1 : 0}\n`;
  }
  return entries;
}

function processEntries(world: World, host: SimHost): Readonly<Record<string, Reader>> {
  const entries: Record<string, Reader> = {};
  for (const process of world.processes.values()) {
    if (process.host.name !== host.name) continue;
    entries[`/proc/${process.id}/environ`] = () =>
      [...process.env].map(([name, value]) => `${name}=${value}\0`).join('');
    entries[`/proc/${process.id}/cmdline`] = () => process.argv.map((word) => `${word}\0`).join('');
  }
  return entries;
}

/** /proc and /sys: read-only files that follow from the host's hardware and state. */
export function kernelMount(prefix: '/proc' | '/sys', worldOf: (host: SimHost) => World | undefined): VirtualMount {
  const entriesOf = (host: SimHost): readonly [string, () => string][] => {
    const world = worldOf(host);
    if (!world) return [];
    const all =
      prefix === '/sys' ? { ...PROC, ...sysEntries(world, host) } : { ...PROC, ...processEntries(world, host) };
    return Object.entries(all)
      .filter(([path]) => path.startsWith(`${prefix}/`))
      .map(([path, read]) => [path, () => read(world, host)]);
  };
  const base = { owner: 'root', group: 'root', modifiedAt: 0 };
  return {
    prefix,
    isPlain: true,
    mounted: () => true,
    stat: (host, path): FileStat | undefined => {
      const entries = entriesOf(host);
      if (entries.some(([name]) => name === path)) return { kind: 'file', mode: 0o444, sizeBytes: 0, ...base };
      if (path === prefix || entries.some(([name]) => name.startsWith(`${path}/`)))
        return { kind: 'directory', mode: 0o555, sizeBytes: 0, ...base };
      return undefined;
    },
    list: (host, path) => {
      const names = new Set<string>();
      for (const [name] of entriesOf(host))
        if (name.startsWith(`${path}/`)) names.add(name.slice(path.length + 1).split('/')[0] as string);
      return names.size > 0 ? [...names] : undefined;
    },
    read: (host, path) => {
      const found = entriesOf(host).find(([name]) => name === path);
      return found && Buffer.from(found[1]());
    },
    write: (host, path, data) => {
      const world = worldOf(host);
      if (path !== SYSRQ || !world) throw new Error('Permission denied');
      const letter = Buffer.from(data).toString('utf8')[0];
      if (letter === 'o') world.setPower(host, false);
      if (letter === 'b') world.reboot(host);
    },
    remove: () => {
      throw new Error('Operation not permitted');
    },
    makeDirectory: () => {
      throw new Error('Operation not permitted');
    },
  };
}
