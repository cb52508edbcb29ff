import { diagnostic } from '../../api/diagnostic.ts';
import type { Holding, InventoryDisk, LeftOut, LeftOutReason } from '../../api/inventory.ts';
import { INVENTORY_LIMITS } from '../../api/inventory.ts';
import { isSerialShort } from '../answers/inventory-knowledge.ts';
import { field, isObject, type JsonObject, parseJson } from './bounded-json.ts';
import { readFlag, readSize, shortText } from './bounded-text.ts';
import { holdingOf } from './holdings.ts';
import { bounded, type InventoryPart, notADisk, unreadable } from './inventory-part.ts';
import { defined } from './udev-devices.ts';

const MOST_NODES = 20_000;

/**
 * Reads `lsblk --json` of any version, with any columns (`-o …`, `-O`, `-b`, `-l`, `-p`): disks with what they hold. What its
 * columns cannot tell stays unknown. lsblk knows no network cards.
 */
export function parseLsblk(text: string): InventoryPart {
  return readLsblk(parseJson(text));
}

/** The same from a parsed value. */
export function readLsblk(json: unknown): InventoryPart {
  const top = isObject(json) ? field(json, 'blockdevices') : undefined;
  if (!Array.isArray(top)) return unreadable('lsblk', 'blockdevices');
  const nodes = listNodes(top);
  if (!nodes) return unreadable('lsblk', `blockdevices: more than ${MOST_NODES}`);
  const disks = new Map<string, InventoryDisk>();
  const leftOut: LeftOut[] = [];
  for (const node of nodes) {
    if (node.top !== node || isPart(node)) continue;
    const reason = whyNot(node);
    if (reason) leftOut.push({ name: node.name.slice(0, INVENTORY_LIMITS.text), reason });
    else if (!disks.has(node.name)) disks.set(node.name, diskOf(node, []));
  }
  const holdings = collectHoldings(nodes, new Set(disks.keys()));
  const found = [...disks].map(([name, disk]) => ({ ...disk, holds: holdings.get(name) ?? [] }));
  const unclear = found
    .filter((disk) => disk.serial !== undefined && !isSerialShort(disk))
    .map(({ path }) => path ?? '');
  const diagnostics =
    unclear.length > 0
      ? [diagnostic('inventory.serial-unclear', { params: { disks: unclear.slice(0, 20).join(', ') } })]
      : [];
  return bounded({ source: 'lsblk', disks: found, nics: [], allDisks: true, allNics: false, leftOut, diagnostics });
}

/** A device of the listing: its kernel name, and the top-level device below which it stands. */
interface Node {
  readonly name: string;
  readonly at: JsonObject;
  readonly top: Node;
  readonly parent?: string;
}

/** All devices in one list; undefined when there are too many. Depth is bounded by the JSON reader. */
function listNodes(top: readonly unknown[]): readonly Node[] | undefined {
  const nodes: Node[] = [];
  const walk = (values: readonly unknown[], above: Node | undefined): boolean =>
    values.every((value) => {
      const name = isObject(value) ? nameOf(value) : undefined;
      if (!isObject(value) || name === undefined) return true;
      if (nodes.length >= MOST_NODES) return false;
      const parent = above?.name ?? shortText(field(value, 'pkname'))?.replace(/^\/dev\//, '');
      const node: { name: string; at: JsonObject; top: Node; parent?: string } = {
        name,
        at: value,
        top: undefined as unknown as Node,
        ...defined({ parent }),
      };
      node.top = above?.top ?? node;
      nodes.push(node);
      const children = field(value, 'children');
      return !Array.isArray(children) || walk(children, node);
    });
  return walk(top, undefined) ? nodes : undefined;
}

function nameOf(value: JsonObject): string | undefined {
  const path = shortText(field(value, 'path'));
  const name = shortText(field(value, 'kname')) ?? shortText(field(value, 'name')) ?? path;
  // A "!" in a kernel name stands for a slash: cciss!c0d0.
  return (path ?? name)?.replace(/^\/dev\//, '').replaceAll('!', '/');
}

function isPart({ at, name, parent }: Node): boolean {
  const type = field(at, 'type');
  if (type !== undefined && type !== null) return type === 'part';
  return parent !== undefined || diskOfPartition(name) !== undefined;
}

/** sda1 to sda, nvme0n1p2 to nvme0n1. */
function diskOfPartition(name: string): string | undefined {
  return (/^((?:[svh]|xv)d[a-z]+)[0-9]+$/.exec(name) ?? /^((?:nvme[0-9]+n|mmcblk)[0-9]+)p[0-9]+$/.exec(name))?.[1];
}

function whyNot({ name, at }: Node): LeftOutReason | undefined {
  const type = field(at, 'type');
  if (type === 'rom') return 'optical';
  if (type === 'loop') return 'virtual';
  const byName = notADisk(name);
  if (byName) return byName;
  if (typeof type === 'string' && type !== 'disk') return 'assembled';
  if (shortText(field(at, 'fstype'))?.startsWith('iso9660')) return 'install-medium';
  return readSize(field(at, 'size')) === 0 ? 'empty' : undefined;
}

function diskOf({ name, at }: Node, holds: readonly Holding[]): InventoryDisk {
  return {
    source: 'lsblk',
    path: `/dev/${name}`.slice(0, INVENTORY_LIMITS.text),
    ...defined({
      serial: shortText(field(at, 'serial')),
      model: shortText(field(at, 'model')),
      vendor: shortText(field(at, 'vendor')),
      wwn: shortText(field(at, 'wwn')),
      transport: shortText(field(at, 'tran')),
      sizeBytes: readSize(field(at, 'size')),
      rotational: readFlag(field(at, 'rota')),
      removable: readFlag(field(at, 'rm')),
    }),
    holds,
  };
}

/** What is on each disk, from the disk itself and everything made on it. */
function collectHoldings(nodes: readonly Node[], disks: ReadonlySet<string>): ReadonlyMap<string, readonly Holding[]> {
  const parents = new Map(nodes.map(({ name, parent }) => [name, parent ?? diskOfPartition(name)]));
  const holdings = new Map<string, Holding[]>();
  for (const node of nodes) {
    let disk: string | undefined = disks.has(node.top.name) ? node.top.name : node.name;
    for (let up = 0; disk !== undefined && !disks.has(disk) && up < 8; up += 1) disk = parents.get(disk);
    if (disk === undefined || !disks.has(disk)) continue;
    const list = holdings.get(disk) ?? [];
    list.push(...holdingsOf(node, disk));
    holdings.set(disk, list.slice(0, INVENTORY_LIMITS.holdings));
  }
  return holdings;
}

function holdingsOf({ name, at }: Node, disk: string): readonly Holding[] {
  const on = name === disk ? undefined : name.slice(0, INVENTORY_LIMITS.text);
  const table = on === undefined ? shortText(field(at, 'pttype')) : undefined;
  const type = shortText(field(at, 'fstype'));
  const points = field(at, 'mountpoints');
  const mountpoint =
    shortText(field(at, 'mountpoint')) ??
    (Array.isArray(points) ? points.map(shortText).find((each) => each) : undefined);
  const label = shortText(field(at, 'label'));
  return [
    ...(table ? [{ kind: 'partition-table' as const, type: table }] : []),
    ...(type || mountpoint ? [{ ...holdingOf(type ?? 'mounted'), ...defined({ on, label, mountpoint }) }] : []),
  ];
}
