import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { asArray, asFlag, asNumber, asObject, asText, type Json, parseOutput } from '../parse/text.ts';

export interface BlockDevice {
  readonly name: string;
  /** `/dev/sdb`. Changes between boots: never remembered, only used at once. */
  readonly path: string;
  /** `disk`, `part`, `lvm`, `loop`, `rom`. */
  readonly type: string;
  readonly sizeBytes: number;
  readonly serial: string;
  readonly model: string;
  readonly rotational: boolean;
  readonly removable: boolean;
  /** File system or member type (`ext4`, `zfs_member`, `LVM2_member`), '' = none seen. */
  readonly fstype: string;
  /** Of a `zfs_member`: the pool's name. */
  readonly label: string;
  /** Partition table (`gpt`, `dos`), '' = none. */
  readonly partitionTable: string;
  readonly mountpoint: string;
  readonly children: readonly BlockDevice[];
}

/** Every block device as a tree. */
export const disks: Fact<readonly BlockDevice[]> = {
  id: 'disks',
  command: read`lsblk -J -b -o NAME,PATH,TYPE,SIZE,SERIAL,MODEL,ROTA,RM,FSTYPE,LABEL,PTTYPE,MOUNTPOINT`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const tree = asObject(JSON.parse(text) as Json, 'the answer of lsblk');
      return asArray(tree.blockdevices, 'blockdevices').map(device);
    }),
};

function device(json: Json): BlockDevice {
  const entry = asObject(json, 'a block device');
  return {
    name: asText(entry.name) ?? '',
    path: asText(entry.path) ?? `/dev/${asText(entry.name) ?? ''}`,
    type: asText(entry.type) ?? '',
    sizeBytes: asNumber(entry.size) ?? 0,
    serial: (asText(entry.serial) ?? '').trim(),
    model: (asText(entry.model) ?? '').trim(),
    rotational: asFlag(entry.rota),
    removable: asFlag(entry.rm),
    fstype: asText(entry.fstype) ?? '',
    label: asText(entry.label) ?? '',
    // a partition repeats the table of its disk
    partitionTable: entry.type === 'disk' ? (asText(entry.pttype) ?? '') : '',
    mountpoint: asText(entry.mountpoint) ?? '',
    children: Array.isArray(entry.children) ? (entry.children as readonly Json[]).map(device) : [],
  };
}

/** The disk with this serial (ID_SERIAL_SHORT), if exactly one has it. */
export function diskBySerial(devices: readonly BlockDevice[], serial: string): BlockDevice | undefined {
  const found = devices.filter((entry) => entry.type === 'disk' && entry.serial === serial);
  return found.length === 1 ? found[0] : undefined;
}

/** What is on a disk, for the person who decides; empty = blank as far as the kernel sees. */
export function contentOf(disk: BlockDevice): readonly string[] {
  const found: string[] = [];
  const walk = (entry: BlockDevice): void => {
    const traits = [
      entry.fstype,
      entry.label,
      entry.partitionTable && `partition table ${entry.partitionTable}`,
      entry.mountpoint && `mounted on ${entry.mountpoint}`,
    ].filter((trait) => trait !== '');
    if (entry !== disk) traits.unshift(entry.type);
    if (traits.length > 0) found.push(`${entry.path}: ${traits.join(', ')}`);
    entry.children.forEach(walk);
  };
  walk(disk);
  return found;
}
