import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { parseGlob } from '../../answers/glob.ts';
import { erasedDisks, isWholeDevicePath, pathMeans } from '../install-disks.ts';
import { pathText } from '../toml-map.ts';
import { eachInstall, type InstallOf } from './each-install.ts';
import { rules } from './rule.ts';

const GIB = 1024 ** 3;

/** Where the installer checks nothing: zpool and zfs manuals, ZFS's floor for its cache, a disk on which a system fits. */
const RANGES: readonly (readonly [table: 'lvm' | 'zfs' | 'btrfs', key: string, low: number, high?: number])[] = [
  ['lvm', 'hdsizeGib', 2],
  ['lvm', 'swapsizeGib', 0],
  ['lvm', 'maxrootGib', 2],
  ['lvm', 'maxvzGib', 0],
  ['lvm', 'minfreeGib', 0],
  ['zfs', 'ashift', 9, 16],
  ['zfs', 'arcMaxMib', 64],
  ['zfs', 'copies', 1, 3],
  ['zfs', 'hdsizeGib', 2],
  ['btrfs', 'hdsizeGib', 2],
];

/** Which disks the installer erases and how it lays them out (answer-schema, 3). */
export const diskRules = rules([
  {
    id: 'disks.said-once',
    looksAt: ['hosts[].install.diskSerials', 'hosts[].install.diskPaths', 'hosts[].install.diskFilter'],
    codes: ['site.disks-unsaid', 'site.disks-said-twice'],
    check: (site) =>
      eachInstall(site, ({ host, install, subject }) => {
        const said = (['diskSerials', 'diskPaths', 'diskFilter'] as const).filter((key) => install[key] !== undefined);
        const params = { name: host.name, keys: said.join(', ') };
        if (said.length > 1) return [diagnostic('site.disks-said-twice', { params, subject: subject(said[1] ?? '') })];
        return said.length === 1 ? [] : [diagnostic('site.disks-unsaid', { params, subject: subject('diskSerials') })];
      }),
  },
  {
    id: 'disks.paths',
    looksAt: ['hosts[].install.diskPaths', 'hosts[].hardware.disks[].name'],
    codes: [
      'site.disk-by-path',
      'site.disk-path-suffix',
      'site.disk-path-many',
      'site.disk-path-absent',
      'site.disk-path-twice',
    ],
    check: (site) => eachInstall(site, pathProblems),
  },
  {
    id: 'disks.filter',
    looksAt: ['hosts[].install.diskFilter', 'hosts[].install.diskFilterMatch', 'hosts[].install.filesystem'],
    codes: [
      'site.filter-empty',
      'site.bad-glob',
      'site.disk-filter-or',
      'site.disk-filter-any',
      'site.disk-filter-all',
      'site.filter-match-ignored',
    ],
    check: (site) =>
      eachInstall(site, (one) => {
        const { filesystem, diskFilter, diskFilterMatch } = one.install;
        const name = one.host.name;
        const looks = (filesystem === 'zfs' || filesystem === 'btrfs') && diskFilter !== undefined;
        const ignored =
          diskFilterMatch !== undefined && !looks
            ? [diagnostic('site.filter-match-ignored', { params: { name }, subject: one.subject('diskFilterMatch') })]
            : [];
        if (!diskFilter) return ignored;
        const params = { name, count: Object.keys(diskFilter).length, keys: Object.keys(diskFilter).join(', ') };
        const code = filterTrap(params.count, looks, diskFilterMatch);
        const trap = code ? [diagnostic(code, { params, subject: one.subject('diskFilter') })] : [];
        return [...ignored, ...filterProblems(one, 'diskFilter', diskFilter), ...trap];
      }),
  },
  {
    id: 'disks.layout',
    looksAt: ['hosts[].install.lvm', 'hosts[].install.zfs', 'hosts[].install.btrfs', 'hosts[].install.filesystem'],
    codes: ['site.install-table-foreign', 'site.install-range'],
    check: (site) =>
      eachInstall(site, ({ host, install, at, subject }): Diagnostic[] => {
        const { filesystem } = install;
        const fitting = filesystem === 'zfs' || filesystem === 'btrfs' ? filesystem : 'lvm';
        const foreign = (['lvm', 'zfs', 'btrfs'] as const).filter(
          (table) => table !== fitting && install[table] !== undefined,
        );
        return [
          ...foreign.map((table) =>
            diagnostic('site.install-table-foreign', {
              params: { name: host.name, filesystem, table },
              subject: subject(table),
            }),
          ),
          ...RANGES.flatMap(([table, key, low, high]) => {
            const value = (install[table] as Readonly<Record<string, string | number | undefined>> | undefined)?.[key];
            if (typeof value !== 'number' || (value >= low && value <= (high ?? value))) return [];
            const usual = high === undefined ? `>= ${low}` : `${low}-${high}`;
            const field = `${at}.${table}.${key}`;
            return [
              diagnostic('site.install-range', {
                params: { field, value, usual },
                subject: subject(`${table}.${key}`),
              }),
            ];
          }),
        ];
      }),
  },
  {
    id: 'disks.sizes-fit',
    looksAt: ['hosts[].install.lvm', 'hosts[].install.zfs', 'hosts[].install.btrfs', 'hosts[].hardware'],
    codes: ['site.arc-above-memory', 'site.hdsize-above-disk', 'site.swap-too-large'],
    check: (site) => eachInstall(site, sizeProblems),
  },
]);

