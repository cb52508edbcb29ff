import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site, SiteStorage } from '../../../api/site.ts';
import type { PveStorage } from '../../facts/pve/storages.ts';
import { removeMark, writeMark } from '../../ownership/marks.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes, storageBacking, storageNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';

/** The storages of the site are defined, with their content and on their nodes. Defined once for the whole cluster. */
export const addStep: Step = {
  id: 'storage.add',
  phase: 'storage',
  title: () => ({ en: 'Storages of the cluster', es: 'Almacenamientos del clúster' }),
  targets: (site) => (site.storages.length > 0 && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node', 'storage.pool'],
  risk: 'safe',
  order: 'one-at-a-time',
  // a storage is cluster-wide: every node sees it
  touches: (site) => pveNodes(site).map((host) => host.name),
  check: (view, target) =>
    decide([], () => {
      const present = factOf(view, target, 'storages');
      const changes: Change[] = [];
      for (const storage of view.site.storages) {
        const found = present.get(storage.id);
        const trouble = found && otherKind(storage, found);
        if (trouble) return { state: 'blocked', diagnostic: trouble };
        changes.push(...differences(view.site, storage, found));
      }
      const pools = factOf(view, target, 'pools');
      // the vendor activates a storage where it is added, so its pool must be there first
      const poolMissing = view.site.storages.some(
        (storage) => storage.type === 'zfspool' && storage.disks[target] !== undefined && !pools.has(storage.pool),
      );
      const verdict = verdictOf(changes);
      return poolMissing && verdict.state === 'needed'
        ? { state: 'later', waitsFor: ['storage.pool'], changes: verdict.changes }
        : verdict;
    }),
  apply: async (context) => {
    const { target, site } = context;
    const present = factOf(await context.look(target), target, 'storages');
    for (const storage of site.storages) {
      const found = present.get(storage.id);
      if (found && differences(site, storage, found).length === 0) continue;
      const content = storage.content.join(',');
      const nodes = storageNodes(site, storage).join(',');
      const backing = backingOptions(storage);
      const mark = { kind: 'storage', name: storage.id, nature: storage.type } as const;
      const result = await changeHost(
        context.transport(target),
        context,
        found
          ? change`pvesm set ${storage.id} --content ${content} --nodes ${nodes}`
          : change`${writeMark(site, mark)} && pvesm add ${storage.type} ${storage.id} ${backing} --content ${content} --nodes ${nodes}`,
        { already: /already defined/ },
      );
      // somebody else was quicker: it is theirs
      if (result.code !== 0) await changeHost(context.transport(target), context, removeMark(site, mark));
    }
  },
};

/** The options of `pvesm add` that are fixed once the storage exists. */
function backingOptions(storage: SiteStorage): readonly string[] {
  switch (storage.type) {
    case 'zfspool':
      return ['--pool', storage.pool, '--sparse', '1'];
    case 'lvmthin':
      return ['--vgname', storage.vg, '--thinpool', storage.thinpool];
    case 'dir':
      return ['--path', storage.path];
    case 'nfs':
      return ['--server', storage.server, '--export', storage.export];
    case 'cifs':
      return ['--server', storage.server, '--share', storage.share];
    case 'pbs':
      return ['--server', storage.server, '--datastore', storage.datastore];
  }
}

function differences(site: Site, storage: SiteStorage, found: PveStorage | undefined): readonly Change[] {
  const nodes = storageNodes(site, storage);
  const backing = storageBacking(storage);
  if (!found) return [{ what: `storage ${storage.id}`, after: `${backing} (${nodes.join(', ')})` }];
  const list = (values: readonly string[]): string => [...values].sort().join(',');
  // an empty list of nodes means all of them
  const everywhere = found.nodes.length === 0 && nodes.length === pveNodes(site).length;
  return [
    ...(list(found.content) === list(storage.content)
      ? []
      : [{ what: `content of ${storage.id}`, before: list(found.content), after: list(storage.content) }]),
    ...(everywhere || list(found.nodes) === list(nodes)
      ? []
      : [{ what: `nodes of ${storage.id}`, before: list(found.nodes) || '*', after: list(nodes) }]),
  ];
}

/** Type, pool and path of a storage are fixed; where they differ it is another thing of the same name. */
function otherKind(storage: SiteStorage, found: PveStorage): Diagnostic | undefined {
  const wanted = storageBacking(storage);
  const seen = `${found.type} ${found.pool ?? found.path ?? ''}`.trim();
  return wanted === seen
    ? undefined
    : diagnostic('storage.other-kind', {
        params: { storage: storage.id, seen, wanted },
        subject: { step: 'storage.add' },
      });
}
