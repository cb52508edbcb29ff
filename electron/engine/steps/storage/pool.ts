import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { contentInWords, lookAtDisk, takeDisk, type WantedDisk } from './take-disk.ts';

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
        const pool = poolState(view, target, wanted.pool);
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
      const pool = poolState(await context.look(target), target, wanted.pool);
      if (pool === 'there') continue;
      if (pool !== 'absent') throw new DiagnosticError(pool);
      const path = await takeDisk(context, wanted);
      context.note(`${target}: making pool ${wanted.pool} on ${path}`);
      await changeHost(
        context.transport(target),
        context,
        change`zpool create -o ashift=${wanted.ashift} -O compression=lz4 -O atime=off ${wanted.pool} ${path}`,
        { timeoutMs: 120_000 },
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

/** An old pool of the same name that is not imported counts as content of its disk. */
function poolState(view: View, host: string, name: string): 'there' | 'absent' | Diagnostic {
  const pool = factOf(view, host, 'pools').get(name);
  if (!pool) return 'absent';
  if (pool.health === 'ONLINE' || pool.health === 'DEGRADED') return 'there';
  return diagnostic('storage.pool-broken', {
    params: { host, pool: name, health: pool.health },
    subject: { host, step: ID },
  });
}
