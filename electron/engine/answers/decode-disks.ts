import type { PveVersion } from '../../api/site.ts';
import {
  type BtrfsAnswer,
  type DiskSelection,
  type DisksAnswer,
  FILESYSTEMS,
  type LvmAnswer,
  RAID_LEVELS,
  type RaidLevel,
  type ZfsAnswer,
} from './answer.ts';
import {
  type Field,
  type Report,
  readCount,
  readNumber,
  readTable,
  readTextMap,
  readTexts,
  readWord,
  type TextEntries,
} from './decode-toml.ts';
import type { TomlValue } from './toml-document.ts';

const PATH = 'disk-setup';
const LVM_KEYS = ['hdsize', 'swapsize', 'maxroot', 'maxvz', 'minfree'] as const;
const ZFS_RAIDS = RAID_LEVELS;
const BTRFS_RAIDS = ['raid0', 'raid1', 'raid10'] as const satisfies readonly RaidLevel[];
const ZFS_CHECKSUMS = ['on', 'fletcher4', 'sha256'] as const;
const ZFS_COMPRESSIONS = ['on', 'off', 'lzjb', 'lz4', 'zle', 'gzip', 'zstd'] as const;
const BTRFS_COMPRESSIONS = ['on', 'off', 'zlib', 'lzo', 'zstd'] as const;

/** `[disk-setup]`: forms, and which of the keys may stand together (answer-schema.md, section 3). */
export function decodeDisks(value: TomlValue, version: PveVersion, report: Report): DisksAnswer | undefined {
  const isOld = version === '8.4';
  const keys = readTable(
    value,
    PATH,
    [
      { name: 'filesystem', need: 'required' },
      { name: 'disk-list', alias: 'disk_list', need: 'default' },
      { name: 'filter', need: isOld ? 'optional' : 'default' },
      { name: 'filter-match', alias: 'filter_match', need: 'optional' },
      { name: 'zfs', need: 'optional' },
      { name: 'lvm', need: 'optional' },
      { name: 'btrfs', need: 'optional' },
    ],
    report,
  );
  if (!keys) return undefined;
  const filesystem = readWord(keys.get('filesystem'), `${PATH}.filesystem`, FILESYSTEMS, report);
  const disks = readTexts(keys.get('disk-list'), `${PATH}.disk-list`, report);
  const filter = readTextMap(keys.get('filter'), `${PATH}.filter`, report);
  const filterMatch = readWord(keys.get('filter-match'), `${PATH}.filter-match`, ['any', 'all'], report);
  const zfs = decodeZfs(keys.get('zfs'), version, report);
  const lvm = decodeLvm(keys.get('lvm'), report);
  const btrfs = decodeBtrfs(keys.get('btrfs'), report);
  const isRead = [disks, filter, filterMatch, zfs, lvm, btrfs].every(
    (part, index) =>
      part !== undefined || !keys.has(['disk-list', 'filter', 'filter-match', 'zfs', 'lvm', 'btrfs'][index] ?? ''),
  );
  if (filesystem === undefined || !isRead) return undefined;

  const selection = chooseSelection(disks ?? [], filter, isOld, report);
  const raid = filesystem === 'zfs' ? zfs?.raid : filesystem === 'btrfs' ? btrfs?.raid : undefined;
  const fits = checkTables(filesystem, { zfs, lvm, btrfs }, disks?.length ?? 0, report);
  if (!selection || !fits) return undefined;
  return { filesystem, raid, selection, filterMatch, zfs, lvm, btrfs };
}

/** One of list and filter. An empty list counts as none; an empty filter counts as none from 9.0.5 on. */
function chooseSelection(
  disks: readonly string[],
  filter: TextEntries | undefined,
  isOld: boolean,
  report: Report,
): DiskSelection | undefined {
  const hasFilter = filter !== undefined && (isOld || filter.length > 0);
  if (disks.length > 0) {
    return hasFilter ? report('answer.disks-both', `${PATH}.filter`) : { kind: 'list', disks };
  }
  return hasFilter && filter ? { kind: 'filter', filter } : report('answer.disks-missing', PATH);
}

