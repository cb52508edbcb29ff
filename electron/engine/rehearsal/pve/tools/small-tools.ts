import type { Program } from '../../kernel/program.ts';
import { callFromContext } from '../api/call.ts';
import { KERNEL } from '../api/node-facts.ts';
import { clusterOf, hostOf, linkCarries, unitActive, votesOf } from '../model/cluster.ts';
import { membersText, quorumStatusText } from '../model/quorum-text.ts';
import { managerVersion, pveSlice } from '../model/slice.ts';

export const pveversion: Program = async (context) => {
  const call = callFromContext(context);
  const { version, repoid } = managerVersion(context.host);
  const kernel = KERNEL[call.version];
  await context.sleep(0.9);
  if (context.argv.slice(1).some((word) => /^--?v(erbose)?$/.test(word))) {
    context.stdout(
      `proxmox-ve: ${call.version}.${version.split('.')[1]}.0 (running kernel: ${kernel})\npve-manager: ${version} (running version: ${version}/${repoid})\n`,
    );
    for (const [name, installed] of [...context.host.packages].sort()) context.stdout(`${name}: ${installed}\n`);
    return 0;
  }
  context.stdout(`pve-manager/${version}/${repoid} (running kernel: ${kernel})\n`);
  return 0;
};

export const pvesubscription: Program = async (context) => {
  await context.sleep(0.5);
  if (context.argv[1] === 'get')
    context.stdout(
      `message: There is no subscription key\nserverid: ${'0'.repeat(32)}\nstatus: notfound\nurl: https://www.proxmox.com/proxmox-ve/pricing\n`,
    );
  return 0;
};

/** Containers are not rehearsed: the list is empty. */
export const pct: Program = async (context) => {
  await context.sleep(0.5);
  if (context.argv[1] === 'list') return 0;
  context.stderr(`ERROR: unknown command 'pct ${context.argv[1] ?? ''}'\n`);
  return 255;
};

export const corosyncQuorumtool: Program = async (context) => {
  const call = callFromContext(context);
  if (!clusterOf(call.world, call.node) || !unitActive(context.host, 'corosync')) {
    context.stderr('Cannot initialize QUORUM service\n');
    return 1;
  }
  const flags = context.argv.slice(1).join('');
  const expected = /-e(\d+)/.exec(flags)?.[1];
  if (expected !== undefined) {
    call.node.expectedVotes = Number(expected);
    return 0;
  }
  const votes = votesOf(call.world, call.node);
  if (flags.includes('l')) {
    context.stdout(membersText(call.world, call.node, 'names'));
    return 0;
  }
  context.stdout(quorumStatusText(call.world, call.node));
  return votes?.quorate ? 0 : 2;
};

export const corosyncCfgtool: Program = async (context) => {
  const call = callFromContext(context);
  const conf = clusterOf(call.world, call.node);
  if (!conf || !unitActive(context.host, 'corosync')) {
    context.stderr('Could not initialize corosync configuration API error CS_ERR_LIBRARY\n');
    return 1;
  }
  if (context.argv.includes('-R')) {
    context.stdout('Reloading corosync.conf...\nDone\n');
    return 0;
  }
  const self = conf.nodes.find((entry) => entry.name === call.node.name);
  const members = votesOf(call.world, call.node)?.members ?? [];
  context.stdout(`Local node ID ${self?.nodeid ?? 0}, transport knet\n`);
  for (const link of Object.keys(conf.links)) {
    context.stdout(`LINK ID ${link} udp\n\taddr\t= ${self?.rings[link] ?? ''}\n\tstatus:\n`);
    for (const entry of [...conf.nodes].sort((a, b) => a.nodeid - b.nodeid)) {
      const host = hostOf(call.world, entry.name);
      const up =
        members.includes(entry.name) &&
        host !== undefined &&
        (entry === self || (self !== undefined && linkCarries(call.world, self, entry, link)));
      context.stdout(
        `\t\tnodeid:${String(entry.nodeid).padStart(11)}:\t${entry === self ? 'localhost' : up ? 'connected' : 'disconnected'}\n`,
      );
    }
  }
  return 0;
};

/** On the witness: the clusters that are connected to its qnetd. */
export const corosyncQnetdTool: Program = async (context) => {
  const slice = pveSlice(context.world);
  const clusters = Object.keys(slice.qnetd[context.host.name]?.clusters ?? {});
  const list: string[] = [];
  let clients = 0;
  let connected = 0;
  for (const name of clusters) {
    const nodes = Object.values(slice.nodes).filter((node) => clusterOf(context.world, node)?.clusterName === name);
    const conf = nodes[0] && clusterOf(context.world, nodes[0]);
    const live = nodes.filter((node) => unitActive(hostOf(context.world, node.name), 'corosync-qdevice'));
    if (!conf?.device || live.length === 0) continue;
    connected += 1;
    clients += live.length;
    const ids = conf.nodes.map((entry) => entry.nodeid).sort((a, b) => a - b);
    list.push(
      `Cluster "${name}":\n    Algorithm:\t\tFifty-Fifty split (KAP Tie-breaker)\n    Tie-breaker:\tNode with lowest node ID\n`,
    );
    for (const entry of conf.nodes) {
      if (!live.some((node) => node.name === entry.name)) continue;
      list.push(
        `    Node ID ${entry.nodeid}:\n        Client address:\t\t::ffff:${entry.rings['0']}:${36000 + entry.nodeid}\n        Configuration version:\t${conf.configVersion}\n        Configured node list:\t${ids.join(', ')}\n        Membership node list:\t${ids.join(', ')}\n        Vote:\t\t\tACK (ACK)\n`,
      );
    }
  }
  if (context.argv.includes('-s'))
    context.stdout(
      `QNetd address:\t\t\t*:5403\nTLS:\t\t\t\tSupported (client certificate required)\nConnected clients:\t\t${clients}\nConnected clusters:\t\t${connected}\n`,
    );
  else context.stdout(list.join(''));
  return 0;
};

export const corosyncQdeviceTool: Program = async (context) => {
  const call = callFromContext(context);
  const conf = clusterOf(call.world, call.node);
  if (!conf?.device || !unitActive(context.host, 'corosync-qdevice')) {
    context.stderr("Can't connect to QDevice socket (is QDevice running?): No such file or directory\n");
    return 1;
  }
  const self = conf.nodes.find((entry) => entry.name === call.node.name);
  context.stdout(
    `Qdevice information\n-------------------\nModel:                  Net\nNode ID:                ${self?.nodeid ?? 0}\nConfigured node list:\n${conf.nodes.map((entry, index) => `    ${index}\tNode ID = ${entry.nodeid}\n`).join('')}Membership node list:   ${conf.nodes.map((entry) => entry.nodeid).join(', ')}\n\nQdevice-net information\n----------------------\nCluster name:           ${conf.clusterName}\nQNetd host:             ${conf.device.host}:5403\nAlgorithm:              ${conf.device.algorithm === 'lms' ? 'LMS' : 'Fifty-Fifty split'}\nTie-breaker:            Node with lowest node ID\nState:                  Connected\n`,
  );
  return 0;
};
