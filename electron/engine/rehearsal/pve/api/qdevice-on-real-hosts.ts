import type { SimHost } from '../../kernel/program.ts';
import { die } from '../cli/api-error.ts';
import { hostOf, setUnit, writeCluster } from '../model/cluster.ts';
import type { CorosyncConf } from '../model/corosync-conf.ts';
import { addressOf } from '../model/network.ts';
import type { ApiCall } from './call.ts';

const STORE = '/etc/corosync/qdevice/net/nssdb';
const QNETD_STORE = '/etc/corosync/qnetd/nssdb';
const CA = 'qnetd-cacert.crt';
const REQUEST = 'qdevice-net-node.crq';
const BUNDLE = 'qdevice-net-node.p12';
/** Until a file that a real program wrote below one /etc/pve stands in the other nodes' too. */
const PMXCFS_SECONDS = 0.6;

/**
 * What `pvecm qdevice setup` runs, with the real programs of real hosts: ssh and scp between them, the certificates of
 * corosync's own tools, the real daemons. Ends where the vendor's ends: with the first command that fails.
 */
export async function setupOnRealHosts(call: ApiCall, conf: CorosyncConf, address: string): Promise<void> {
  const cluster = conf.clusterName;
  const nodes = nodesOf(call, conf);
  const witness = (...words: string[]) => ['ssh', '-o', 'BatchMode=yes', '-lroot', address, ...words];
  const copy = (from: string, to: string) => ['scp', '-o', 'BatchMode=yes', from, to];
  await runReal(call, ['ssh-copy-id', '-i', '/root/.ssh/id_rsa', `root@${address}`], { failure: '\n' });
  if (call.host.files.stat(STORE) !== undefined) call.host.files.removeTree(STORE);

  call.out('\nINFO: initializing qnetd server\n');
  await runReal(call, witness('corosync-qnetd-certutil', '-i'), { mayFail: true });
  call.out('\nINFO: copying CA cert and initializing on all nodes\n');
  await runReal(call, copy(`root@[${address}]:${QNETD_STORE}/${CA}`, `/etc/pve/${CA}`));
  await settle(call);
  for (const node of nodes)
    await runReal(call, onNode(node, 'corosync-qdevice-net-certutil', '-i', '-c', `/etc/pve/${CA}`), {
      mayFail: true,
      head: `\nnode '${node.name}': `,
    });
  await runReal(call, ['rm', '-f', `/etc/pve/${CA}`]);
  call.out('\nINFO: generating cert request\n');
  await runReal(call, ['corosync-qdevice-net-certutil', '-r', '-n', cluster]);
  call.out('\nINFO: copying exported cert request to qnetd server\n');
  await runReal(call, copy(`${STORE}/${REQUEST}`, `root@[${address}]:/tmp`));
  call.out('\nINFO: sign and export cluster cert\n');
  await runReal(call, witness('corosync-qnetd-certutil', '-s', '-c', `/tmp/${REQUEST}`, '-n', cluster));
  call.out('\nINFO: copy exported CRT\n');
  await runReal(call, copy(`root@[${address}]:${QNETD_STORE}/cluster-${cluster}.crt`, STORE));
  call.out('\nINFO: import certificate\n');
  await runReal(call, ['corosync-qdevice-net-certutil', '-M', '-c', `${STORE}/cluster-${cluster}.crt`]);
  call.out('\nINFO: copy and import pk12 cert to all nodes\n');
  // The vendor's /etc/pve holds a binary file; the simulated one holds texts: this one goes by the nodes' own ssh.
  for (const node of nodes.filter((each) => each.name !== call.host.name)) {
    const target = `root@${addressOf(node) ?? node.name}`;
    await runReal(call, ['scp', '-o', 'BatchMode=yes', ...keyOf(node), `${STORE}/${BUNDLE}`, `${target}:${STORE}/`]);
    await runReal(call, onNode(node, 'corosync-qdevice-net-certutil', '-m', '-c', `${STORE}/${BUNDLE}`), {
      head: `\nnode '${node.name}': `,
    });
  }
  if (conf.device) die('Qdevice already configured, must be removed before setting up new one!');
  call.out('INFO: add QDevice to cluster configuration\n');
  const odd = conf.nodes.length % 2 === 1;
  const device = { host: address, algorithm: odd ? 'lms' : 'ffsplit', ...(odd ? {} : { votes: 1 }) };
  writeCluster(call.world, call.node, { ...conf, configVersion: conf.configVersion + 1, device });
  await settle(call);
  for (const node of nodes) {
    call.out(`\nINFO: start and enable corosync qdevice daemon on node '${node.name}'...\n`);
    await runReal(call, onNode(node, 'systemctl', 'start', 'corosync-qdevice'));
    await runReal(call, onNode(node, 'systemctl', 'enable', 'corosync-qdevice'));
    setUnit(node, 'corosync-qdevice', 'active', true);
  }
  await runReal(call, ['corosync-cfgtool', '-R']);
  call.world.effect(call.host, `pvecm.qdevice-setup ${address}`);
}

/** What `pvecm qdevice remove` runs: the device leaves the configuration first, then the daemons stop and forget. */
export async function removeFromRealHosts(call: ApiCall, conf: CorosyncConf): Promise<void> {
  const { device, ...rest } = conf;
  writeCluster(call.world, call.node, { ...rest, configVersion: conf.configVersion + 1 });
  await settle(call);
  await runReal(call, ['corosync-cfgtool', '-R']);
  for (const node of nodesOf(call, conf)) {
    await runReal(call, onNode(node, 'systemctl', 'disable', 'corosync-qdevice'));
    await runReal(call, onNode(node, 'systemctl', 'stop', 'corosync-qdevice'));
    await runReal(call, onNode(node, 'rm', '-rf', '/etc/corosync/qdevice'));
    if (node.units.has('corosync-qdevice')) setUnit(node, 'corosync-qdevice', 'inactive', false);
  }
  call.out('\nRemoved Qdevice.\n');
  call.world.effect(call.host, `pvecm.qdevice-remove ${device?.host ?? ''}`);
}

function nodesOf(call: ApiCall, conf: CorosyncConf): readonly SimHost[] {
  const names = conf.nodes.map((entry) => entry.name).sort();
  return names.flatMap((name) => hostOf(call.world, name) ?? []);
}

/** Nodes know each other by the keys pinned below /etc/pve/nodes, under the node's name. */
function keyOf(node: SimHost): readonly string[] {
  return ['-o', `HostKeyAlias=${node.name}`, '-o', `UserKnownHostsFile=/etc/pve/nodes/${node.name}/ssh_known_hosts`];
}

function onNode(node: SimHost, ...words: readonly string[]): readonly string[] {
  return ['ssh', '-o', 'BatchMode=yes', ...keyOf(node), '-lroot', addressOf(node) ?? node.name, ...words];
}

interface RealOptions {
  readonly mayFail?: boolean;
  readonly head?: string;
  /** After the vendor's sentence about a failure. */
  readonly failure?: string;
}

async function runReal(call: ApiCall, argv: readonly string[], options: RealOptions = {}): Promise<void> {
  const end = await call.host.real?.run(argv);
  if (!end) die('this host is not real');
  const head = options.head;
  call.out(head === undefined ? end.stdout : end.stdout.replace(/^(?=.)/gm, head));
  call.warn(end.stderr);
  if (end.code !== 0 && !options.mayFail)
    die(`command '${argv.join(' ')}' failed: exit code ${end.code}${options.failure ?? ''}`);
}

async function settle(call: ApiCall): Promise<void> {
  call.world.changed();
  await call.sleep(PMXCFS_SECONDS);
}
