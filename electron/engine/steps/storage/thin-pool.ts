import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import { type BlockDevice, contentOf, diskBySerial } from '../../facts/host/disks.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { ownershipTag, pveNodes, storageNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { lvmAt } from './storage-facts.ts';
import { contentInWords, lookAtDisk, takeDisk, type WantedDisk } from './take-disk.ts';

const ID = 'storage.thin-pool';
/** LVM's own default. */
const EXTENT_BYTES = 4 * 1024 ** 2;
const GIB = 1024 ** 3;

interface WantedThinPool {
  readonly storage: string;
  readonly vg: string;
  readonly thinpool: string;
  /** undefined = somebody else makes it (the installer's own pve/data). */
  readonly disk: WantedDisk | undefined;
}

/** Every node has its LVM thin pools: the volume group on the disk with the serial of the site file, the pool filling it. */
export const thinPoolStep: Step = {
  id: ID,
  phase: 'storage',
  title: () => ({ en: 'LVM thin pool on the data disk', es: 'Thin pool de LVM en el disco' }),
  targets: (site) =>
    pveNodes(site)
      .map((host) => host.name)
      .filter((name) => wantedThinPools(site, name).length > 0),
  needs: ['preflight.pve-version', 'preflight.hardware'],
  risk: 'destructive',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const changes: Change[] = [];
      for (const wanted of wantedThinPools(view.site, target)) {
        const found = look(view, target, wanted);
        if (found.state === 'refused') return { state: 'blocked', diagnostic: found.diagnostic };
        if (found.state === 'no-group')
          changes.push({
            what: `volume group ${wanted.vg}`,
            before: found.content,
            after: `${found.path} (${wanted.disk?.serial ?? ''})`,
          });
        if (found.state !== 'there')
          changes.push({ what: `thin pool ${wanted.vg}/${wanted.thinpool}`, after: 'all of it' });
      }
      return verdictOf(changes);
    }),
  apply: async (context) => {
    const { target, site } = context;
    const transport = context.transport(target);
    for (const wanted of wantedThinPools(site, target)) {
      let found = look(await context.look(target), target, wanted);
      if (found.state === 'no-group' && wanted.disk) {
        const { disk } = wanted;
        const path = await takeDisk(context, disk, (view) => isUngrouped(view, target));
        context.note(`${target}: making volume group ${wanted.vg} on ${path}`);
        // it makes the disk a physical volume by itself, and takes one of a broken-off try as it is
        await changeHost(transport, context, change`vgcreate --addtag ${ownershipTag(site)} ${wanted.vg} ${path}`, {
          timeoutMs: 120_000,
          job: `${ID}-group-${wanted.vg}-${disk.serial}`,
        });
        found = look(await context.look(target), target, wanted);
      }
      if (found.state === 'refused') throw new DiagnosticError(found.diagnostic);
      if (found.state === 'there') continue;
      if (found.state === 'no-group')
        throw fail('pve.command-failed', {
          params: { host: target, command: 'vgcreate' },
          subject: { host: target, step: ID },
        });
      const { dataBytes, metadataBytes } = thinPoolSizes(found.freeBytes);
      await changeHost(
        transport,
        context,
        change`lvcreate --type thin-pool --yes --size ${`${dataBytes}b`} --poolmetadatasize ${`${metadataBytes}b`} --addtag ${ownershipTag(site)} --name ${wanted.thinpool} ${wanted.vg}`,
        { timeoutMs: 120_000, job: `${ID}-${wanted.vg}-${wanted.thinpool}` },
      );
    }
  },
};

/**
 * The vendor's own division (pve-facts 3.4): 1 % of the room for metadata, 1 to 16 GiB, and as much again for its spare copy;
 * a small disk has its 1 % without that least.
 */
export function thinPoolSizes(freeBytes: number): { readonly dataBytes: number; readonly metadataBytes: number } {
  const whole = (bytes: number): number => Math.floor(bytes / EXTENT_BYTES) * EXTENT_BYTES;
  const least = freeBytes >= 16 * GIB ? GIB : EXTENT_BYTES;
  const metadataBytes = Math.min(16 * GIB, Math.max(least, whole(freeBytes / 100)));
  return { dataBytes: whole(freeBytes) - 2 * metadataBytes, metadataBytes };
}

function wantedThinPools(site: Site, host: string): readonly WantedThinPool[] {
  return site.storages.flatMap((storage) => {
    if (storage.type !== 'lvmthin' || !storageNodes(site, storage).includes(host)) return [];
    const serial = storage.disks[host];
    const { id, vg, thinpool, allowWipe } = storage;
    const disk = serial === undefined ? undefined : { step: ID, host, serial, storage: id, allowWipe };
    return [{ storage: id, vg, thinpool, disk }];
  });
}

type Found =
  | { readonly state: 'there' }
  | { readonly state: 'no-pool'; readonly freeBytes: number }
  | { readonly state: 'no-group'; readonly path: string; readonly content: string }
  | { readonly state: 'refused'; readonly diagnostic: Diagnostic };

function look(view: View, host: string, wanted: WantedThinPool): Found {
  const { vg, thinpool, storage, disk } = wanted;
  const subject = { host, step: ID };
  const refused = (trouble: Diagnostic): Found => ({ state: 'refused', diagnostic: trouble });
  const lvm = lvmAt(view, host);
  const pool = lvm.logical.find((entry) => entry.vg === vg && entry.name === thinpool);
  if (pool)
    return pool.kind === 'thin-pool'
      ? { state: 'there' }
      : refused(diagnostic('storage.not-a-thin-pool', { params: { host, vg, thinpool, storage }, subject }));
  if (!disk)
    return refused(diagnostic('storage.thin-pool-missing', { params: { host, vg, thinpool, storage }, subject }));
  const group = lvm.physical.filter((entry) => entry.vg === vg);
  if (group.length === 0) {
    const found = lookAtDisk(view, disk, isUngrouped(view, host));
    return found.state === 'refused' ? found : { state: 'no-group', path: found.path, content: contentInWords(found) };
  }
  const own = diskBySerial(factOf(view, host, 'disks'), disk.serial);
  if (group.length !== 1 || own === undefined || group[0]?.path !== own.path)
    return refused(
      diagnostic('storage.group-elsewhere', {
        params: { host, vg, serial: disk.serial },
        evidence: group.map((entry) => `${entry.path}: ${entry.vg}`),
        subject,
      }),
    );
  return { state: 'no-pool', freeBytes: group[0].freeBytes };
}

/** A disk that LVM took and that is in no group holds nothing: a try of ours broke off between two commands. */
function isUngrouped(view: View, host: string): (disk: BlockDevice) => boolean {
  const { physical } = lvmAt(view, host);
  return (disk) =>
    disk.fstype === 'LVM2_member' &&
    contentOf(disk).length === 1 &&
    physical.some((entry) => entry.path === disk.path && entry.vg === '');
}
