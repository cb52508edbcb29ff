import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import { type ConfigSection, listValue } from '../../facts/parse/section-config.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { factOf } from '../sight.ts';
import type { ApplyContext, View } from '../step.ts';
import { isReinstalled, memberFiles } from './membership.ts';
import { removeWitness } from './qdevice.ts';
import { forgetMember } from './undo-join.ts';

/** pvescheduler takes a job away within one to two minutes (pve-behaviour 5). */
const JOB_GONE_DEADLINE_MS = 150_000;

/** A member that the cluster lists and that should go. */
export interface DepartedMember {
  readonly name: string;
  readonly online: boolean;
  /** The site still names it: its machine was installed again and is bare; once it is out it joins as a new node. */
  readonly isReinstalled: boolean;
}

/** Members of the site's cluster that the site no longer names, or whose machine was installed again. Throws where unknown. */
export function departedMembers(view: Pick<View, 'site' | 'facts'>): readonly DepartedMember[] {
  const first = coordinator(view.site).name;
  const config = factOf(view, first, 'corosync');
  if (!config || config.clusterName !== view.site.cluster?.name) return [];
  const seen = factOf(view, first, 'members').members;
  const named = new Set(pveNodes(view.site).map((node) => node.name));
  return config.nodes.flatMap(({ name }) => {
    const again = named.has(name) && name !== first && isReinstalled(view, first, name);
    if (named.has(name) && !again) return [];
    return [{ name, online: seen.some((member) => member.name === name && member.online), isReinstalled: again }];
  });
}

/**
 * Why a member cannot be taken out now, in the order in which it has to be put right: its guests are still on it, another
 * member is away, it is still switched on. A member that is on is no reason against beginning: what needs it is done first.
 */
export function memberObstacle(view: Pick<View, 'site' | 'facts'>, name: string): Diagnostic | undefined {
  const first = coordinator(view.site).name;
  const subject = { host: name };
  const guests = [...factOf(view, first, 'vmList').values()].filter((guest) => guest.node === name);
  if (guests.length > 0)
    return diagnostic('cluster.member-has-guests', {
      params: { host: name, guests: guests.map((guest) => guest.id).join(', ') },
      subject,
    });
  const { members } = factOf(view, first, 'members');
  const away = members.find((member) => !member.online && member.name !== name);
  if (away) return diagnostic('cluster.member-offline', { params: { host: away.name }, subject: { host: away.name } });
  if (members.some((member) => member.name === name && member.online))
    return diagnostic('cluster.member-still-on', { params: { host: name }, subject });
  return undefined;
}

/**
 * Takes a member out of the cluster for good, from the first node (pve-facts 2.12): its replication jobs and the witness's vote
 * while it is still on, where it is; then, once it is off, the member itself and what a removal leaves behind. A member that
 * is still on ends with `cluster.member-still-on` after the first part: it is for a person to switch it off. Every part looks
 * first, so that it goes on wherever an earlier try ended; a member that is gone brings no command. The witness votes again
 * through its own step, where the number of nodes calls for it.
 */
export async function removeMember(context: ApplyContext, name: string): Promise<void> {
  const first = coordinator(context.site).name;
  if (name === first) throw new RangeError(`${name} is the node from which members are removed`);
  let view = await context.look(first);
  let obstacle = memberObstacle(view, name);
  const isOn = obstacle?.code === 'cluster.member-still-on';
  if (obstacle && !isOn) throw new DiagnosticError(obstacle);
  await removeReplication(context, name, isOn);
  if (isOn) {
    // its tool asks for every member to be online
    await removeWitness(context);
    view = await context.look(first);
    obstacle = memberObstacle(view, name);
    if (obstacle) throw new DiagnosticError(obstacle);
  }
  await forgetMember(context, name);
  // of a member that died, the vote can only be put aside now that all who are left are online
  await removeWitness(context);
  await clearLeftovers(context, name);
}

