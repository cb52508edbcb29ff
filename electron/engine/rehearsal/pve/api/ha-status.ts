import { isQuorate } from '../model/cluster.ts';
import { databaseOf, readText } from '../model/database.ts';
import { haResources, managerStatus, type ServiceStatus } from '../model/ha-config.ts';
import { perlDate } from '../model/quorum-text.ts';
import type { Section } from '../model/section-config.ts';
import { type ApiCall, nowSeconds } from './call.ts';

interface LrmFile {
  readonly state: string;
  readonly mode: string;
  readonly timestamp: number;
}

/** GET /cluster/ha/status/current: quorum, master, a line a local manager, a line a service. */
export function haStatus(call: ApiCall): Record<string, unknown>[] {
  const database = databaseOf(call.world, call.node);
  const quorate = isQuorate(call.world, call.node);
  const self = call.node.name;
  const entries: Record<string, unknown>[] = [
    {
      id: 'quorum',
      node: self,
      quorate: quorate ? 1 : 0,
      status: quorate ? 'OK' : `No quorum on node '${self}'!`,
      type: 'quorum',
    },
  ];
  const manager = managerStatus(database);
  if (manager) {
    const age = nowSeconds(call.world) - manager.timestamp;
    const extra =
      age >= 30
        ? 'old timestamp - dead?'
        : Object.keys(manager.service_status).length > 0 || haResources(database).length > 0
          ? 'active'
          : 'idle';
    entries.push({
      id: 'master',
      node: manager.master_node,
      status: `${manager.master_node} (${extra}, ${perlDate(manager.timestamp * 1000)})`,
      timestamp: manager.timestamp,
      type: 'master',
    });
    for (const name of Object.keys(manager.node_status).sort()) entries.push(lrmEntry(call, name));
  }
  for (const section of [...haResources(database)].sort((a, b) => (sidOf(a) < sidOf(b) ? -1 : 1))) {
    entries.push(serviceEntry(section, manager?.service_status[sidOf(section)]));
  }
  return entries;
}

const sidOf = (section: Section): string => `${section.type}:${section.id}`;

function lrmEntry(call: ApiCall, name: string): Record<string, unknown> {
  const text = readText(databaseOf(call.world, call.node), `nodes/${name}/lrm_status`);
  if (text === undefined) {
    call.warn(`unable to read file '/etc/pve/nodes/${name}/lrm_status'\n`);
    return { id: `lrm:${name}`, node: name, status: `${name} (unable to read lrm status)`, type: 'lrm' };
  }
  const status = JSON.parse(text) as LrmFile;
  const old = nowSeconds(call.world) - status.timestamp >= 30;
  const word = old
    ? 'old timestamp - dead?'
    : status.mode === 'maintenance'
      ? 'maintenance mode'
      : status.state === 'active'
        ? 'active'
        : 'idle';
  return {
    id: `lrm:${name}`,
    node: name,
    status: `${name} (${word}, ${perlDate(status.timestamp * 1000)})`,
    timestamp: status.timestamp,
    type: 'lrm',
  };
}

/** The verbose state from what is wanted and what the manager and local manager know. */
function verboseState(section: Section, service: ServiceStatus | undefined): string {
  const wanted = section.values.state ?? 'started';
  if (wanted === 'ignored') return 'ignored';
  if (!service) return 'queued';
  if (service.state === 'request_start') return 'starting';
  if (service.state === 'request_stop') return 'stopping';
  if (service.state === 'started') return service.running === 1 ? 'started' : 'starting';
  if (service.state === 'stopped' && wanted === 'disabled') return 'disabled';
  return service.state;
}

function serviceEntry(section: Section, service: ServiceStatus | undefined): Record<string, unknown> {
  const sid = sidOf(section);
  const state = verboseState(section, service);
  const numbers = Object.fromEntries(
    ['max_relocate', 'max_restart', 'failback'].flatMap((name) =>
      section.values[name] === undefined ? [] : [[name, Number(section.values[name])]],
    ),
  );
  return {
    ...(service ? { crm_state: service.state } : {}),
    ...(section.values.group === undefined ? {} : { group: section.values.group }),
    ...(section.values.comment === undefined ? {} : { comment: section.values.comment }),
    ...numbers,
    id: `service:${sid}`,
    ...(service ? { node: service.node } : {}),
    request_state: section.values.state ?? 'started',
    sid,
    state,
    status: `${sid} (${service?.node ?? '-'}, ${state})`,
    type: 'service',
  };
}

/** GET /cluster/ha/status/manager_status. */
export function haManagerStatus(call: ApiCall): Record<string, unknown> {
  const database = databaseOf(call.world, call.node);
  const manager = managerStatus(database);
  const lrm = Object.fromEntries(
    Object.keys(manager?.node_status ?? {}).flatMap((name) => {
      const text = readText(database, `nodes/${name}/lrm_status`);
      return text === undefined ? [] : [[name, JSON.parse(text) as unknown]];
    }),
  );
  return {
    lrm_status: lrm,
    manager_status: manager ?? {},
    quorum: { node: call.node.name, quorate: isQuorate(call.world, call.node) ? '1' : '0' },
  };
}
