import { randomBytes } from 'node:crypto';
import type { World } from '../../kernel/program.ts';
import { ApiError } from '../cli/api-error.ts';
import { isQuorate, memberNames } from '../model/cluster.ts';
import { databaseOf, readText, writeText } from '../model/database.ts';
import { findGuest, readGuest } from '../model/guest-config.ts';
import { moveConfig, moveGuest } from '../model/guest-move.ts';
import { missingVolume, startGuest, stopGuest } from '../model/guest-runtime.ts';
import { haResource, haResources, type ManagerStatus, managerStatus, type ServiceStatus } from '../model/ha-config.ts';
import { type Database, type HaTimers, type NodeState, pveSlice } from '../model/slice.ts';
import { migrateGroups } from './ha-groups.ts';
import { nodePriorities } from './ha-placement.ts';

/** Seconds, as measured with default timers (pve-behaviour.md, 6): first master, new master, recovery of a lost service. */
const FIRST_MASTER = 6;
const MASTER_LOST = 125;
const RECOVERY = 185;
const STEP = 5;

/** One round of the cluster's HA managers and local managers. */
export function runHa(world: World, database: Database, nodes: readonly NodeState[]): void {
  const now = Math.floor(world.now() / 1000);
  fenceWithoutQuorum(world, database, nodes, now);
  const live = nodes.filter((node) => world.hosts.get(node.name)?.powered === true && isQuorate(world, node));
  const first = live[0];
  if (!first) return;
  database.ha ??= { lostAt: {}, due: {} };
  const timers = database.ha;
  for (const node of nodes) {
    if (live.includes(node)) delete timers.lostAt[node.name];
    else timers.lostAt[node.name] ??= now;
  }
  writeLocalStatus(world, database, live, now);
  const known = managerStatus(database);
  if (!known && haResources(database).length === 0 && readText(database, 'ha/crm_commands') === undefined) return;
  if (!known) {
    timers.masterDue ??= now + FIRST_MASTER;
    if (now < timers.masterDue) return;
  }
  const status: ManagerStatus = known ?? {
    master_node: first.name,
    node_status: {},
    service_status: {},
    timestamp: now,
  };
  const master = electMaster(status, live, timers, now);
  if (master === undefined) return;
  const next: ManagerStatus = {
    master_node: master,
    node_status: nodeStatus(world, first, live, status, timers, now),
    service_status: status.service_status,
    timestamp: now - (now % STEP),
  };
  migrateGroups(world, database, nodes, timers, now);
  takeCommands(world, database, next, live);
  for (const sid of Object.keys(next.service_status)) {
    if (!haResource(database, sid)) delete next.service_status[sid];
  }
  for (const section of haResources(database)) {
    if (section.type !== 'vm') continue;
    manageService(
      world,
      { database, status: next, live, timers, now, nodes },
      `${section.type}:${section.id}`,
      section.values,
    );
  }
  const text = JSON.stringify(next);
  if (text !== readText(database, 'ha/manager_status')) writeText(world, database, 'ha/manager_status', text);
}

/** The watchdog: a node that holds services and has had no quorum for a minute resets itself. */
function fenceWithoutQuorum(world: World, database: Database, nodes: readonly NodeState[], now: number): void {
  for (const node of nodes) {
    const host = world.hosts.get(node.name);
    if (!host?.powered || isQuorate(world, node) || node.lrm.state !== 'active') {
      delete node.lrm.withoutQuorumSince;
      continue;
    }
    node.lrm.withoutQuorumSince ??= now;
    const holds = Object.values(managerStatus(database)?.service_status ?? {}).some(
      (service) => service.node === node.name,
    );
    if (!holds || now - node.lrm.withoutQuorumSince < 60) continue;
    delete node.lrm.withoutQuorumSince;
    node.lrm.state = 'wait_for_agent_lock';
    world.effect(host, 'watchdog.reset');
    world.reboot(host);
  }
}

function electMaster(
  status: ManagerStatus,
  live: readonly NodeState[],
  timers: HaTimers,
  now: number,
): string | undefined {
  if (live.some((node) => node.name === status.master_node)) return status.master_node;
  const lost = timers.lostAt[status.master_node] ?? now;
  return now - lost >= MASTER_LOST ? live[0]?.name : undefined;
}

function nodeStatus(
  world: World,
  node: NodeState,
  live: readonly NodeState[],
  status: ManagerStatus,
  timers: HaTimers,
  now: number,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of new Set([...memberNames(world, node), ...Object.keys(status.node_status)])) {
    if (!memberNames(world, node).includes(name)) {
      if (!pveSlice(world).nodes[name]) result[name] = 'unknown';
      continue;
    }
    const lost = timers.lostAt[name];
    if (live.some((entry) => entry.name === name)) {
      const lrm = live.find((entry) => entry.name === name)?.lrm;
      result[name] = lrm?.mode === 'maintenance' ? 'maintenance' : 'online';
    } else
      result[name] =
        lost === undefined || now - lost < 60
          ? status.node_status[name] === 'online'
            ? 'unknown'
            : (status.node_status[name] ?? 'unknown')
          : now - lost < RECOVERY
            ? 'fence'
            : 'unknown';
  }
  return result;
}

