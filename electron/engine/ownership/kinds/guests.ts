import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { GuestConfig } from '../../facts/pve/guest-configs.ts';
import { change } from '../../shell/command.ts';
import { pveNodes } from '../../site/derive.ts';
import { runJob } from '../../steps/machines/support/run-change.ts';
import type { ApplyContext } from '../../steps/step.ts';
import { type ClusterSight, mustKnow, notNamed, type OwnableKind, type OwnedThing } from '../kind.ts';
import { carriesMark } from '../marks.ts';

/** A guest has this long to go down by itself before it is switched off. */
const SHUTDOWN_S = 120;

/** Machines with our tag. Disks and all: the copies went with the replication jobs, before. */
export const machineKind: OwnableKind = {
  kind: 'machine',
  after: ['ha-resource', 'ha-rule', 'ha-group', 'replication-job'],
  why: notNamed,
  find: (sight) => ourGuests(sight, false),
  guard: (sight, thing) => guestGuard(sight, thing),
  remove: async (context, sight, thing) => {
    const node = thing.nodes[0] ?? sight.host;
    const seen = sight.view.facts.hosts.get(node);
    const states = seen?.reached ? seen.facts.resources : sight.facts.resources;
    // a machine that is down already says so, and that is no failure
    if (!states.known || states.value.guests.get(Number(thing.id))?.status !== 'stopped')
      await runJob(
        context.transport(node),
        `ownership.stop-${thing.id}`,
        change`qm shutdown ${thing.id} --timeout ${SHUTDOWN_S} --forceStop 1 || qm status ${thing.id} | grep -qx 'status: stopped'`,
        { signal: context.signal, timeoutMs: (SHUTDOWN_S + 60) * 1000 },
      );
    await destroy(context, node, thing);
  },
};

/** Templates with our tag. */
export const templateKind: OwnableKind = {
  kind: 'template',
  after: ['machine'],
  why: notNamed,
  find: (sight) => ourGuests(sight, true),
  guard: (sight, thing, leaving) => {
    const clones = [...configsOf(sight).values()].filter(
      (config) =>
        String(config.id) !== thing.id &&
        !leaving.has(config.id) &&
        Object.values(config.values).some((value) => value.includes(`base-${thing.id}-`)),
    );
    if (clones.length > 0)
      return diagnostic('ownership.in-use', {
        params: { name: thing.name, users: clones.map((config) => config.values.name ?? String(config.id)).join(', ') },
      });
    return guestGuard(sight, thing);
  },
  remove: (context, sight, thing) => destroy(context, thing.nodes[0] ?? sight.host, thing),
};

function configsOf(sight: ClusterSight): ReadonlyMap<number, GuestConfig> {
  return mustKnow(sight, sight.facts.guestConfigs, '/etc/pve/nodes/*/qemu-server');
}

function ourGuests(sight: ClusterSight, templates: boolean): readonly OwnedThing[] {
  const named = new Set([...sight.site.machines, ...sight.site.templates].map(({ id }) => id));
  return [...configsOf(sight).values()]
    .filter((config) => carriesMark(sight.site, config.tags.join(' ')) && config.template === templates)
    .map((config) => ({
      id: String(config.id),
      name: config.values.name ?? String(config.id),
      nodes: [config.node],
      isNamed: named.has(config.id),
      guestId: config.id,
    }));
}

function guestGuard(sight: ClusterSight, thing: OwnedThing): Diagnostic | undefined {
  const config = configsOf(sight).get(Number(thing.id));
  if (!config) return undefined;
  const params = { name: thing.name, id: thing.id, node: config.node };
  const subject = { host: config.node };
  if (!pveNodes(sight.site).some(({ name }) => name === config.node))
    return diagnostic('ownership.on-other-node', { params, subject });
  if (config.values.protection === '1') return diagnostic('ownership.protected', { params, subject });
  if (config.lock !== '') return diagnostic('machine.locked', { params: { ...params, lock: config.lock }, subject });
  return undefined;
}

async function destroy(context: ApplyContext, node: string, thing: OwnedThing): Promise<void> {
  // ends with the exit code of its task (pve-facts 9.2); that it is gone is looked at afterwards
  await runJob(context.transport(node), `ownership.destroy-${thing.id}`, change`qm destroy ${thing.id} --purge 1`, {
    signal: context.signal,
    timeoutMs: 900_000,
  });
}