/** What is wrong with a udev filter of an answer, whatever it selects. */
export function filterProblems(
  { host, at, subject }: InstallOf,
  key: 'diskFilter' | 'nicFilter',
  filter: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  const field = `${at}.${key}`;
  const entries = Object.entries(filter);
  if (entries.length === 0)
    return [diagnostic('site.filter-empty', { params: { name: host.name, field }, subject: subject(key) })];
  return entries
    .filter(([, pattern]) => !parseGlob(pattern))
    .map(([property, pattern]) =>
      diagnostic('site.bad-glob', {
        params: { field: `${field}.${pathText([property])}`, pattern },
        subject: subject(`${key}.${pathText([property])}`),
      }),
    );
}

function pathProblems({ host, install, subject }: InstallOf): readonly Diagnostic[] {
  const paths = install.diskPaths;
  if (!paths) return [];
  const name = host.name;
  // Only an inventory that tells the name of every disk can say what a path means.
  const disks = host.hardware?.disks ?? [];
  const names = disks.flatMap((disk) => disk.name ?? []);
  const isKnown = names.length > 0 && names.length === disks.length;
  const firstBy = new Map<string, string>();
  const found = paths.flatMap((path, slot): Diagnostic[] => {
    const about = (params: Readonly<Record<string, string>>) => ({
      params: { name, path, ...params },
      subject: subject(`diskPaths[${slot}]`),
    });
    const meant = names.filter((entry) => pathMeans(path, entry));
    if (isKnown && meant.length === 0) return [diagnostic('site.disk-path-absent', about({ known: names.join(', ') }))];
    if (meant.length > 1) return [diagnostic('site.disk-path-many', about({ disks: meant.join(', ') }))];
    const key = path.replace(/^\/dev\//, '');
    const first = firstBy.get(key);
    if (first !== undefined) return [diagnostic('site.disk-path-twice', about({ first, second: path }))];
    firstBy.set(key, path);
    return isWholeDevicePath(path) ? [] : [diagnostic('site.disk-path-suffix', about({}))];
  });
  const summary = { params: { name, disks: paths.join(', ') }, subject: subject('diskPaths') };
  return [...found, diagnostic('site.disk-by-path', summary)];
}

function sizeProblems({ host, install, subject }: InstallOf): readonly Diagnostic[] {
  const name = host.name;
  const found: Diagnostic[] = [];
  const arc = install.zfs?.arcMaxMib;
  const haveMib = (host.hardware?.memoryGib ?? Number.POSITIVE_INFINITY) * 1024;
  if (arc !== undefined && arc >= haveMib) {
    const params = { name, value: arc, have: haveMib };
    found.push(diagnostic('site.arc-above-memory', { params, subject: subject('zfs.arcMaxMib') }));
  }
  const table = install.filesystem === 'zfs' || install.filesystem === 'btrfs' ? install.filesystem : 'lvm';
  const hdsize = install[table]?.hdsizeGib;
  // Labels count in 10^9 bytes, the installer in 2^30.
  const disks = erasedDisks(host).map(({ serial, sizeGb }) => ({ serial, haveGib: Math.floor((sizeGb * 1e9) / GIB) }));
  const smallest = [...disks].sort((a, b) => a.haveGib - b.haveGib)[0];
  if (hdsize !== undefined && smallest && hdsize > smallest.haveGib) {
    const params = { name, value: hdsize, serial: smallest.serial, have: smallest.haveGib };
    found.push(diagnostic('site.hdsize-above-disk', { params, subject: subject(`${table}.hdsizeGib`) }));
  }
  const swap = table === 'lvm' ? install.lvm?.swapsizeGib : undefined;
  const diskGib = hdsize ?? smallest?.haveGib;
  if (swap !== undefined && diskGib !== undefined && swap > diskGib / 2) {
    const params = { name, swap, disk: diskGib };
    found.push(diagnostic('site.swap-too-large', { params, subject: subject('lvm.swapsizeGib') }));
  }
  return found;
}

/** `isSet`: zfs and btrfs take every disk that fits, where "any" in writing says that each entry adds disks to the set. */
function filterTrap(count: number, isSet: boolean, match: 'any' | 'all' | undefined) {
  if (isSet && match === 'all') return 'site.disk-filter-all';
  if (count < 2) return undefined;
  if (!isSet) return 'site.disk-filter-or';
  return match === undefined ? 'site.disk-filter-any' : undefined;
}
