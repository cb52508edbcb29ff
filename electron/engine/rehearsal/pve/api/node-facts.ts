import { memoryUsed, processorLoad } from '../background/statistics.ts';
import { readHostText } from '../model/host-text.ts';
import { managerVersion } from '../model/slice.ts';
import { unmanagedSpace } from '../model/space.ts';
import { zfsUsed } from '../model/storage-config.ts';
import { poolState } from '../model/zfs-pools.ts';
import type { ApiCall } from './call.ts';

export const KERNEL: Readonly<Record<8 | 9, string>> = { 8: '6.8.12-9-pve', 9: '6.17.2-1-pve' };

/** GET /nodes/{node}/status. */
export function nodeStatus(call: ApiCall): Record<string, unknown> {
  const { host, node } = call;
  const space = unmanagedSpace(host, node);
  const total = host.hardware.memoryBytes;
  const used = memoryUsed(call.world, node);
  const version = managerVersion(host);
  const kernel = KERNEL[call.version];
  return {
    'boot-info': { mode: 'efi', secureboot: 0 },
    cpu: processorLoad(call.world, node),
    cpuinfo: {
      cores: host.hardware.cores,
      cpus: host.hardware.cores,
      flags: host.hardware.virtualisation ? 'fpu vme de pse vmx' : 'fpu vme de pse',
      hvm: host.hardware.virtualisation ? '1' : '',
      mhz: '2400.000',
      model: 'Simulated CPU',
      sockets: 1,
      user_hz: 100,
    },
    'current-kernel': {
      machine: 'x86_64',
      release: kernel,
      sysname: 'Linux',
      version: `#1 SMP PREEMPT_DYNAMIC PMX ${kernel}`,
    },
    idle: 0,
    ksm: { shared: 0 },
    kversion: `Linux ${kernel} #1 SMP PREEMPT_DYNAMIC PMX ${kernel}`,
    loadavg: ['0.10', '0.08', '0.05'],
    memory: { ...(call.version === 9 ? { available: total - used } : {}), free: total - used, total, used },
    pveversion: `pve-manager/${version.version}/${version.repoid}`,
    rootfs: { avail: space.availableBytes, free: space.availableBytes, total: space.totalBytes, used: space.usedBytes },
    swap: { free: 8_589_930_496, total: 8_589_930_496, used: 0 },
    uptime: Math.floor((call.world.now() - node.bootedAt) / 1000),
    wait: 0.001,
  };
}

/** GET /nodes/{node}/disks/list: `used` is absent on a free disk. */
export function nodeDisks(call: ApiCall): unknown[] {
  return call.host.hardware.disks.map((disk) => {
    const pool = Object.entries(call.node.pools).find(([, entry]) => entry.devices.includes(disk.name))?.[0];
    const system = disk.use !== undefined && /rpool|pve|lvm|system|\/$/i.test(disk.use);
    const used = system
      ? 'BIOS boot'
      : pool
        ? 'ZFS'
        : disk.use === undefined
          ? undefined
          : (disk.use.split(':')[0] ?? disk.use);
    return {
      by_id_link: `/dev/disk/by-id/ata-${disk.model.replace(/\s+/g, '_')}_${disk.serial}`,
      devpath: `/dev/${disk.name}`,
      gpt: used === undefined ? 0 : 1,
      health: 'PASSED',
      model: disk.model,
      osdid: -1,
      'osdid-list': null,
      rpm: disk.rotational ? 7200 : 0,
      serial: disk.serial,
      size: disk.sizeBytes,
      type: disk.name.startsWith('nvme') ? 'nvme' : disk.rotational ? 'hdd' : 'ssd',
      ...(used === undefined ? {} : { used }),
      vendor: 'ATA',
      wearout: disk.rotational ? 'N/A' : 100,
      wwn: 'unknown',
    };
  });
}

/** GET /nodes/{node}/disks/zfs. */
export function nodeZpools(call: ApiCall): unknown[] {
  return Object.entries(call.node.pools).map(([name, pool]) => {
    const alloc = zfsUsed(call.node, name);
    return {
      alloc,
      dedup: 1,
      frag: 0,
      free: pool.sizeBytes - alloc,
      health: poolState(call.host, pool),
      name,
      size: pool.sizeBytes,
    };
  });
}

const SERVICES: readonly string[] = [
  'chrony',
  'corosync',
  'cron',
  'ksmtuned',
  'postfix',
  'proxmox-firewall',
  'pve-cluster',
  'pve-firewall',
  'pve-ha-crm',
  'pve-ha-lrm',
  'pvedaemon',
  'pvefw-logger',
  'pveproxy',
  'pvescheduler',
  'pvestatd',
  'spiceproxy',
  'sshd',
  'syslog',
  'systemd-journald',
  'systemd-timesyncd',
];

/** GET /nodes/{node}/services. */
export function nodeServices(call: ApiCall): unknown[] {
  return SERVICES.map((name) => {
    const unit = call.host.units.get(name === 'sshd' ? 'ssh' : name);
    const active = unit?.active ?? (name.startsWith('systemd-journald') ? 'active' : 'inactive');
    return {
      'active-state': active,
      desc: name,
      name,
      service: name,
      state: active === 'active' ? 'running' : 'dead',
      'unit-state': unit ? (unit.enabled ? 'enabled' : 'disabled') : 'not-found',
    };
  });
}

/** GET /nodes/{node}/time. */
export function nodeTime(call: ApiCall): unknown {
  const time = Math.floor(call.world.now() / 1000);
  return { localtime: time, time, timezone: (readHostText(call.host, '/etc/timezone') ?? 'UTC').trim() };
}

/** GET /nodes/{node}/dns. */
export function nodeDns(call: ApiCall): unknown {
  const resolv = readHostText(call.host, '/etc/resolv.conf') ?? '';
  const servers = [...resolv.matchAll(/^nameserver\s+(\S+)/gm)].map((match) => match[1]);
  const search = /^search\s+(\S+)/m.exec(resolv)?.[1];
  return {
    ...Object.fromEntries(servers.slice(0, 3).map((server, index) => [`dns${index + 1}`, server])),
    ...(search === undefined ? {} : { search }),
  };
}
