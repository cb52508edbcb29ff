import type { ApiCall } from '../api/call.ts';
import { createCluster, requireCluster } from '../api/cluster-create.ts';
import { deleteNode } from '../api/cluster-delete-node.ts';
import { joinCluster } from '../api/cluster-join.ts';
import { checkQuorum } from '../api/guards.ts';
import { removeQdevice, setupQdevice } from '../api/qdevice.ts';
import { die } from '../cli/api-error.ts';
import type { Tool, ToolCommand } from '../cli/tool.ts';
import { isQuorate, unitActive, votesOf } from '../model/cluster.ts';
import { updateCertificates } from '../model/node-init.ts';
import { membersText, quorumStatusText } from '../model/quorum-text.ts';

function status(call: ApiCall): number {
  const conf = requireCluster(call);
  call.out(
    `Cluster information\n-------------------\nName:             ${conf.clusterName}\nConfig Version:   ${conf.configVersion}\nTransport:        knet\nSecure auth:      on\n\n`,
  );
  if (!unitActive(call.host, 'corosync')) {
    call.warn('Cannot initialize CMAP service\n');
    return 1;
  }
  call.out(quorumStatusText(call.world, call.node));
  return votesOf(call.world, call.node)?.quorate ? 0 : 2;
}

function nodes(call: ApiCall): number {
  requireCluster(call);
  if (!unitActive(call.host, 'corosync')) {
    call.warn('Cannot initialize QUORUM service\n');
    return 1;
  }
  call.out(membersText(call.world, call.node, 'names'));
  return 0;
}

function expected(call: ApiCall, votes: string | undefined): number {
  requireCluster(call);
  if (!unitActive(call.host, 'corosync')) {
    call.warn('Cannot initialize QUORUM service\n');
    return 1;
  }
  call.node.expectedVotes = Number(votes);
  call.world.changed();
  return 0;
}

const QUICK = 0.36;

/** The cluster tool. `create` and `add` end with 0 whatever their task met. */
export const pvecm: Tool = {
  name: 'pvecm',
  commands: {
    status: { run: status, seconds: QUICK },
    nodes: { run: nodes, seconds: QUICK },
    apiver: { run: (call) => call.out('1\n'), seconds: QUICK },
    expected: { run: (call, { values }) => expected(call, values.expected), seconds: QUICK },
    create: { run: (call, { values }) => createCluster(call, values), seconds: QUICK, ignoresTaskResult: true },
    add: { run: (call, { values }) => joinCluster(call, values), seconds: 0.4, ignoresTaskResult: true },
    addnode: { run: addnode, seconds: QUICK },
    delnode: { run: (call, { values }) => deleteNode(call, values.node ?? ''), seconds: QUICK },
    updatecerts: { run: (call, { values }) => updatecerts(call, values), seconds: 0.5 },
    'qdevice setup': { run: (call, { values }) => setupQdevice(call, values), seconds: QUICK },
    'qdevice remove': { run: (call) => removeQdevice(call), seconds: QUICK },
  } satisfies Record<string, ToolCommand>,
};

function addnode(call: ApiCall, { values }: { values: Readonly<Record<string, string>> }): void {
  requireCluster(call);
  checkQuorum(call);
  if (!Object.keys(values).some((name) => /^link\d$/.test(name)) && values.new_node_ip === undefined) {
    die('no links and no fallback ip (new_node_ip) given, cannot join cluster');
  }
  die('addnode is called by pvecm add only');
}

async function updatecerts(call: ApiCall, values: Readonly<Record<string, string>>): Promise<void> {
  const limit = call.version === 8 ? 30 : 80;
  for (let second = 0; second < limit && !isQuorate(call.world, call.node); second += 1) await call.sleep(1);
  if (!isQuorate(call.world, call.node)) {
    const text =
      'got timeout when trying to ensure cluster certificates and base file hierarchy is set up - no quorum (yet) or hung pmxcfs?';
    if (values.silent !== '1') die(text);
    call.warn(`${text}\n`);
    return;
  }
  call.out('(re)generate node files\n');
  if (values.force === '1') call.out('generate new node certificate\n');
  updateCertificates(call.world, call.host, call.node, values.force === '1');
  call.out('merge authorized SSH keys\n');
  call.world.effect(call.host, `pvecm.updatecerts ${call.node.name}`);
}
