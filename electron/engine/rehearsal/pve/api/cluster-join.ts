import { compareVersions } from '../../../debs/version.ts';
import { newKeyPem } from '../../../tls/certificate.ts';
import { ApiError, die } from '../cli/api-error.ts';
import { clusterOf, isQuorate, setUnit, syncDatabase, unitActive, writeCluster } from '../model/cluster.ts';
import type { CorosyncConf } from '../model/corosync-conf.ts';
import { databaseOf, newDatabase, readText, writeText } from '../model/database.ts';
import { guestsOf } from '../model/guest-config.ts';
import { readHostText, writeHostText } from '../model/host-text.ts';
import { addressOf, hasAddress } from '../model/network.ts';
import { ensureNode, mergeSshKeys, servedFingerprint, updateCertificates } from '../model/node-init.ts';
import { type NodeState, pveSlice } from '../model/slice.ts';
import { sshAccess } from '../model/ssh-access.ts';
import { type ApiCall, nowSeconds } from './call.ts';
import { linkParameters, nth, type Values } from './cluster-create.ts';
import { runWorker, type WorkerResult } from './worker.ts';

/** `pvecm add HOST`: everything after the argument check runs in a task, so the exit code is 0 either way. */
export function joinCluster(call: ApiCall, values: Values): Promise<WorkerResult> {
  if (call.cwd === '/etc/pve' || call.cwd.startsWith('/etc/pve/')) {
    die("Navigate out of /etc/pve before running 'pvecm add', for example by running 'cd'.");
  }
  return runWorker(call, 'clusterjoin', '', async (worker) => {
    if (values.use_ssh === '1') await joinOverSsh(worker, values);
    else await joinOverApi(worker, values);
  });
}

async function joinOverSsh(call: ApiCall, values: Values): Promise<void> {
  const address = values.hostname ?? '';
  assertJoinable(call, values);
  if (call.host.real) await copySshId(call, address);
  const access = sshAccess(call.world, call.host, address);
  if (access.kind === 'unreachable') {
    if (call.world.hostAt(address) === undefined && /^\d/.test(address)) await call.sleep(6.2);
    die('unable to copy ssh ID: exit code 1');
  }
  if (access.kind === 'host-key') die('unable to copy ssh ID: exit code 1');
  if (access.kind !== 'ok') die(`unable to copy ssh ID: root@${address}: Permission denied (publickey,password).`);
  await call.sleep(0.6);
  const member = ensureNode(call.world, access.host);
  try {
    addNode(call, member, values);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    call.warn(error.render());
    die(
      `unable to add node: command failed (ssh ${address} -o BatchMode=yes pvecm addnode ${call.node.name} --force 1)`,
    );
  }
  call.out('copy corosync auth key\n');
  await finishJoin(call, member);
}

/** On a real host the first thing that pvecm does is done for real: its own ssh, keys and network decide. */
async function copySshId(call: ApiCall, address: string): Promise<void> {
  const copied = await call.host.real?.run(['ssh-copy-id', '-i', '/root/.ssh/id_rsa', `root@${address}`]);
  if (copied && copied.code !== 0) die(`unable to copy ssh ID: ${copied.stderr.trim().split('\n').at(-1) ?? ''}`);
}

async function joinOverApi(call: ApiCall, values: Values): Promise<void> {
  const address = values.hostname ?? '';
  const lines = Buffer.from(await call.stdin())
    .toString('utf8')
    .split('\n');
  const password = lines[0] ?? '';
  if (password === '') die('EOF while reading password');
  assertJoinable(call, values);
  call.out(`Establishing API connection with host '${address}'\n`);
  const host = call.world.hostAt(address);
  if (!host?.powered || !call.world.reachable(call.host, host)) {
    await call.sleep(3);
    die(`500 Can't connect to ${address}:8006 (No route to host)`);
  }
  if (host.os !== 'pve' || !unitActive(host, 'pveproxy'))
    die(`500 Can't connect to ${address}:8006 (Connection refused)`);
  const member = ensureNode(call.world, host);
  checkFingerprint(call, member, values.fingerprint, lines[1]);
  if (!call.world.checkPassword(host, 'root', password)) {
    await call.sleep(3);
    die('401 authentication failure');
  }
  call.out('Login succeeded.\ncheck cluster join API version\n');
  if (Object.keys(linkParameters(values)).length === 0) {
    call.out(`No cluster network links passed explicitly, fallback to local node IP '${addressOf(call.host)}'\n`);
  }
  call.out('Request addition of this node\n');
  try {
    addNode(call, member, values);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    call.out(`An error occurred on the cluster node: ${error.render().replace(/\n+$/, '')}\n`);
    die('Cluster join aborted!');
  }
  call.out('Join request OK, finishing setup locally\n');
  await finishJoin(call, member);
}

