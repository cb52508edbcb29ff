import { type Sample, SampleSchema } from '../../protocol/sample.ts';
import { type GuestState, GuestStateSchema, type StorageState, StorageStateSchema } from '../../protocol/states.ts';
import type { Rates } from '../rates.ts';
import { entriesOf, type Fields, fieldsOf, fitting, flagOf, numberOf, textOf } from './values.ts';

/** What a node says of itself. A part that it did not answer is undefined. */
export interface NodeReading {
  readonly name: string;
  /** `/nodes/X/status` */
  readonly status?: unknown;
  /** `/nodes/X/qemu` and `/nodes/X/lxc` */
  readonly qemu?: unknown;
  readonly lxc?: unknown;
  /** Monotonic milliseconds of the answers. */
  readonly atMs: number;
}

interface Guest {
  readonly source: string;
  readonly node: string;
  /** Entry of `/cluster/resources`, up to 10 s old. */
  readonly listed: Fields | undefined;
  /** Entry of the node's own list, as of now. */
  readonly own: Fields | undefined;
  readonly ownAtMs: number;
}

export interface Figures {
  readonly samples: readonly Sample[];
  readonly guests: readonly GuestState[];
  readonly storages: readonly StorageState[];
  readonly uptimes: ReadonlyMap<string, number | null>;
}

/**
 * Samples and states out of `/cluster/resources` and of what the nodes say of themselves. The processor's share is taken
 * from the former, which averages over its 10 s (a worker of the API that is asked for the first time says 0); memory,
 * uptime and network from the latter, where the node answered. Storages come from the former alone: each question to a
 * node would touch them again, and one that hangs would hold a worker of the API.
 */
export function figuresOf(
  resources: unknown,
  resourcesAtMs: number,
  readings: readonly NodeReading[],
  takenAt: string,
  rates: Rates,
): Figures {
  const listed = entriesOf(resources);
  const guests = mergedGuests(listed, readings);
  const nodes = nodeSamples(listed, readings, takenAt);
  const storages = listed.filter((entry) => entry.type === 'storage');
  return {
    samples: [
      ...fitting(SampleSchema, nodes.samples),
      ...guests.flatMap((guest) => fitting(SampleSchema, guestSample(guest, resourcesAtMs, takenAt, rates))),
      ...fitting(
        SampleSchema,
        storages
          .filter((entry) => entry.status === 'available')
          .map((entry) => ({
            takenAt,
            source: storageSource(entry),
            diskUsedBytes: numberOf(entry.disk),
            diskTotalBytes: numberOf(entry.maxdisk),
          })),
      ),
    ],
    guests: fitting(GuestStateSchema, guests.map(guestState)),
    storages: fitting(
      StorageStateSchema,
      storages.map((entry) => ({
        source: storageSource(entry),
        storage: textOf(entry.storage) ?? '',
        node: textOf(entry.node) ?? '',
        shared: flagOf(entry.shared) ?? false,
        status: textOf(entry.status) ?? 'unknown',
      })),
    ),
    uptimes: nodes.uptimes,
  };
}

/** Share of a machine's processors; more than all of them for moments, never a thousand times. */
const shareOf = (value: unknown): number | null => {
  const share = numberOf(value);
  return share === null || share > 1_024 ? null : share;
};

const storageSource = (entry: Fields): string => `storage/${textOf(entry.node)}/${textOf(entry.storage)}`;

