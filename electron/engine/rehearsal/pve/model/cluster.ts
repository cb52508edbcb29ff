import type { SimHost, World } from '../../kernel/program.ts';
import type { RealVotes, VoteCount } from '../../kernel/real-hands.ts';
import { type CorosyncConf, type CorosyncNode, formatCorosync, parseCorosync } from './corosync-conf.ts';
import { databaseOf, readText, writeText } from './database.ts';
import { dropsLink, dropsWitness } from './drop-rules.ts';
import { readHostText, writeHostText } from './host-text.ts';
import { addressOf } from './network.ts';
import { type NodeState, pveSlice } from './slice.ts';

/** The cluster configuration a node sees in /etc/pve; undefined on a single node. */
export function clusterOf(world: World, node: NodeState): CorosyncConf | undefined {
  const text = readText(databaseOf(world, node), 'corosync.conf');
  return text === undefined ? undefined : parseCorosync(text);
}

export function hostOf(world: World, name: string): SimHost | undefined {
  return world.hosts.get(name);
}

export function unitActive(host: SimHost | undefined, unit: string): boolean {
  const state = host?.units.get(unit) ?? host?.units.get(`${unit}.service`);
  return host?.powered === true && state?.active === 'active';
}

export function setUnit(
  host: SimHost,
  unit: string,
  active: 'active' | 'inactive' | 'failed',
  enabled?: boolean,
): void {
  const name = host.units.has(`${unit}.service`) && !host.units.has(unit) ? `${unit}.service` : unit;
  const known = host.units.get(name);
  host.units.set(name, { active, enabled: enabled ?? known?.enabled ?? true });
}

/** pmxcfs runs on the host, so /etc/pve is mounted. */
export function pmxcfsRuns(host: SimHost): boolean {
  return unitActive(host, 'pve-cluster');
}

/** A joiner that sees a member takes over the cluster's database; its own, which was empty, is gone. */
export function syncDatabase(world: World, node: NodeState): void {
  if (!node.isUnsynced) return;
  const slice = pveSlice(world);
  const source = (votesOf(world, node)?.members ?? [])
    .map((name) => slice.nodes[name])
    .find((other) => other !== undefined && other !== node && !other.isUnsynced);
  if (!source) return;
  delete slice.databases[node.databaseId];
  node.databaseId = source.databaseId;
  delete node.isUnsynced;
  const host = hostOf(world, node.name);
  const text = readText(databaseOf(world, node), 'corosync.conf');
  if (host && text !== undefined) writeHostText(host, '/etc/corosync/corosync.conf', text);
  world.changed();
}

/** Whether two nodes list each other in a cluster of one name, as their corosync sees it. */
function inOneCluster(world: World, conf: CorosyncConf, node: NodeState, other: NodeState | undefined): boolean {
  if (other?.databaseId === node.databaseId) return true; // one configuration, which lists both
  const theirs = other && clusterOf(world, other);
  return theirs?.clusterName === conf.clusterName && theirs.nodes.some((entry) => entry.name === node.name);
}

export interface Votes extends VoteCount {
  readonly members: readonly string[];
}

/** Votequorum as one node counts it now: reachable members that run corosync, plus the witness. */
export function votesOf(world: World, node: NodeState): Votes | undefined {
  const conf = clusterOf(world, node);
  const host = hostOf(world, node.name);
  if (!conf || !host || !unitActive(host, 'corosync')) return undefined;
  if (host.real) return countedVotes(conf, host.real.votes());
  const slice = pveSlice(world);
  const members = conf.nodes
    .filter((entry) => {
      const other = hostOf(world, entry.name);
      if (!other) return false;
      if (entry.name === node.name) return true;
      if (!inOneCluster(world, conf, node, slice.nodes[entry.name])) return false;
      return (
        unitActive(other, 'corosync') &&
        anyLinkCarries(world, conf, node.name, entry) &&
        !isolated(world, node) &&
        !isolated(world, slice.nodes[entry.name])
      );
    })
    .map((entry) => entry.name);
  const nodeVotes = conf.nodes.reduce((sum, entry) => sum + entry.votes, 0);
  const deviceVotes = conf.device ? (conf.device.votes ?? conf.nodes.length - 1) : 0;
  const connected = conf.device !== undefined && members.some((name) => deviceConnected(world, name));
  const granted = conf.device && connected && deviceVote(world, conf, members) ? deviceVotes : 0;
  const total =
    conf.nodes.filter((entry) => members.includes(entry.name)).reduce((sum, entry) => sum + entry.votes, 0) + granted;
  const expected = node.expectedVotes ?? nodeVotes + deviceVotes;
  const needed = Math.floor(expected / 2) + 1;
  return {
    members,
    total,
    expected,
    needed,
    quorate: total >= needed,
    device: conf.device !== undefined,
    deviceVotes: granted,
  };
}

/** Where a real corosync runs it alone counts. Without its answer the node knows of nobody. */
function countedVotes(conf: CorosyncConf, counted: RealVotes | undefined): Votes | undefined {
  if (!counted) return undefined;
  const { memberIds, ...votes } = counted;
  return {
    ...votes,
    members: conf.nodes.filter((entry) => memberIds.includes(entry.nodeid)).map((entry) => entry.name),
  };
}