function checkFingerprint(
  call: ApiCall,
  member: NodeState,
  given: string | undefined,
  answer: string | undefined,
): void {
  const served = servedFingerprint(call.world, member) ?? '';
  if (given !== undefined) {
    if (given.toUpperCase() !== served) die(`500 Can't connect to ${member.name}:8006 (hostname verification failed)`);
    return;
  }
  const address =
    (call.world.hosts.get(member.name) && addressOf(call.world.hosts.get(member.name) as never)) ?? member.name;
  call.out(
    `The authenticity of host '${address}' can't be established.\nX509 SHA256 key fingerprint is ${served}.\nAre you sure you want to continue connecting (yes/no)? `,
  );
  if (/^\s*y(es)?\s*$/.test(answer ?? '')) return;
  if (answer === undefined || answer === '') {
    call.warn(
      'Use of uninitialized value $answer in pattern match (m//) at /usr/share/perl5/PVE/APIClient/LWP.pm line 252, <STDIN> line 1.\n',
    );
  }
  die('Fingerprint not verified, abort!');
}

/** The checks on the joining node, all collected. */
function assertJoinable(call: ApiCall, values: Values): void {
  const problems: string[] = [];
  const database = databaseOf(call.world, call.node);
  if (readHostText(call.host, '/etc/corosync/authkey') !== undefined)
    problems.push("authentication key '/etc/corosync/authkey' already exists");
  if (readText(database, 'corosync.conf') !== undefined)
    problems.push("cluster config '/etc/pve/corosync.conf' already exists");
  if (guestsOf(database).some((guest) => guest.nodeName === call.node.name))
    problems.push('this host already contains virtual guests');
  if (unitActive(call.host, 'corosync'))
    problems.push('corosync is already running, is this node already in a cluster?!');
  for (const [link, { address }] of Object.entries(linkParameters(values))) {
    if (!hasAddress(call.host, address))
      problems.push(`link${link}: cannot use IP '${address}', not found on local node!`);
  }
  if (problems.length === 0) return;
  if (values.force === '1') {
    call.out(`detected the following error(s):\n${problems.map((text) => `* ${text}\n`).join('')}`);
    call.warn('WARNING : detected error but forced to continue!\n');
    return;
  }
  call.out(`detected the following error(s):\n${problems.map((text) => `* ${text}\n`).join('')}`);
  die('Check if node may join a cluster failed!');
}

/** The member's side (`addnode`): checks and writes the new node into corosync.conf. */
function addNode(call: ApiCall, member: NodeState, values: Values): void {
  if (!isQuorate(call.world, member)) die('cluster not ready - no quorum?');
  const conf = clusterOf(call.world, member);
  if (!conf) die('invalid corosync.conf\n! no nodes found');
  const given = linkParameters(values);
  if (Object.keys(given).length === 0 && Object.keys(conf.links).length > 1)
    die('no links given but multiple links found on other nodes, fallback only supported on single-link clusters');
  const fallback = { '0': { address: addressOf(call.host) ?? '', priority: undefined } };
  const links = Object.keys(given).length > 0 ? given : fallback;
  for (const [link, { address }] of Object.entries(links)) {
    if (!(link in conf.links)) die(`corosync: link ${link} specified for new node doesn't exist in cluster config`);
    const taken = conf.nodes.find(
      (entry) => entry.name !== call.node.name && Object.values(entry.rings).includes(address),
    );
    if (taken) die(`corosync: address '${address}' already used on link ring${link}_addr by node '${taken.name}'`);
  }
  for (const link of Object.keys(conf.links)) {
    if (!(link in links)) die(`corosync: link ${link} exists in cluster config but wasn't specified for new node`);
  }
  const known = conf.nodes.find((entry) => entry.name === call.node.name);
  if (known && values.use_ssh !== '1') die(`can't add existing node '${call.node.name}'`);
  const ids = new Set(conf.nodes.filter((entry) => entry !== known).map((entry) => entry.nodeid));
  let nodeid = Number(values.nodeid ?? known?.nodeid ?? '1');
  while (values.nodeid === undefined && ids.has(nodeid)) nodeid += 1;
  const added = {
    name: call.node.name,
    nodeid,
    votes: Number(values.votes ?? '1'),
    rings: Object.fromEntries(Object.entries(links).map(([link, entry]) => [link, entry.address])),
  };
  const next: CorosyncConf = {
    ...conf,
    configVersion: conf.configVersion + 1,
    nodes: [...conf.nodes.filter((entry) => entry !== known), added],
  };
  writeCluster(call.world, member, next);
}

