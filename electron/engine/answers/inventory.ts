import { z } from 'zod';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import { compareText } from './text-order.ts';

const LIMIT_MIB = 8;

const PropertiesSchema = z.record(z.string(), z.string());
const DevicesSchema = z.record(z.string(), PropertiesSchema);

/** As the installer lists disks: index, path, size in 512-byte sectors, model, logical block size, sysfs path. */
const DiskEntrySchema = z.tuple([z.int().nonnegative(), z.string().min(1)]).rest(z.unknown());

const NetworkSchema = z.object({
  hostname: z.string().nullish(),
  dns: z.object({ domain: z.string().nullish() }).nullish(),
  routes: z
    .object({
      gateway4: z.object({ dev: z.string() }).nullish(),
      gateway6: z.object({ dev: z.string() }).nullish(),
    })
    .nullish(),
  interfaces: z.record(
    z.string(),
    z.object({
      name: z.string(),
      index: z.int().nonnegative(),
      mac: z.string(),
      pinned_id: z.union([z.string(), z.int().transform(String)]).nullish(),
      addresses: z.array(z.object({ address: z.string() })).nullish(),
    }),
  ),
});

const InventorySchema = z.object({
  /** udev properties by disk index. */
  disks: DevicesSchema,
  /** udev properties by interface name. */
  nics: DevicesSchema,
  diskList: z.array(DiskEntrySchema).max(4096).optional(),
  /** The installer's view of the network (`network` of its run-env-info.json): leases, routes. Rarely known beforehand. */
  network: NetworkSchema.nullish(),
  enableBtrfs: z.boolean().nullish(),
});

export type DeviceProperties = Readonly<Record<string, string>>;

export interface InventoryDisk {
  /** The installer's index, as text. */
  readonly index: string;
  readonly path: string;
  /** From the installer's disk list. */
  readonly sizeBytes?: number;
}

export interface InventoryNic {
  readonly name: string;
  /** Lower case; absent where udev does not tell it. */
  readonly mac?: string;
  /** Number in the name that the installer pins by default (`nic0`). Absent = cannot be pinned. */
  readonly pinnedId?: string;
  readonly kernelIndex?: number;
  readonly hasIpv4?: boolean;
  readonly hasIpv6?: boolean;
}

/** What the installer sees of one machine. */
export interface Inventory {
  /** Sorted as the installer sorts them: by index as text. */
  readonly disks: readonly InventoryDisk[];
  readonly diskProperties: Readonly<Record<string, DeviceProperties>>;
  readonly nicProperties: Readonly<Record<string, DeviceProperties>>;
  readonly nics: readonly InventoryNic[];
  /** Absent = nothing is known of a DHCP lease. */
  readonly lease?: {
    readonly hostname?: string;
    readonly domain?: string;
    readonly gateway4Device?: string;
    readonly gateway6Device?: string;
  };
  readonly supportsBtrfs: boolean;
}

export interface ParsedInventory {
  readonly inventory?: Inventory;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads an inventory: JSON with `disks` and `nics` (udev properties; disks by the installer's index, or by name as `device-info`
 * prints them), `diskList` (the installer's disk tuples; made from DEVNAME when absent) and optionally `network`. At most 8 MiB.
 */
export function parseInventory(text: string, file?: string): ParsedInventory {
  if (Buffer.byteLength(text) > LIMIT_MIB * 1024 * 1024) {
    return {
      diagnostics: [diagnostic('answer.inventory-large', { params: { limitMib: LIMIT_MIB }, subject: { file } })],
    };
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return invalid('JSON', error instanceof Error ? error.message : String(error), file);
  }
  const read = InventorySchema.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return invalid(issue?.path.join('.') || 'JSON', issue?.message ?? '', file);
  }
  const numbered = numberDisks(read.data);
  const disks = listDisks(numbered);
  if (!disks) return invalid('diskList', 'no diskList, and disks without DEVNAME', file);
  return { inventory: makeInventory(numbered, disks), diagnostics: [] };
}

function invalid(place: string, reason: string, file: string | undefined): ParsedInventory {
  return {
    diagnostics: [diagnostic('answer.inventory-invalid', { params: { place }, evidence: [reason], subject: { file } })],
  };
}

type RawInventory = z.infer<typeof InventorySchema>;

/**
 * `device-info` keys disks by name, the installer by number. Its numbers follow the names in /sys/block, and it then sorts them
 * as text: the eleventh disk comes before the third.
 */
function numberDisks(raw: RawInventory): RawInventory {
  const names = Object.keys(raw.disks);
  if (raw.diskList || names.length === 0 || names.every((name) => /^[0-9]+$/.test(name))) return raw;
  const disks = names.sort(compareText).map((name, index) => {
    const properties = raw.disks[name] ?? {};
    return [String(index), { ...properties, DEVNAME: properties.DEVNAME ?? `/dev/${name}` }] as const;
  });
  return { ...raw, disks: Object.fromEntries(disks) };
}

function listDisks(raw: RawInventory): readonly InventoryDisk[] | undefined {
  if (raw.diskList) {
    return raw.diskList.map(([index, path, sectors]) => {
      const isSize = typeof sectors === 'number' && Number.isSafeInteger(sectors * 512) && sectors > 0;
      return { index: String(index), path, ...(isSize ? { sizeBytes: sectors * 512 } : {}) };
    });
  }
  const disks = Object.entries(raw.disks).map(([index, properties]) => ({ index, path: properties.DEVNAME ?? '' }));
  return disks.every((disk) => disk.path !== '') ? disks : undefined;
}

function makeInventory(raw: RawInventory, disks: readonly InventoryDisk[]): Inventory {
  const network = raw.network;
  return {
    disks: [...disks].sort((left, right) => compareText(left.index, right.index)),
    diskProperties: raw.disks,
    nicProperties: raw.nics,
    nics: network ? nicsOfNetwork(network) : nicsOfUdev(raw.nics),
    lease: network
      ? {
          hostname: network.hostname ?? undefined,
          domain: network.dns?.domain ?? undefined,
          gateway4Device: network.routes?.gateway4?.dev,
          gateway6Device: network.routes?.gateway6?.dev,
        }
      : undefined,
    supportsBtrfs: raw.enableBtrfs ?? true,
  };
}

function nicsOfNetwork(network: z.infer<typeof NetworkSchema>): readonly InventoryNic[] {
  return Object.entries(network.interfaces)
    .sort(([left], [right]) => compareText(left, right))
    .map(([, nic]) => ({
      name: nic.name,
      mac: nic.mac.toLowerCase(),
      pinnedId: nic.pinned_id ?? undefined,
      kernelIndex: nic.index,
      hasIpv4: nic.addresses?.some(({ address }) => !address.includes(':')) ?? false,
      hasIpv6: nic.addresses?.some(({ address }) => address.includes(':')) ?? false,
    }));
}

/** Without the installer's own list: MACs from udev's name, numbers in the order of names, virtual links not pinnable. */
function nicsOfUdev(nics: Readonly<Record<string, DeviceProperties>>): readonly InventoryNic[] {
  let nextId = 0;
  return Object.entries(nics)
    .sort(([left], [right]) => compareText(left, right))
    .map(([name, properties]) => {
      const digits = /^enx([0-9a-f]{12})$/i.exec(properties.ID_NET_NAME_MAC ?? '')?.[1]?.toLowerCase();
      const isVirtual = properties.DEVPATH?.startsWith('/devices/virtual/') ?? false;
      return {
        name,
        mac: digits?.match(/../g)?.join(':'),
        pinnedId: isVirtual ? undefined : String(nextId++),
      };
    });
}