function checkTables(
  filesystem: DisksAnswer['filesystem'],
  tables: Readonly<Record<'zfs' | 'lvm' | 'btrfs', ZfsAnswer | LvmAnswer | BtrfsAnswer | undefined>>,
  diskCount: number,
  report: Report,
): boolean {
  const own = filesystem === 'ext4' || filesystem === 'xfs' ? 'lvm' : filesystem;
  let fits = true;
  for (const table of ['zfs', 'lvm', 'btrfs'] as const) {
    if (table === own || !tables[table]) continue;
    report('answer.disk-table-foreign', `${PATH}.${table}`, { table, filesystem });
    fits = false;
  }
  if (own === 'lvm' && diskCount > 1) {
    report('answer.disks-one', `${PATH}.disk-list`, { filesystem, count: diskCount });
    fits = false;
  }
  if (own !== 'lvm' && !(tables[own] as ZfsAnswer | undefined)?.raid) {
    report('answer.raid-missing', `${PATH}.${own}.raid`, { filesystem });
    fits = false;
  }
  return fits;
}

function decodeLvm(value: TomlValue | undefined, report: Report): LvmAnswer | undefined {
  if (value === undefined) return undefined;
  const path = `${PATH}.lvm`;
  const keys = readTable(value, path, optional(LVM_KEYS), report);
  if (!keys) return undefined;
  const sizes = LVM_KEYS.map((key) => [key, readNumber(keys.get(key), `${path}.${key}`, report)] as const);
  if (sizes.some(([key, size]) => size === undefined && keys.has(key))) return undefined;
  return Object.fromEntries(sizes);
}

function decodeZfs(value: TomlValue | undefined, version: PveVersion, report: Report): ZfsAnswer | undefined {
  if (value === undefined) return undefined;
  const path = `${PATH}.zfs`;
  const names = ['raid', 'ashift', 'arc-max', 'checksum', 'compress', 'copies', 'hdsize'];
  const fields = optional(names).map((field) => (field.name === 'arc-max' ? { ...field, alias: 'arc_max' } : field));
  const keys = readTable(value, path, fields, report);
  if (!keys) return undefined;
  // usize up to 9.1, u32 in 9.2.
  const limit = version === '9.2' ? 2n ** 32n - 1n : 2n ** 63n - 1n;
  const count = (name: string): number | undefined => readCount(keys.get(name), `${path}.${name}`, limit, report);
  const read = {
    raid: readRaid(keys.get('raid'), `${path}.raid`, ZFS_RAIDS, report),
    ashift: count('ashift'),
    arcMax: count('arc-max'),
    checksum: readWord(keys.get('checksum'), `${path}.checksum`, ZFS_CHECKSUMS, report),
    compress: readWord(keys.get('compress'), `${path}.compress`, ZFS_COMPRESSIONS, report),
    copies: count('copies'),
    hdsize: readNumber(keys.get('hdsize'), `${path}.hdsize`, report),
  };
  return Object.values(read).filter((part) => part !== undefined).length === keys.size ? read : undefined;
}

function decodeBtrfs(value: TomlValue | undefined, report: Report): BtrfsAnswer | undefined {
  if (value === undefined) return undefined;
  const path = `${PATH}.btrfs`;
  const keys = readTable(value, path, optional(['hdsize', 'raid', 'compress']), report);
  if (!keys) return undefined;
  const read = {
    raid: readRaid(keys.get('raid'), `${path}.raid`, BTRFS_RAIDS, report),
    compress: readWord(keys.get('compress'), `${path}.compress`, BTRFS_COMPRESSIONS, report),
    hdsize: readNumber(keys.get('hdsize'), `${path}.hdsize`, report),
  };
  return Object.values(read).filter((part) => part !== undefined).length === keys.size ? read : undefined;
}

/** RAID levels may be written all lower or all upper case, nothing between. */
function readRaid<const Level extends RaidLevel>(
  value: TomlValue | undefined,
  path: string,
  levels: readonly Level[],
  report: Report,
): Level | undefined {
  const words = [...levels, ...levels.map((level) => level.toUpperCase())];
  const word = readWord(value, path, words, report, { shown: levels });
  return levels.find((level) => level === word?.toLowerCase());
}

function optional(names: readonly string[]): readonly Field[] {
  return names.map((name) => ({ name, need: 'optional' }));
}
