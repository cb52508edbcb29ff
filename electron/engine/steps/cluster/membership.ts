import type { Host, Site } from '../../../api/site.ts';
import type { HostFacts } from '../../facts/host-facts.ts';
import type { Membership } from '../../facts/pve/members.ts';
import { linkAddresses, pveNodes } from '../../site/derive.ts';
import { factOf } from '../sight.ts';
import type { View } from '../step.ts';

type Sight = Pick<View, 'facts' | 'site'>;

/** Arguments `--link0 ADDRESS --link1 ADDRESS` of a node that joins; a priority is not read there (pve-facts 2.1). */
export function linkArguments(host: Host): readonly string[] {
  return linkAddresses(host).flatMap(({ link, address }) => [`--link${link}`, address]);
}

/**
 * Arguments `--link0 ADDRESS,priority=N` of the node that makes the cluster: here alone priorities are read, the higher is
 * used first, and 0 is as good as none (pve-facts 2.1).
 */
export function createArguments(site: Site, host: Host): readonly string[] {
  const wanted = linkPriorities(site);
  return linkAddresses(host).flatMap(({ link, address }) => {
    const priority = wanted[link];
    return [`--link${link}`, priority === undefined ? address : `${address},priority=${priority}`];
  });
}

/** Knet priority by link number, where the site gives one. */
export function linkPriorities(site: Site): Readonly<Record<number, number>> {
  return Object.fromEntries(site.network.links.flatMap(({ id, priority }) => (priority ? [[id, priority]] : [])));
}

/** Whether a node is a member of the site's cluster with quorum, by its own account. */
export function isQuorateMember(site: Site, membership: Membership): boolean {
  return membership.cluster?.name === site.cluster?.name && membership.cluster?.quorate === true;
}

/**
 * Another node of the site that is a member of the site's cluster by its own account, with quorum or without. Where the first
 * node has none (it was installed again), `pvecm create` there would make a second cluster of the same name. A node that was not
 * reached says nothing; unknown of one that was reached throws.
 */
export function memberElsewhere(view: Sight, node: string): string | undefined {
  return pveNodes(view.site).find(
    ({ name }) =>
      name !== node &&
      view.facts.hosts.get(name)?.reached === true &&
      factOf(view, name, 'members').cluster?.name === view.site.cluster?.name,
  )?.name;
}

/** Files of a node in the cluster's database that its join makes last: with them it is a whole member. */
export function memberFiles(node: string): readonly string[] {
  return [`/etc/pve/nodes/${node}/pve-ssl.pem`, `/etc/pve/nodes/${node}/ssh_known_hosts`];
}

export interface JoinState {
  /** Both sides agree: listed, online, quorate. */
  readonly joined: boolean;
  /** Certificate and pinned host key are there. */
  readonly whole: boolean;
}

/** How far a node's joining has come, as the first node and the node itself see it. */
export function joinState(view: Sight, first: string, node: string): JoinState {
  const own = factOf(view, node, 'members');
  const seen = factOf(view, first, 'members');
  const online = seen.members.some((member) => member.name === node && member.online);
  const files = factOf(view, node, 'nodeFiles');
  return {
    joined: online && isQuorateMember(view.site, own) && isQuorateMember(view.site, seen),
    whole: memberFiles(node).every((file) => files.has(file)),
  };
}

/**
 * Whether a node's join broke off half-way: the cluster lists it or it lists the cluster, but it is not online there and
 * never became a whole member (its certificate is the last thing a join makes). Covers a join that waits for quorum, one
 * that stopped after the cluster had taken the node in, and an undoing that broke off.
 */
export function isHalfJoined(view: Sight, first: string, node: string): boolean {
  const seen = factOf(view, first, 'members').members.find((member) => member.name === node);
  const listed = factOf(view, first, 'corosync')?.nodes.some((entry) => entry.name === node) === true;
  if (seen?.online || factOf(view, first, 'nodeFiles').has(memberFiles(node)[0] ?? '')) return false;
  const facts = reachedFacts(view, node);
  if (!facts?.members.known || facts.members.value.cluster === undefined) return listed;
  const { cluster } = facts.members.value;
  // its own database is an empty one until it has quorum: a certificate or a guest there tell of a member that was whole
  const wasWhole = !facts.nodeFiles.known || facts.nodeFiles.value.has(memberFiles(node)[0] ?? '');
  const holdsGuests = !facts.vmList.known || facts.vmList.value.size > 0;
  return cluster.name === view.site.cluster?.name && !cluster.quorate && !wasWhole && !holdsGuests;
}

/** Whether the cluster still lists a node as a whole member, offline, and the machine of that name is a bare one. */
export function isReinstalled(view: Sight, first: string, node: string): boolean {
  const own = reachedFacts(view, node);
  const bare = own?.members.known === true && own.members.value.cluster === undefined;
  const seen = factOf(view, first, 'members').members.find((member) => member.name === node);
  return bare && seen !== undefined && !seen.online && !isHalfJoined(view, first, node);
}

function reachedFacts(view: Sight, host: string): HostFacts | undefined {
  const sight = view.facts.hosts.get(host);
  return sight?.reached ? sight.facts : undefined;
}
