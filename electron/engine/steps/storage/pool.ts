import { type Diagnostic, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import { lastingPath } from '../../facts/host/disk-links.ts';
import { contentOf, diskBySerial } from '../../facts/host/disks.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';

interface WantedPool {
  readonly pool: string;
  readonly serial: string;
  readonly ashift: number;
}

/** Every node has its ZFS pools, each on the disk with the serial of the site file; only a blank disk is taken. */
export const poolStep: Step = {
  id: 'storage.pool',
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
        const found = look(view, target, wanted);
        if (found.state === 'refused') return { state: 'blocked', diagnostic: found.diagnostic };
        if (found.state === 'blank')
          changes.push({
            what: `zpool ${wanted.pool}`,
            before: 'blank disk',
            after: `${found.path} (${wanted.serial})`,
          });
      }
      return verdictOf(changes);
    }),
  apply: async (context) => {
    const { target, site } = context;
    for (const wanted of wantedPools(site, target)) {
      // looked at again right before the one command that cannot be undone
      const found = look(await context.look(target), target, wanted);
      if (found.state === 'there') continue;
      if (found.state === 'refused') throw fail('storage.disk-in-use', refusalOptions(found.diagnostic));
      context.note(`${target}: making pool ${wanted.pool} on ${found.path}`);
      await changeHost(
        context.transport(target),
        context,
        change`zpool create -o ashift=${wanted.ashift} -O compression=lz4 -O atime=off ${wanted.pool} ${found.path}`,
        { timeoutMs: 120_000 },
      );
    }
  },
};

function refusalOptions(trouble: Diagnostic) {
  return { params: trouble.params, evidence: trouble.evidence, subject: trouble.subject };
}

function wantedPools(site: Site, host: string): readonly WantedPool[] {
  return site.storages.flatMap((storage) => {
    if (storage.type !== 'zfspool') return [];
    const serial = storage.disks[host];
    return serial === undefined ? [] : [{ pool: storage.pool, serial, ashift: storage.ashift }];
  });
}

type Found =
  | { readonly state: 'there' }
  | { readonly state: 'blank'; readonly path: string }
  | { readonly state: 'refused'; readonly diagnostic: Diagnostic };

/** What is where the pool should be. A disk with anything on it is never taken, not even an old pool of the same name. */
function look(view: View, host: string, wanted: WantedPool): Found {
  const subject = { host, step: 'storage.pool', drive: wanted.serial };
  const refused = (trouble: Diagnostic): Found => ({ state: 'refused', diagnostic: trouble });
  const pool = factOf(view, host, 'pools').get(wanted.pool);
  if (pool) {
    if (pool.health === 'ONLINE' || pool.health === 'DEGRADED') return { state: 'there' };
    return refused(
      diagnostic('storage.pool-broken', { params: { host, pool: wanted.pool, health: pool.health }, subject }),
    );
  }
  const disks = factOf(view, host, 'disks');
  const disk = diskBySerial(disks, wanted.serial);
  if (!disk)
    return refused(
      diagnostic('storage.disk-missing', {
        params: { host, serial: wanted.serial },
        evidence: disks
          .filter((entry) => entry.type === 'disk')
          .map(
            (entry) => `${entry.path} ${entry.serial || '-'} ${entry.model} ${Math.round(entry.sizeBytes / 1e9)} GB`,
          ),
        subject,
      }),
    );
  const content = contentOf(disk);
  if (content.length > 0)
    return refused(
      diagnostic('storage.disk-in-use', { params: { host, serial: wanted.serial }, evidence: content, subject }),
    );
  const links = factOf(view, host, 'diskLinks');
  return { state: 'blank', path: lastingPath(links, disk.name) ?? disk.path };
}