/** The joiner's side: its own database is replaced by the cluster's, everything it held (keys, users, storages) is gone. */
async function finishJoin(call: ApiCall, member: NodeState): Promise<void> {
  const { world, host, node } = call;
  const text = readText(databaseOf(world, member), 'corosync.conf') ?? '';
  const memberHost = world.hosts.get(member.name);
  const authkey = (memberHost && readHostText(memberHost, '/etc/corosync/authkey')) ?? '';
  writeHostText(host, '/etc/corosync/authkey', authkey, 0o400);
  writeHostText(host, '/etc/corosync/corosync.conf', text, 0o644);
  call.out('stopping pve-cluster service\n');
  setUnit(host, 'pve-cluster', 'inactive');
  await call.sleep(1);
  backUpDatabase(call);
  delete pveSlice(world).databases[node.databaseId];
  node.databaseId = newDatabase(world, newKeyPem());
  node.isUnsynced = true;
  writeText(world, databaseOf(world, node), 'corosync.conf', text);
  setUnit(host, 'corosync', 'active');
  setUnit(host, 'pve-cluster', 'active');
  node.clusterVisibleAt = 0;
  node.quorateFrom = 0;
  delete node.expectedVotes;
  node.ringSequence = member.ringSequence + 1;
  for (const name of clusterOf(world, node)?.nodes.map((entry) => entry.name) ?? []) {
    const other = pveSlice(world).nodes[name];
    if (other) other.ringSequence = node.ringSequence;
  }
  node.halfway = 'join';
  world.effect(host, `pvecm.add ${node.name}${nth(node)}`);
  if (world.takeFault('join.hangs')) node.isolatedUntil = world.now() + 900_000;
  try {
    call.out('waiting for quorum...');
    await call.sleep(6.5);
    for (syncDatabase(world, node); node.isUnsynced || !isQuorate(world, node); syncDatabase(world, node))
      await call.sleep(1);
    call.out('OK\n');
    await finishMember(call, member);
  } finally {
    // also where it was killed: what it had not done stays undone
    delete node.halfway;
  }
}

/** The copy of the joiner's old database. Older tools stop where it fails, after the cluster has taken the node in (pve-facts 2.4). */
function backUpDatabase(call: ApiCall): void {
  const file = `/var/lib/pve-cluster/backup/config-${nowSeconds(call.world)}.sql.gz`;
  call.out(`backup old database to '${file}'\n`);
  if (!call.world.takeFault('join.backup-fails')) return;
  const reason = "backup failed: command 'sqlite3 /var/lib/pve-cluster/config.db .dump' failed: exit code 1";
  const version = call.host.packages.get('pve-cluster') ?? '';
  if (compareVersions(version, call.version === 8 ? '8.1.3' : '9.1.1') < 0) die(reason);
  call.warn(`${reason}\n`);
}

/** With quorum: the node's directory, certificate and keys in the cluster's database. */
async function finishMember(call: ApiCall, member: NodeState): Promise<void> {
  const { world, host, node } = call;
  const database = databaseOf(world, node);
  if (world.takeFault('join.no-certificate')) {
    database.directories[`nodes/${node.name}`] ??= nowSeconds(world);
    die(
      `unable to generate pve certificate request:\nCan't open "/etc/pve/nodes/${node.name}/pve-ssl.key" for reading, No such file or directory`,
    );
  }
  call.out('(re)generate node files\n');
  await call.sleep(1);
  call.out('generate new node certificate\n');
  updateCertificates(world, host, node, true);
  await call.sleep(0.8);
  call.out('merge authorized SSH keys\n');
  mergeSshKeys(world, host, node);
  shareKnownHosts(call, member);
  call.out('generated new node certificate, restart pveproxy and pvedaemon services\n');
  await call.sleep(1);
  call.out(`successfully added node '${node.name}' to cluster.\n`);
}

/** Members reach each other with pinned keys; the pins live in the shared database. */
function shareKnownHosts(call: ApiCall, member: NodeState): void {
  const host = call.world.hosts.get(member.name);
  if (host) mergeSshKeys(call.world, host, member);
}