function nodeSamples(listed: readonly Fields[], readings: readonly NodeReading[], takenAt: string) {
  const entries = new Map<string, Fields>();
  for (const entry of listed) {
    const name = entry.type === 'node' ? textOf(entry.node) : null;
    if (name !== null) entries.set(name, entry);
  }
  const own = new Map(readings.map((reading) => [reading.name, reading]));
  const uptimes = new Map<string, number | null>();
  const samples = [...new Set([...entries.keys(), ...own.keys()])].flatMap((name) => {
    const entry = entries.get(name) ?? {};
    const status = fieldsOf(own.get(name)?.status);
    const isOnline = entry.status === 'online';
    const uptime = numberOf(status.uptime) ?? (isOnline ? numberOf(entry.uptime) : null);
    uptimes.set(name, uptime);
    const listedNow = isOnline ? entry : {};
    const memory = fieldsOf(status.memory);
    const disk = fieldsOf(status.rootfs);
    const sample = {
      cpuRatio: shareOf(listedNow.cpu) ?? shareOf(status.cpu),
      memoryUsedBytes: numberOf(memory.used) ?? numberOf(listedNow.mem),
      memoryTotalBytes: numberOf(memory.total) ?? numberOf(listedNow.maxmem),
      diskUsedBytes: numberOf(disk.used) ?? numberOf(listedNow.disk),
      diskTotalBytes: numberOf(disk.total) ?? numberOf(listedNow.maxdisk),
    };
    // nothing known is no sample
    return Object.values(sample).every((value) => value === null)
      ? []
      : [{ takenAt, source: `node/${name}`, ...sample }];
  });
  return { samples, uptimes };
}

function mergedGuests(listed: readonly Fields[], readings: readonly NodeReading[]): readonly Guest[] {
  const guests = new Map<string, Guest>();
  for (const entry of listed) {
    if (entry.type !== 'qemu' && entry.type !== 'lxc') continue;
    const source = `${entry.type}/${numberOf(entry.vmid)}`;
    guests.set(source, { source, node: textOf(entry.node) ?? '', listed: entry, own: undefined, ownAtMs: 0 });
  }
  for (const { name, qemu, lxc, atMs } of readings)
    for (const [kind, list] of [['qemu', qemu] as const, ['lxc', lxc] as const])
      for (const own of entriesOf(list)) {
        const source = `${kind}/${numberOf(own.vmid)}`;
        const before = guests.get(source);
        // where the guest is, its node knows best: the list of the cluster follows a migration late
        guests.set(source, { source, node: name, listed: before?.listed, own, ownAtMs: atMs });
      }
  return [...guests.values()];
}

const statusOf = ({ own, listed }: Guest): string => textOf(own?.status) ?? textOf(listed?.status) ?? 'unknown';
const isTemplate = ({ own, listed }: Guest): boolean => flagOf(listed?.template) ?? flagOf(own?.template) ?? false;

function guestState(guest: Guest): {
  source: string;
  name: string | null;
  node: string;
  status: string;
  template: boolean;
  uptimeSeconds: number | null;
} {
  const { source, node, listed, own } = guest;
  return {
    source,
    name: textOf((textOf(listed?.name) ?? textOf(own?.name))?.slice(0, 128)),
    node,
    status: statusOf(guest),
    template: isTemplate(guest),
    uptimeSeconds: numberOf(own?.uptime) ?? numberOf(listed?.uptime),
  };
}

function guestSample(guest: Guest, listedAtMs: number, takenAt: string, rates: Rates) {
  if (statusOf(guest) !== 'running' || isTemplate(guest)) return [];
  const { source, node, listed, own, ownAtMs } = guest;
  const fresh = own ?? listed ?? {};
  const rate = (figure: string, from: 'own' | 'listed'): number | null => {
    const fields = from === 'own' ? own : listed;
    const at = from === 'own' ? ownAtMs : listedAtMs;
    return rates.read(`${source} ${node} ${from} ${figure}`, numberOf(fields?.[figure]), numberOf(fields?.uptime), at);
  };
  const network = own && numberOf(own.netin) !== null ? 'own' : 'listed';
  const container = source.startsWith('lxc/');
  return [
    {
      takenAt,
      source,
      cpuRatio: shareOf(listed?.cpu) ?? shareOf(own?.cpu),
      memoryUsedBytes: numberOf(fresh.mem),
      memoryTotalBytes: numberOf(fresh.maxmem),
      // what a virtual machine uses of its disks is not known from outside: Proxmox says 0
      diskUsedBytes: container ? numberOf(fresh.disk) : null,
      diskTotalBytes: numberOf(fresh.maxdisk),
      networkInBytesPerSecond: rate('netin', network),
      networkOutBytesPerSecond: rate('netout', network),
      // the node's own list of virtual machines says 0 here
      diskReadBytesPerSecond: rate('diskread', listed || !container ? 'listed' : 'own'),
      diskWriteBytesPerSecond: rate('diskwrite', listed || !container ? 'listed' : 'own'),
    },
  ];
}
