import type { World } from '../../kernel/program.ts';
import { clusterOf, deviceConnected, votesOf } from './cluster.ts';
import type { NodeState } from './slice.ts';

/** `corosync-quorumtool -siH`: quorum, votes and members as one node sees them. */
export function quorumStatusText(world: World, node: NodeState): string {
  const votes = votesOf(world, node);
  const conf = clusterOf(world, node);
  if (!votes || !conf) return '';
  const self = conf.nodes.find((entry) => entry.name === node.name);
  const lowest = Math.min(
    ...conf.nodes.filter((entry) => votes.members.includes(entry.name)).map((entry) => entry.nodeid),
  );
  const flags = `${votes.quorate ? 'Quorate ' : ''}${hasDevice(world, node) ? 'Qdevice ' : ''}`;
  return [
    'Quorum information\n------------------\n',
    `Date:             ${perlDate(world.now())}\n`,
    'Quorum provider:  corosync_votequorum\n',
    `Nodes:            ${votes.members.length}\n`,
    `Node ID:          ${hexId(self?.nodeid ?? 0)}\n`,
    `Ring ID:          ${lowest}.${(node.ringSequence * 4 + 1).toString(16)}\n`,
    `Quorate:          ${votes.quorate ? 'Yes' : 'No'}\n\n`,
    'Votequorum information\n----------------------\n',
    `Expected votes:   ${votes.expected}\n`,
    `Highest expected: ${votes.expected}\n`,
    `Total votes:      ${votes.total}\n`,
    `Quorum:           ${votes.needed} ${votes.quorate ? ' ' : 'Activity blocked'}\n`,
    `Flags:            ${flags}\n`,
    membersText(world, node, 'addresses'),
  ].join('');
}

/** The member list: with addresses (`pvecm status`) or names (`pvecm nodes`); only live members are shown. */
export function membersText(world: World, node: NodeState, labels: 'addresses' | 'names'): string {
  const votes = votesOf(world, node);
  const conf = clusterOf(world, node);
  if (!votes || !conf) return '';
  const withDevice = hasDevice(world, node);
  const head = `\nMembership information\n----------------------\n    Nodeid      Votes ${withDevice ? '   Qdevice ' : ''}Name\n`;
  const id = (nodeid: number) => (labels === 'addresses' ? hexId(nodeid) : String(nodeid).padStart(10));
  const rows = conf.nodes
    .filter((entry) => votes.members.includes(entry.name))
    .sort((a, b) => a.nodeid - b.nodeid)
    .map((entry) => {
      const state = conf.device ? (deviceConnected(world, entry.name) ? 'A,V,NMW' : 'A,NV,NMW') : 'NA,NV,NMW';
      const label = labels === 'addresses' ? (entry.rings['0'] ?? entry.name) : entry.name;
      const local = entry.name === node.name ? ' (local)' : '';
      return `${id(entry.nodeid)} ${String(entry.votes).padStart(10)} ${withDevice ? `${state.padStart(10)} ` : ''}${label}${local}\n`;
    });
  const device = withDevice
    ? `${id(0)} ${String(votes.deviceVotes).padStart(10)}            Qdevice${votes.deviceVotes === 0 ? ' (votes 0)' : ''}\n`
    : '';
  return `${head}${rows.join('')}${device}`;
}

function hasDevice(world: World, node: NodeState): boolean {
  return clusterOf(world, node)?.device !== undefined || node.qdeviceResidue === true;
}

function hexId(nodeid: number): string {
  return `0x${nodeid.toString(16).padStart(8, '0')}`;
}

/** `Sat Nov 21 01:59:22 2026`, UTC. */
export function perlDate(epochMs: number): string {
  const date = new Date(epochMs);
  const [day, month] = [date.toUTCString().slice(0, 3), date.toUTCString().slice(8, 11)];
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${day} ${month} ${String(date.getUTCDate()).padStart(2)} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())} ${date.getUTCFullYear()}`;
}