/** Local managers refresh their files; active while they hold services. */
function writeLocalStatus(world: World, database: Database, live: readonly NodeState[], now: number): void {
  const services = Object.entries(managerStatus(database)?.service_status ?? {});
  for (const node of live) {
    const own = services.filter(([, service]) => service.node === node.name);
    node.lrm.timestamp = now - (now % STEP);
    if (own.length > 0) node.lrm.state = 'active';
    const results = Object.fromEntries(
      own
        .filter(([, service]) => service.state === 'started' || service.state === 'stopped')
        .map(([sid, service]) => [service.uid, { exit_code: 0, sid, state: service.state }]),
    );
    const text = JSON.stringify({ mode: node.lrm.mode, results, state: node.lrm.state, timestamp: node.lrm.timestamp });
    const path = `nodes/${node.name}/lrm_status`;
    if (text !== readText(database, path)) writeText(world, database, path, text);
  }
}

interface Round {
  readonly database: Database;
  readonly status: ManagerStatus;
  readonly live: readonly NodeState[];
  readonly nodes: readonly NodeState[];
  readonly timers: HaTimers;
  readonly now: number;
}

function manageService(world: World, round: Round, sid: string, values: Readonly<Record<string, string>>): void {
  const { database, status, timers, now } = round;
  const vmid = sid.split(':')[1] ?? '';
  const wanted = values.state ?? 'started';
  if (wanted === 'ignored') return;
  const place = findGuest(database, vmid)?.nodeName;
  if (place === undefined) return;
  let service = status.service_status[sid];
  if (!service) {
    timers.due[sid] ??= now + STEP;
    if (now < (timers.due[sid] ?? now)) return;
    service = status.service_status[sid] = {
      node: place,
      state: wanted === 'started' ? 'request_start' : 'request_stop',
      uid: newUid(),
    };
    timers.due[sid] = now + STEP;
    if (wanted === 'started' && world.takeFault('ha.stuck')) timers.due[sid] = now + 900;
    return;
  }
  // "fixup service location": where somebody moved the configuration of a stopped service by hand (pve-ha-manager, Manager.pm)
  if (service.state === 'stopped') service.node = place;
  const node = round.live.find((entry) => entry.name === service.node);
  if (!node) {
    recover(world, round, sid, service, vmid);
    return;
  }
  const running = node.guests[vmid] !== undefined;
  const due = timers.due[sid] ?? 0;
  switch (service.state) {
    case 'request_start':
      if (wanted !== 'started') enter(round, sid, service, 'request_stop');
      else if (now >= due) start(world, round, sid, service, node, vmid);
      return;
    case 'started':
      if (wanted !== 'started') enter(round, sid, service, 'request_stop');
      else if (!running && now >= due) start(world, round, sid, service, node, vmid);
      else if (running) service.running = 1;
      return;
    case 'request_stop':
      if (now < due) return;
      stopGuest(world, node, vmid);
      service.state = 'stopped';
      delete service.running;
      service.uid = newUid();
      return;
    case 'stopped':
      if (wanted === 'started') enter(round, sid, service, 'request_start');
      return;
    case 'error':
      if (wanted === 'disabled') enter(round, sid, service, 'request_stop');
      return;
    case 'fence':
    case 'recovery':
      // The node is back before it was fenced away: the service starts where it was.
      enter(round, sid, service, wanted === 'started' ? 'request_start' : 'request_stop');
      return;
    case 'migrate':
    case 'relocate':
      // A stop asked for before the move has happened wins.
      if (wanted !== 'started') {
        delete service.target;
        enter(round, sid, service, 'request_stop');
      } else if (now >= due) finishMove(world, round, sid, service, node, vmid);
      return;
    default:
      return;
  }
}

function enter(round: Round, sid: string, service: ServiceStatus, state: string): void {
  service.state = state;
  delete service.running;
  round.timers.due[sid] = round.now + STEP;
}

function start(world: World, round: Round, sid: string, service: ServiceStatus, node: NodeState, vmid: string): void {
  const host = world.hosts.get(node.name);
  if (!host) return;
  try {
    if (!node.guests[vmid]) startGuest(world, host, node, vmid);
    service.state = 'started';
    service.running = 1;
    service.uid = newUid();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    service.state = 'error';
    delete service.running;
  }
  round.timers.due[sid] = round.now + STEP;
}

