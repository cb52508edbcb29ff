import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { raidGroups } from '../../../api/raid.ts';
import type { Site } from '../../../api/site.ts';
import { diskSerials } from '../../../api/site-storage.ts';
import { diskBySerial } from '../../facts/host/disks.ts';
import { changeHost } from '../../pve/change-host.ts';
import { type Command, change } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { ApplyContext, Step, View } from '../step.ts';
import { poolSight, type WantedPool } from './pool-sight.ts';
import { contentInWords, type DiskSight, lookAtDisk, takeDisk, type WantedDisk } from './take-disk.ts';
import type { DormantPool } from './zpool-facts.ts';

const ID = 'storage.pool';
/** zpool takes disks of one group that differ by no more than this without being forced (ZPOOL_FUZZ). */
const SIZE_FUZZ_BYTES = 16 * 1024 ** 2;
const TIMEOUT_MS = 120_000;

/** Every node has its ZFS pools, each on the disks with the serials of the site file. */
export const poolStep: Step = {
  id: ID,
  phase: 'storage',
  title: () => ({ en: 'ZFS pool on the data disks', es: 'Pool ZFS en los discos de datos' }),
  targets: (site) =>
    pveNodes(site)
      .map((host) => host.name)
      .filter((name) => wantedPools(site, name).length > 0),
  needs: ['preflight.pve-version', 'preflight.hardware'],
  risk: 'destructive',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const changes: Change[] = [];
      const warnings: Diagnostic[] = [];
      for (const wanted of wantedPools(view.site, target)) {
        const found = poolSight(view, wanted);
        if (found.state === 'refused') return { state: 'blocked', diagnostic: found.diagnostic };
        if (found.state === 'there') warnings.push(...found.warnings);
        else if (found.state === 'dormant') changes.push(importing(wanted, found.pool));
        else changes.push(...makingInWords(wanted, disksFor(view, wanted)));
      }
      const verdict = verdictOf(changes);
      return verdict.state === 'satisfied' && warnings.length > 0 ? { state: 'satisfied', warnings } : verdict;
    }),
  apply: async (context) => {
    for (const wanted of wantedPools(context.site, context.target)) {
      const view = await context.look(context.target);
      const found = poolSight(view, wanted);
      if (found.state === 'refused') throw new DiagnosticError(found.diagnostic);
      if (found.state === 'dormant') await importPool(context, wanted, found.pool);
      if (found.state === 'absent') await makePool(context, wanted, view);
    }
  },
};

function wantedPools(site: Site, host: string): readonly WantedPool[] {
  return site.storages.flatMap((storage) => {
    const serials = diskSerials(storage, host);
    if (storage.type !== 'zfspool' || serials.length === 0) return [];
    const { id, pool, raid, ashift, allowWipe } = storage;
    return [{ step: ID, host, storage: id, pool, raid, serials, allowWipe, ashift }];
  });
}

interface FoundDisk {
  readonly wanted: WantedDisk;
  readonly sight: Exclude<DiskSight, { readonly state: 'refused' }>;
}

/** All disks of a pool that is to be made, in the order of the site file; one that may not be taken throws (see `decide`). */
function disksFor(
  view: View,
  { step, host, storage, allowWipe, serials, raid, pool }: WantedPool,
): readonly FoundDisk[] {
  const found = serials.map((serial) => {
    const wanted = { step, host, serial, storage, allowWipe };
    const sight = lookAtDisk(view, wanted);
    if (sight.state === 'refused') throw new DiagnosticError(sight.diagnostic);
    return { wanted, sight };
  });
  const disks = factOf(view, host, 'disks');
  const sized = serials.map((serial) => ({ serial, sizeBytes: diskBySerial(disks, serial)?.sizeBytes ?? 0 }));
  for (const group of raidGroups(raid, sized)) {
    const sizes = group.map(({ sizeBytes }) => sizeBytes);
    if (Math.max(...sizes) - Math.min(...sizes) <= SIZE_FUZZ_BYTES) continue;
    const inWords = group.map(({ serial, sizeBytes }) => `${serial}: ${Math.round(sizeBytes / 1e9)} GB`);
    throw new DiagnosticError(
      diagnostic('storage.pool-sizes-differ', {
        params: { host, pool, sizes: inWords.join(', ') },
        subject: { host, step },
      }),
    );
  }
  return found;
}

