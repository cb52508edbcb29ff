import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import { type BlockDevice, diskBySerial } from '../../facts/host/disks.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { contentInWords, everything, lookAtDisk, takeDisk, type WantedDisk } from './take-disk.ts';

const ID = 'storage.pool';

interface WantedPool extends WantedDisk {
  readonly pool: string;
  readonly ashift: number;
}

/** Every node has its ZFS pools, each on the disk with the serial of the site file. */
export const poolStep: Step = {
  id: ID,
  phase: 'storage',
  title: () => ({ en: 'ZFS pool on the data disk', es: 'Pool ZFS en el disco de datos' }),
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
      for (const wanted of wantedPools(view.site, target)) {
        const pool = poolState(view, wanted);
        if (pool === 'there') continue;
        if (pool !== 'absent') return { state: 'blocked', diagnostic: pool };
        const found = lookAtDisk(view, wanted);
        if (found.state === 'refused') return { state: 'blocked', diagnostic: found.diagnostic };
        changes.push({
          what: `zpool ${wanted.pool}`,
          before: contentInWords(found),
          after: `${found.path} (${wanted.serial})`,
        });
      }
      return verdictOf(changes);
    }),
  apply: async (context) => {
    const { target, site } = context;
    for (const wanted of wantedPools(site, target)) {
      const pool = poolState(await context.look(target), wanted);
      if (pool === 'there') continue;
      if (pool !== 'absent') throw new DiagnosticError(pool);
      const path = await takeDisk(context, wanted);
      context.note(`${target}: making pool ${wanted.pool} on ${path}`);
      await changeHost(
        context.transport(target),
        context,
        // the next look goes by what udev knows of the disk
        change`zpool create -o ashift=${wanted.ashift} -O compression=lz4 -O atime=off ${wanted.pool} ${path} && { ! command -v udevadm >/dev/null || udevadm settle; }`,
        { timeoutMs: 120_000, job: `${ID}-${wanted.pool}-${wanted.serial}` },
      );
    }
  },
};

function wantedPools(site: Site, host: string): readonly WantedPool[] {
  return site.storages.flatMap((storage) => {
    if (storage.type !== 'zfspool') return [];
    const serial = storage.disks[host];
    const { id, pool, ashift, allowWipe } = storage;
    return serial === undefined ? [] : [{ step: ID, host, serial, storage: id, allowWipe, pool, ashift }];
  });
}

/**
 * An old pool of the same name that is not imported counts as content of its disk. One on another disk than the wanted is
 * somebody's; a degraded one may have lost that very disk.
 */
function poolState(view: View, { host, pool: name, serial }: WantedPool): 'there' | 'absent' | Diagnostic {
  const pool = factOf(view, host, 'pools').get(name);
  const subject = { host, step: ID };
  if (!pool) return 'absent';
  if (pool.health !== 'ONLINE' && pool.health !== 'DEGRADED')
    return diagnostic('storage.pool-broken', { params: { host, pool: name, health: pool.health }, subject });
  const disks = factOf(view, host, 'disks');
  const wanted = diskBySerial(disks, serial);
  if (wanted ? membersOf(wanted, name).length > 0 : pool.health === 'DEGRADED') return 'there';
  return diagnostic('storage.pool-elsewhere', {
    params: { host, pool: name, serial },
    evidence: disks.flatMap((disk) => membersOf(disk, name).map(({ path }) => `${path}: ${name} (${disk.serial})`)),
    subject,
  });
}

/** The parts of a disk, or the whole, that belong to a pool. */
function membersOf(disk: BlockDevice, pool: string): readonly BlockDevice[] {
  return everything(disk).filter((entry) => entry.fstype === 'zfs_member' && entry.label === pool);
}