/** Jobs to it: without their target they would never go away (pve-facts 2.12). Those from it went with its guests. */
async function removeReplication(context: ApplyContext, name: string, isOn: boolean): Promise<void> {
  const first = coordinator(context.site).name;
  const jobs = async (): Promise<readonly ConfigSection[]> =>
    factOf(await context.look(first), first, 'replicationJobs').filter((job) => job.values.target === name);
  const found = await jobs();
  const unknownJob = { already: /no such job/ };
  for (const job of isOn ? found.filter((entry) => entry.values.remove_job === undefined) : [])
    await changeHost(context.transport(first), context, change`pvesr delete ${job.id}`, unknownJob);
  if (isOn && found.length > 0)
    await until(context, { deadlineMs: JOB_GONE_DEADLINE_MS, everyMs: 5_000 }, async () =>
      (await jobs()).length === 0 ? true : undefined,
    );
  for (const job of found.length > 0 ? await jobs() : [])
    await changeHost(context.transport(first), context, change`pvesr delete ${job.id} --force 1`, unknownJob);
}

/** What `pvecm delnode` leaves: names in HA and storages, its directory, its key. */
async function clearLeftovers(context: ApplyContext, name: string): Promise<void> {
  const { site } = context;
  const first = coordinator(site).name;
  const transport = context.transport(first);
  const view = await context.look(first);
  if (factOf(view, first, 'corosync')?.nodes.some((node) => node.name === name))
    throw fail('cluster.member-offline', { params: { host: name }, subject: { host: name } });
  const files = factOf(view, first, 'nodeFiles');
  if (memberFiles(name).some((file) => files.has(file)) && !guestsOn(view, first, name))
    await changeHost(transport, context, change`rm -rf ${`/etc/pve/nodes/${name}`}`);
  // one that comes back under its name finds its places again
  if (pveNodes(site).some((node) => node.name === name)) return;
  await takeOutOfLists(context, view, name);
  if (factOf(view, first, 'sshFiles').authorizedKeys.some((key) => key.endsWith(` root@${name}`)))
    await changeHost(
      transport,
      context,
      change`umask 077; mkdir -p /var/lib/sitewright && grep -v ${` root@${name}$`} /etc/pve/priv/authorized_keys > /var/lib/sitewright/keys && [ -s /var/lib/sitewright/keys ] && cat /var/lib/sitewright/keys > /etc/pve/priv/authorized_keys; rm -f /var/lib/sitewright/keys`,
    );
}

function guestsOn(view: View, first: string, name: string): boolean {
  return [...factOf(view, first, 'vmList').values()].some((guest) => guest.node === name);
}

/** HA groups and rules, and storages that are bound to nodes. One that named this node alone is told, and a rule of it goes. */
async function takeOutOfLists(context: ApplyContext, view: View, name: string): Promise<void> {
  const first = coordinator(context.site).name;
  const run = (command: Parameters<typeof changeHost>[2], already?: RegExp): Promise<unknown> =>
    changeHost(context.transport(first), context, command, already ? { already } : {});
  const without = (list: string | undefined): string =>
    listValue(list)
      .filter((entry) => entry.split(':')[0] !== name)
      .join(',');
  const names = (section: ConfigSection): boolean =>
    listValue(section.values.nodes).some((entry) => entry.split(':')[0] === name);

  for (const rule of factOf(view, first, 'haRules').filter((entry) => entry.type === 'node-affinity' && names(entry))) {
    const rest = without(rule.values.nodes);
    if (rest !== '') await run(change`ha-manager rules set node-affinity ${rule.id} --nodes ${rest}`);
    else await run(change`ha-manager rules remove ${rule.id}`);
  }
  for (const group of factOf(view, first, 'haGroups').filter(names)) {
    const rest = without(group.values.nodes);
    if (rest !== '') await run(change`ha-manager groupset ${group.id} --nodes ${rest}`);
    else await run(change`ha-manager groupremove ${group.id}`, /ha group is used by service/);
  }
  for (const storage of factOf(view, first, 'storages').values()) {
    if (!storage.nodes.includes(name)) continue;
    const rest = storage.nodes.filter((node) => node !== name);
    if (rest.length > 0) await run(change`pvesm set ${storage.id} --nodes ${rest.join(',')}`);
    else context.note(`storage ${storage.id} was on ${name} alone; it stays in the configuration`);
  }
}