/** Whether packets of corosync pass between two nodes on one link, both ways. */
export function linkCarries(world: World, one: CorosyncNode, other: CorosyncNode, link: string): boolean {
  const from = hostOf(world, one.name);
  const to = hostOf(world, other.name);
  const number = Number(link);
  if (!from || !to || !world.reachable(from, to, number)) return false;
  return !dropsLink(from, one.rings[link], number) && !dropsLink(to, other.rings[link], number);
}

function anyLinkCarries(world: World, conf: CorosyncConf, name: string, other: CorosyncNode): boolean {
  const self = conf.nodes.find((entry) => entry.name === name);
  return self !== undefined && Object.keys(conf.links).some((link) => linkCarries(world, self, other, link));
}

function isolated(world: World, node: NodeState | undefined): boolean {
  return (node?.isolatedUntil ?? 0) > world.now();
}

/** The witness daemon runs: its unit says so, or only its package is known (Debian starts it on installation). */
function qnetdRuns(host: SimHost): boolean {
  if (!host.powered) return false;
  const unit = host.units.get('corosync-qnetd') ?? host.units.get('corosync-qnetd.service');
  return unit ? unit.active === 'active' : host.packages.has('corosync-qnetd');
}

/** A node's qdevice daemon reaches the witness, and corosync-qnetd runs there. */
export function deviceConnected(world: World, name: string): boolean {
  const node = pveSlice(world).nodes[name];
  const host = hostOf(world, name);
  if (!node || !host || !unitActive(host, 'corosync-qdevice') || dropsWitness(host)) return false;
  const address = clusterOf(world, node)?.device?.host;
  const witness = address === undefined ? undefined : world.hostAt(address);
  return witness !== undefined && qnetdRuns(witness) && world.reachable(host, witness);
}

/** Fifty-fifty split: the vote goes to the larger half, on a tie to the one with the lowest node id. */
function deviceVote(world: World, conf: CorosyncConf, members: readonly string[]): boolean {
  const alive = conf.nodes.filter(
    (entry) => unitActive(hostOf(world, entry.name), 'corosync') && deviceConnected(world, entry.name),
  );
  const others = alive.filter((entry) => !members.includes(entry.name));
  if (members.length !== others.length) return members.length > others.length;
  const lowest = [...alive].sort((a, b) => a.nodeid - b.nodeid)[0];
  return lowest !== undefined && members.includes(lowest.name);
}

/** Whether pmxcfs of this node may write: always on a single node, else with quorum (and once it has noticed it). */
export function isQuorate(world: World, node: NodeState): boolean {
  if (node.isLocalMode || !clusterOf(world, node)) return true;
  if (world.now() < node.quorateFrom) return false;
  return votesOf(world, node)?.quorate ?? false;
}

export function onlineNodes(world: World, node: NodeState): readonly string[] {
  return votesOf(world, node)?.members ?? [node.name];
}

/**
 * Writes a changed configuration with the next version to /etc/pve and, as pmxcfs does, to every live node's /etc/corosync.
 * A change of membership ends what `pvecm expected` said.
 */
export function writeCluster(world: World, node: NodeState, conf: CorosyncConf): void {
  const text = formatCorosync(conf);
  writeText(world, databaseOf(world, node), 'corosync.conf', text);
  for (const entry of conf.nodes) {
    const host = hostOf(world, entry.name);
    const member = pveSlice(world).nodes[entry.name];
    if (member) delete member.expectedVotes;
    if (host?.powered && pveSlice(world).nodes[entry.name]?.databaseId === node.databaseId) {
      writeHostText(host, '/etc/corosync/corosync.conf', text);
    }
  }
}

/**
 * What somebody wrote to /etc/pve/corosync.conf comes to every live node's /etc/corosync, unless its version is lower than
 * there (pve-facts 2.11). What cannot be read stays where it was written.
 */
export function spreadCluster(world: World, node: NodeState): void {
  const text = readText(databaseOf(world, node), 'corosync.conf');
  const conf = text === undefined ? undefined : parseCorosync(text);
  if (text === undefined || !conf || !Number.isInteger(conf.configVersion)) return;
  for (const entry of conf.nodes) {
    const host = hostOf(world, entry.name);
    if (!host?.powered || pveSlice(world).nodes[entry.name]?.databaseId !== node.databaseId) continue;
    const local = parseCorosync(readHostText(host, '/etc/corosync/corosync.conf') ?? '');
    if (!local || local.configVersion <= conf.configVersion) writeHostText(host, '/etc/corosync/corosync.conf', text);
  }
}

/** All nodes this database knows: those of the cluster, or the single one. */
export function memberNames(world: World, node: NodeState): readonly string[] {
  return clusterOf(world, node)?.nodes.map((entry) => entry.name) ?? [node.name];
}

export function nodeAddress(world: World, name: string): string | undefined {
  const host = hostOf(world, name);
  return host ? addressOf(host) : undefined;
}

/** Both services run again after a create or a join replaced their configuration. */
export function startClusterServices(world: World, host: SimHost, node: NodeState): void {
  setUnit(host, 'corosync', 'active');
  setUnit(host, 'pve-cluster', 'active');
  delete node.halfway;
  world.changed();
}
