import type { World } from '../../kernel/program.ts';
import { pmxcfsRuns } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { guestsOf, readGuest } from '../model/guest-config.ts';
import { bootDrive } from '../model/guest-disks.ts';
import { majorVersion, type NodeState } from '../model/slice.ts';
import { unmanagedSpace } from '../model/space.ts';
import { enabledOn, storageStatus, storagesOf } from '../model/storage-config.ts';
import { parseSize } from '../model/volumes.ts';

/** Memory in use on a node: the system plus running guests. */
export function memoryUsed(world: World, node: NodeState): number {
  const database = databaseOf(world, node);
  const guests = Object.keys(node.guests).reduce(
    (sum, vmid) => sum + Number(readGuest(database, node.name, vmid)?.memory ?? '512') * 2 ** 20,
    0,
  );
  return 1_600_000_000 + Math.floor(guests / 2);
}

/** Waves of the load of a node: one in five minutes. */
const LOAD_PERIOD_MS = 300_000;

/** Share of the processors in use: the little that an idle node does, more and less over time, another one at a time on each node. */
export function processorLoad(world: World, { name }: NodeState): number {
  const shift = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const wave = Math.sin((2 * Math.PI * world.now()) / LOAD_PERIOD_MS + shift);
  return Number((0.05 + 0.03 * wave).toFixed(4));
}

/** What pvestatd broadcasts of one node every ten seconds: lines of /etc/pve/.rrd by key. */
export function broadcastStatistics(world: World, node: NodeState): void {
  const host = world.hosts.get(node.name);
  if (!host?.powered || !pmxcfsRuns(host)) return;
  const database = databaseOf(world, node);
  const nine = majorVersion(host) === 9;
  const now = Math.floor(world.now() / 1000);
  const uptime = Math.max(0, Math.floor((world.now() - node.bootedAt) / 1000));
  const space = unmanagedSpace(host, node);
  const memory = memoryUsed(world, node);
  const write = (key: string, fields: readonly (string | number)[]) => {
    database.rrd[key] = fields.join(':');
  };
  const common = [
    uptime,
    '',
    now,
    '0.10',
    host.hardware.cores,
    String(processorLoad(world, node)),
    '0.001',
    host.hardware.memoryBytes,
    memory,
    8_589_930_496,
    0,
    space.totalBytes,
    space.usedBytes,
    104_857_600,
    52_428_800,
  ];
  write(
    `${nine ? 'pve-node-9.0' : 'pve2-node'}/${node.name}`,
    nine ? [...common, host.hardware.memoryBytes - memory, 0, 0, 0, 0, 0, 0, 0] : common,
  );
  for (const section of storagesOf(database)) {
    if (!enabledOn(section, node.name)) continue;
    const status = storageStatus(world, host, node, section);
    if (status.active)
      write(`${nine ? 'pve-storage-9.0' : 'pve2-storage'}/${node.name}/${section.id}`, [
        now,
        status.totalBytes,
        status.usedBytes,
      ]);
  }
  for (const guest of guestsOf(database).filter((entry) => entry.nodeName === node.name)) {
    const config = readGuest(database, guest.nodeName, guest.vmid) ?? {};
    const running = node.guests[guest.vmid];
    const memoryBytes = Number(config.memory ?? '512') * 2 ** 20;
    const disk = parseSize(bootDrive(config)?.options.size ?? '0') ?? 0;
    const cores = Number(config.cores ?? '1') * Number(config.sockets ?? '1');
    const name = config.name ?? `VM ${guest.vmid}`;
    const template = config.template ?? 0;
    const fields = running
      ? [
          Math.floor((world.now() - running.startedAt) / 1000),
          name,
          'running',
          template,
          now,
          cores,
          '0.01',
          memoryBytes,
          Math.floor(memoryBytes / 2),
          disk,
          0,
          1000,
          1000,
          1000,
          1000,
        ]
      : [0, name, 'stopped', template, now, cores, 'U', memoryBytes, 'U', disk, 0, 'U', 'U', 'U', 'U'];
    write(
      `${nine ? 'pve-vm-9.0' : 'pve2.3-vm'}/${guest.vmid}`,
      nine ? [...fields, 'U', 'U', 'U', 'U', 'U', 'U', 'U'] : fields,
    );
  }
}