/** A service of a lost node: fenced after a minute, recovered on a node that holds its volumes. */
function recover(world: World, round: Round, sid: string, service: ServiceStatus, vmid: string): void {
  const { database, timers, now, live, nodes } = round;
  const lost = timers.lostAt[service.node] ?? now;
  if (now - lost >= 60) service.state = 'fence';
  delete service.running;
  if (now - lost < RECOVERY - 10) return;
  service.state = 'recovery';
  if (now - lost < RECOVERY || world.hasFault('failover.stuck')) return;
  const from = nodes.find((entry) => entry.name === service.node);
  const config = from && readGuest(database, from.name, vmid);
  if (!from || !config) return;
  const target = nodePriorities(
    database,
    sid,
    live.map((entry) => entry.name),
  )[0];
  const to = live.find((entry) => entry.name === target);
  if (!to) return;
  delete from.guests[vmid];
  moveConfig(world, from, to, vmid, config);
  service.node = to.name;
  service.state = 'request_start';
  service.uid = newUid();
  timers.due[sid] = now + STEP;
  const host = world.hosts.get(to.name);
  if (host) world.effect(host, `ha.recovered ${sid}`);
  if (world.takeFault('replica.missing')) dropVolumes(to, vmid);
  if (missingVolume(world, to, config) !== undefined) service.state = 'error';
}

/** The copies of a guest's disks on a node are gone. */
function dropVolumes(node: NodeState, vmid: string): void {
  for (const [place, volume] of Object.entries(node.volumes))
    if (String(volume.vmid) === vmid) delete node.volumes[place];
}

function takeCommands(world: World, database: Database, status: ManagerStatus, live: readonly NodeState[]): void {
  const text = readText(database, 'ha/crm_commands');
  if (!text) return;
  writeText(world, database, 'ha/crm_commands', '');
  for (const line of text.split('\n')) {
    const [verb = '', first = '', second = ''] = line.split(' ');
    const service = status.service_status[first];
    // A command that names an unknown node makes the manager ask for that node for ever after.
    if ((verb === 'migrate' || verb === 'relocate') && service && second !== '')
      status.node_status[second] ??= 'unknown';
    if (
      (verb === 'migrate' || verb === 'relocate') &&
      service?.state === 'started' &&
      live.some((node) => node.name === second) &&
      service.node !== second
    ) {
      service.state = verb;
      service.target = second;
      if (database.ha) database.ha.due[first] = Math.floor(world.now() / 1000) + 8;
    }
    const maintenance = /^(enable|disable)-node-maintenance$/.exec(verb);
    const node = maintenance ? live.find((entry) => entry.name === first) : undefined;
    if (node && maintenance) {
      node.lrm.mode = maintenance[1] === 'enable' ? 'maintenance' : 'active';
      if (maintenance[1] === 'enable') evacuate(world, database, status, live, node);
      else bringBack(world, database, status, live, node);
    }
  }
}

function evacuate(
  world: World,
  database: Database,
  status: ManagerStatus,
  live: readonly NodeState[],
  node: NodeState,
): void {
  for (const [sid, service] of Object.entries(status.service_status)) {
    if (service.node !== node.name || service.state !== 'started') continue;
    const target = nodePriorities(
      database,
      sid,
      live.filter((entry) => entry !== node && entry.lrm.mode !== 'maintenance').map((entry) => entry.name),
    )[0];
    if (target === undefined) continue;
    service.state = 'migrate';
    service.target = target;
    if (database.ha) database.ha.due[sid] = Math.floor(world.now() / 1000) + 8;
  }
}

/** What prefers this node comes back to it when its maintenance ends. */
function bringBack(
  world: World,
  database: Database,
  status: ManagerStatus,
  live: readonly NodeState[],
  node: NodeState,
): void {
  for (const [sid, service] of Object.entries(status.service_status)) {
    if (service.node === node.name || service.state !== 'started') continue;
    const [best] = nodePriorities(
      database,
      sid,
      live.map((entry) => entry.name),
    );
    if (best !== node.name) continue;
    service.state = 'migrate';
    service.target = node.name;
    if (database.ha) database.ha.due[sid] = Math.floor(world.now() / 1000) + 8;
  }
}

function finishMove(
  world: World,
  round: Round,
  sid: string,
  service: ServiceStatus,
  from: NodeState,
  vmid: string,
): void {
  const to = round.live.find((entry) => entry.name === service.target);
  const config = readGuest(databaseOf(world, from), from.name, vmid);
  delete service.target;
  if (to && config) {
    moveGuest(world, from, to, vmid, config);
    service.node = to.name;
    const host = world.hosts.get(to.name);
    if (host) world.effect(host, `ha.moved ${sid}`);
  }
  service.state = 'started';
  service.uid = newUid();
  round.timers.due[sid] = round.now + STEP;
}

function newUid(): string {
  return randomBytes(16).toString('base64').replace(/=+$/, '');
}

/** All databases of a world, each with its nodes. */
export function databasesWithNodes(world: World): { readonly database: Database; readonly nodes: NodeState[] }[] {
  const slice = pveSlice(world);
  return Object.entries(slice.databases).map(([id, database]) => ({
    database,
    nodes: Object.values(slice.nodes).filter((node) => node.databaseId === id),
  }));
}
