import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { SiteStorage } from '../../../api/site.ts';
import type { PveStorage } from '../../facts/pve/storages.ts';
import { removeMark, writeMark } from '../../ownership/marks.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes, storageBacking, storageNodes } from '../../site/derive.ts';
import type { ExecResult } from '../../transport/port.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { ApplyContext, Step, View } from '../step.ts';
import { addFailure } from './add-failure.ts';
import { inactiveStorages, mustBeActive } from './storage-activity.ts';
import { lvmAt } from './storage-facts.ts';
import {
  backingOptions,
  changeableOptions,
  changedOptions,
  differences,
  foundBacking,
  passwordRef,
} from './storage-options.ts';
import { passwordDifference, remountShare } from './storage-passwords.ts';

const ALREADY = /already defined/;

/** The storages of the site are defined, with their content and on their nodes. Defined once for the whole cluster. */
export const addStep: Step = {
  id: 'storage.add',
  phase: 'storage',
  title: () => ({ en: 'Storages of the cluster', es: 'Almacenamientos del clúster' }),
  targets: (site) => (site.storages.length > 0 && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node', 'storage.pool', 'storage.thin-pool'],
  risk: 'safe',
  order: 'one-at-a-time',
  forCluster: true,
  concerns: ({ site, facts }, target) => {
    const sight = facts.hosts.get(target);
    const present = sight?.reached && sight.facts.storages.known ? sight.facts.storages.value : undefined;
    return site.storages
      .filter(({ id }) => present?.has(id) === false)
      .map((storage) => adder({ site, facts }, storage));
  },
  // a storage is cluster-wide: every node sees it
  touches: (site) => pveNodes(site).map((host) => host.name),
  secrets: (site) => site.storages.flatMap((storage) => passwordRef(storage) ?? []),
  check: (view, target) =>
    decide([], () => {
      const present = factOf(view, target, 'storages');
      const changes: Change[] = [];
      const waitsFor = new Set<string>();
      for (const storage of view.site.storages) {
        const found = present.get(storage.id);
        const trouble = found && otherKind(storage, found);
        if (trouble) return { state: 'blocked', diagnostic: trouble };
        const own = [
          ...differences(view.site, storage, found),
          ...(found ? passwordDifference(view, target, storage) : []),
        ];
        changes.push(...own);
        const step = own.length > 0 ? backingStep(view, storage, adder(view, storage)) : undefined;
        if (step !== undefined) waitsFor.add(step);
      }
      const verdict = verdictOf(changes);
      if (verdict.state !== 'needed') {
        const warnings = inactiveStorages(view);
        return warnings.length === 0 ? verdict : { state: 'satisfied', warnings };
      }
      return waitsFor.size > 0 ? { state: 'later', waitsFor: [...waitsFor], changes: verdict.changes } : verdict;
    }),
  apply: async (context) => {
    const { target, site } = context;
    const view = await context.look(target);
    const present = factOf(view, target, 'storages');
    const set: SiteStorage[] = [];
    for (const storage of site.storages) {
      const found = present.get(storage.id);
      const hasOtherPassword = found !== undefined && passwordDifference(view, target, storage).length > 0;
      if (found && !hasOtherPassword && differences(site, storage, found).length === 0) continue;
      set.push(storage);
      if (!found) await add(context, storage);
      else if (!hasOtherPassword)
        await changeHost(
          context.transport(target),
          context,
          change`pvesm set ${storage.id} ${changedOptions(site, storage, found)}`,
        );
      else {
        await changeHost(
          context.transport(target),
          context,
          change`pvesm set ${storage.id} ${[...changedOptions(site, storage, found), '--password']}`,
          { stdin: passwordLine(context, storage) },
        );
        await remountShare(context, storage);
      }
    }
    await mustBeActive(context, set);
  },
};

/**
 * The node that adds a storage: the vendor activates it there, so it must be one that has it. What could not be activated is not
 * left behind: the vendor takes his entry back, we our mark. A password goes over standard input, never into a list of arguments.
 */
async function add(context: ApplyContext, storage: SiteStorage): Promise<void> {
  const { site } = context;
  const node = adder(context, storage);
  const transport = context.transport(node);
  const mark = { kind: 'storage', name: storage.id, nature: storage.type } as const;
  const options = [...backingOptions(storage), ...changeableOptions(site, storage)];
  const ref = passwordRef(storage);
  const command = change`${writeMark(site, mark)} && pvesm add ${storage.type} ${storage.id} ${[...options, ...(ref === undefined ? [] : ['--password'])]}`;
  let refused: ExecResult | undefined;
  const kept = (answer: ExecResult): ExecResult => {
    if (answer.code !== 0) refused = answer;
    return answer;
  };
  try {
    const result = await changeHost(
      {
        ...transport,
        host: node,
        exec: async (sent, how) => kept(await transport.exec(sent, how)),
        job: async (id, sent, how) => kept(await transport.job(id, sent, how)),
      },
      context,
      command,
      {
        already: ALREADY,
        // a share that does not answer is given up by the vendor after a minute at most
        timeoutMs: 120_000,
        ...(ref === undefined ? {} : { stdin: passwordLine(context, storage) }),
        // what lies on the node itself is quick; a job has no standard input
        ...(ref === undefined && 'server' in storage ? { job: `${addStep.id}-${storage.id}` } : {}),
      },
    );
    // somebody else was quicker: it is theirs
    if (result.code !== 0) await changeHost(transport, context, removeMark(site, mark));
  } catch (error) {
    const why = refused && addFailure(node, storage, refused);
    if (!why) throw error;
    await changeHost(transport, context, removeMark(site, mark));
    throw new DiagnosticError(why);
  }
}

/** The vendor reads it from standard input where `--password` comes last and has no value (pve-facts 3.1). */
function passwordLine(context: ApplyContext, storage: SiteStorage): string {
  const ref = passwordRef(storage);
  return ref === undefined ? '' : `${context.secret(ref).reveal()}\n`;
}

/** The first node of the site that has the storage and was reached, the coordinator where it does. */
function adder({ site, facts }: Pick<View, 'site' | 'facts'>, storage: SiteStorage): string {
  const nodes = storageNodes(site, storage);
  const first = coordinator(site).name;
  const able = nodes.includes(first) ? [first, ...nodes] : nodes;
  return able.find((name) => facts.hosts.get(name)?.reached) ?? able[0] ?? first;
}

/** The step that makes what the storage lies on, where that is not there yet. */
function backingStep(view: View, storage: SiteStorage, node: string): string | undefined {
  if (storage.type === 'zfspool')
    return storage.disks[node] === undefined || factOf(view, node, 'pools').has(storage.pool)
      ? undefined
      : 'storage.pool';
  if (storage.type !== 'lvmthin') return undefined;
  const isThere = lvmAt(view, node).logical.some(({ vg, name }) => vg === storage.vg && name === storage.thinpool);
  return isThere ? undefined : 'storage.thin-pool';
}

/** Type, pool, path and server of a storage are fixed; where they differ it is another thing of the same name. */
function otherKind(storage: SiteStorage, found: PveStorage): Diagnostic | undefined {
  const wanted = storageBacking(storage);
  const seen = foundBacking(found);
  return wanted === seen
    ? undefined
    : diagnostic('storage.other-kind', {
        params: { storage: storage.id, seen, wanted },
        subject: { step: 'storage.add' },
      });
}