/** Disk by disk what is there now and what it becomes. */
function makingInWords({ pool, raid }: WantedPool, disks: readonly FoundDisk[]): readonly Change[] {
  const what = `zpool ${pool}`;
  return raidGroups(raid, disks).flatMap((group, index, groups) =>
    group.map(({ wanted, sight }) => ({
      what: disks.length === 1 ? what : `${what}: ${raid}${groups.length === 1 ? '' : `, pair ${index + 1}`}`,
      before: contentInWords(sight),
      after: `${sight.path} (${wanted.serial})`,
    })),
  );
}

function importing({ pool, raid, serials }: WantedPool, { state }: DormantPool): Change {
  return {
    what: `zpool ${pool}`,
    before: 'not imported',
    after: `imported, ${state}: ${raid} (${serials.join(', ')})`,
  };
}

/** By its number: another pool of the name may lie on disks that somebody plugs in meanwhile. */
async function importPool(context: ApplyContext, wanted: WantedPool, { id }: DormantPool): Promise<void> {
  context.note(`${wanted.host}: importing pool ${wanted.pool} (${id})`);
  await changeHost(
    context.transport(wanted.host),
    context,
    // the vendor looks there too (PVE::Storage::ZFSPoolPlugin); found by other names, a pool would keep those
    settled(change`zpool import -d /dev/disk/by-id ${id}`),
    { timeoutMs: TIMEOUT_MS, job: `${ID}-import-${wanted.pool}-${id}` },
  );
}

/** Nothing is wiped before every disk may be taken, and nothing is made before all are blank. */
async function makePool(context: ApplyContext, wanted: WantedPool, view: View): Promise<void> {
  const { host, pool, raid, serials, ashift } = wanted;
  let disks = disksFor(view, wanted);
  const toWipe = disks.filter(({ sight }) => sight.state === 'to-wipe');
  for (const disk of toWipe) await takeDisk(context, disk.wanted);
  if (toWipe.length > 0) disks = blank(disksFor(await context.look(host), wanted));
  const paths = disks.map(({ sight }) => sight.path);
  const words = raidGroups(raid, paths).flatMap((group) => [...kindWord(wanted), ...group]);
  context.note(`${host}: making pool ${pool} on ${paths.join(', ')}`);
  await changeHost(
    context.transport(host),
    context,
    settled(change`zpool create -o ashift=${ashift} -O compression=lz4 -O atime=off ${pool} ${words}`),
    {
      timeoutMs: TIMEOUT_MS,
      job: `${ID}-${pool}-${serials[0] ?? ''}${serials.length === 1 ? '' : `-${serials.length}`}`,
    },
  );
}

/** zpool's word before the disks of a group. */
function kindWord({ raid }: WantedPool): readonly string[] {
  return raid === 'single' ? [] : [raid === 'raid10' ? 'mirror' : raid];
}

/** A disk that was filled again behind our back is not wiped a second time. */
function blank(disks: readonly FoundDisk[]): readonly FoundDisk[] {
  for (const { wanted, sight } of disks)
    if (sight.state === 'to-wipe')
      throw new DiagnosticError(
        diagnostic('storage.disk-not-wiped', {
          params: { host: wanted.host, serial: wanted.serial },
          evidence: sight.content,
          subject: { host: wanted.host, step: wanted.step, drive: wanted.serial },
        }),
      );
  return disks;
}

/** The next look goes by what udev knows of the disks. */
function settled(command: Command<'change'>): Command<'change'> {
  return change`${command} && { ! command -v udevadm >/dev/null || udevadm settle; }`;
}
