import type { World } from '../../kernel/program.ts';
import { clusterOf, isQuorate, nodeAddress, onlineNodes } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { guestsOf } from '../model/guest-config.ts';
import type { NodeState } from '../model/slice.ts';

/** Files that pmxcfs makes from its own state. */
export const VIRTUAL_FILES: readonly string[] = ['.members', '.vmlist', '.version', '.rrd', '.clusterlog', '.debug'];

export function virtualFile(world: World, node: NodeState, name: string): string {
  switch (name) {
    case '.members':
      return members(world, node);
    case '.vmlist':
      return vmlist(world, node);
    case '.version':
      return version(world, node);
    case '.rrd':
      return Object.entries(databaseOf(world, node).rrd)
        .filter(([key]) => key.startsWith('pve'))
        .map(([key, data]) => `${key}:${data}\n`)
        .join('');
    case '.clusterlog':
      return '{\n"data": []\n}\n';
    default:
      return '0\n';
  }
}

function members(world: World, node: NodeState): string {
  const database = databaseOf(world, node);
  const conf = world.now() >= node.clusterVisibleAt ? clusterOf(world, node) : undefined;
  const head = `{\n"nodename": "${node.name}",\n"version": ${conf ? database.version : 0}`;
  if (!conf) return `${head}\n}\n`;
  const online = onlineNodes(world, node);
  const entries = conf.nodes.map((entry) => {
    const address = nodeAddress(world, entry.name);
    return `  "${entry.name}": { "id": ${entry.nodeid}, "online": ${online.includes(entry.name) ? 1 : 0}${address ? `, "ip": "${address}"` : ''}}`;
  });
  const quorate = isQuorate(world, node) ? 1 : 0;
  return `${head},\n"cluster": { "name": "${conf.clusterName}", "version": ${conf.configVersion}, "nodes": ${conf.nodes.length}, "quorate": ${quorate} },\n"nodelist": {\n${entries.join(',\n')}\n  }\n}\n`;
}

function vmlist(world: World, node: NodeState): string {
  const database = databaseOf(world, node);
  const guests = guestsOf(database);
  if (guests.length === 0) return '{\n"version": 1\n\n}\n';
  const ids = guests.map(
    ({ vmid, nodeName, version: changed }) =>
      `"${vmid}": { "node": "${nodeName}", "type": "qemu", "version": ${changed} }`,
  );
  return `{\n"version": ${database.version},\n"ids": {\n${ids.join(',\n')}}\n\n}\n`;
}

function version(world: World, node: NodeState): string {
  const database = databaseOf(world, node);
  const watched = [
    'corosync.conf',
    'storage.cfg',
    'user.cfg',
    'datacenter.cfg',
    'replication.cfg',
    'ha/crm_commands',
    'ha/manager_status',
    'ha/resources.cfg',
    'ha/groups.cfg',
    'ha/rules.cfg',
    'jobs.cfg',
  ];
  const lines = watched.map((path) => `"${path}": ${database.files[path]?.version ?? 0}`);
  return `{\n"starttime": ${Math.floor(node.bootedAt / 1000)},\n"clinfo": ${database.version},\n"vmlist": ${database.version},\n${lines.join(',\n')}\n}\n`;
}
