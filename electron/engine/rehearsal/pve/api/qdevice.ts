import { die } from '../cli/api-error.ts';
import { deviceConnected, hostOf, setUnit, unitActive, votesOf, writeCluster } from '../model/cluster.ts';
import type { CorosyncConf } from '../model/corosync-conf.ts';
import { writeHostText } from '../model/host-text.ts';
import { pveSlice } from '../model/slice.ts';
import { sshAccess } from '../model/ssh-access.ts';
import type { ApiCall } from './call.ts';
import { requireCluster, type Values } from './cluster-create.ts';
import { removeFromRealHosts, setupOnRealHosts } from './qdevice-on-real-hosts.ts';

const STORE = '/etc/corosync/qdevice/net/nssdb';
const SYSV = (verb: string) =>
  `Synchronizing state of corosync-qdevice.service with SysV service script with /lib/systemd/systemd-sysv-install.\nExecuting: /lib/systemd/systemd-sysv-install ${verb} corosync-qdevice\n`;

/** `pvecm qdevice setup ADDRESS`: needs the packages everywhere, all nodes online and root's key on the witness. */
export async function setupQdevice(call: ApiCall, values: Values): Promise<void> {
  const conf = requireCluster(call);
  const address = values.address ?? '';
  const force = values.force === '1';
  assertAllOnline(call, conf);
  if (conf.device && !force) die('QDevice already configured!');
  const odd = conf.nodes.length % 2 === 1;
  if (odd && !force) die('Clusters with an odd node count are not officially supported!');
  if (call.host.files.stat(STORE) !== undefined && !force)
    die('QDevice certificate store already initialised, set force to delete!');
  if (call.host.real) {
    await setupOnRealHosts(call, conf, address);
    return;
  }
  const access = sshAccess(call.world, call.host, address);
  const copyId =
    '/bin/ssh-copy-id: INFO: Source of key(s) to be installed: "/root/.ssh/id_rsa.pub"\n/bin/ssh-copy-id: INFO: attempting to log in with the new key(s), to filter out any that are already installed\n\n';
  if (access.kind !== 'ok') {
    const reason =
      access.kind === 'host-key'
        ? 'Host key verification failed.'
        : access.kind === 'denied'
          ? `root@${address}: Permission denied (publickey,password).`
          : `ssh: connect to host ${address} port 22: No route to host`;
    call.warn(`${copyId}/bin/ssh-copy-id: ERROR: ${reason}\n\n`);
    die(`command 'ssh-copy-id -i /root/.ssh/id_rsa root@${address}' failed: exit code 1\n`);
  }
  call.warn(
    `${copyId}/bin/ssh-copy-id: WARNING: All keys were skipped because they already exist on the remote system.\n\t\t(if you think this is a mistake, you may want to use -f option)\n\n`,
  );
  call.out('\nINFO: initializing qnetd server\n');
  const witness = access.host;
  if (!witness.packages.has('corosync-qnetd')) {
    call.warn('bash: line 1: corosync-qnetd-certutil: command not found\n');
    await call.sleep(0.4);
    call.warn('scp: /etc/corosync/qnetd/nssdb/qnetd-cacert.crt: No such file or directory\n');
    die(
      `command 'scp 'root@[${address}]:/etc/corosync/qnetd/nssdb/qnetd-cacert.crt' /etc/pve/qnetd-cacert.crt' failed: exit code 1`,
    );
  }
  call.warn('Certificate database (/etc/corosync/qnetd/nssdb) already exists. Delete it to initialize new db\n');
  const names = [...conf.nodes].sort((a, b) => a.nodeid - b.nodeid).map((node) => node.name);
  call.out('\nINFO: copying CA cert and initializing on all nodes\n\n');
  for (const name of names) {
    const host = hostOf(call.world, name);
    if (!host) continue;
    if (!host.packages.has('corosync-qdevice')) {
      call.out(`node '${name}': bash: line 1: corosync-qdevice-net-certutil: command not found\n`);
      die(`command 'ssh ${name} corosync-qdevice-net-certutil -i -c /etc/pve/qnetd-cacert.crt' failed: exit code 127`);
    }
    host.files.makeDirectories(STORE, 0o700);
    writeHostText(host, `${STORE}/noise.txt`, '', 0o600);
    call.out(
      `node '${name}': Creating ${STORE}\nnode '${name}': Creating new key and cert db\nnode '${name}': Creating new noise file ${STORE}/noise.txt\nnode '${name}': Importing CA\n`,
    );
    call.warn('password file contains no data\n');
  }
  await call.sleep(1.5);
  const cluster = conf.clusterName;
  call.warn('\n\nGenerating key.  This may take a few moments...\n\n');
  call.out(
    `INFO: generating cert request\nCreating new certificate request\nCertificate request stored in ${STORE}/qdevice-net-node.crq\n\nINFO: copying exported cert request to qnetd server\n`,
  );
  call.out(
    `\nINFO: sign and export cluster cert\nSigning cluster certificate\nCertificate stored in /etc/corosync/qnetd/nssdb/cluster-${cluster}.crt\n\nINFO: copy exported CRT\n\nINFO: import certificate\nImporting signed cluster certificate\npk12util: PKCS12 EXPORT SUCCESSFUL\nCertificate stored in ${STORE}/qdevice-net-node.p12\n`,
  );
  call.warn('Notice: Trust flag u is set automatically if the private key is present.\n');
  call.out('\nINFO: copy and import pk12 cert to all nodes\n\n');
  for (const name of names)
    call.out(
      `node '${name}': Importing cluster certificate and key\nnode '${name}': pk12util: PKCS12 IMPORT SUCCESSFUL\n`,
    );
  await call.sleep(1.5);
  if (conf.device) die('Qdevice already configured, must be removed before setting up new one!');
  call.out('INFO: add QDevice to cluster configuration\n');
  const device = { host: address, algorithm: odd ? 'lms' : 'ffsplit', ...(odd ? {} : { votes: 1 }) };
  writeCluster(call.world, call.node, { ...conf, configVersion: conf.configVersion + 1, device });
  for (const name of names) {
    const host = hostOf(call.world, name);
    call.out(`\nINFO: start and enable corosync qdevice daemon on node '${name}'...\n`);
    call.warn(
      `${SYSV('enable')}Created symlink /etc/systemd/system/multi-user.target.wants/corosync-qdevice.service -> /lib/systemd/system/corosync-qdevice.service.\n`,
    );
    if (host) setUnit(host, 'corosync-qdevice', 'active', true);
  }
  await call.sleep(1.2);
  call.out('Reloading corosync.conf...\nDone\n');
  pveSlice(call.world).qnetd[witness.name] ??= { clusters: {} };
  const state = pveSlice(call.world).qnetd[witness.name];
  if (state) state.clusters[cluster] = call.world.now();
  call.world.effect(call.host, `pvecm.qdevice-setup ${address}`);
}

/** `pvecm qdevice remove`. */
export async function removeQdevice(call: ApiCall): Promise<void> {
  const conf = requireCluster(call);
  assertAllOnline(call, conf);
  if (!conf.device) die('No QDevice configured!');
  const { device, ...rest } = conf;
  if (call.host.real) {
    await removeFromRealHosts(call, conf);
    return;
  }
  writeCluster(call.world, call.node, { ...rest, configVersion: conf.configVersion + 1 });
  call.out('Reloading corosync.conf...\nDone\n\n');
  for (const { name } of [...conf.nodes].sort((left, right) => left.nodeid - right.nodeid)) {
    const host = hostOf(call.world, name);
    if (!host) continue;
    const enabled = host.units.get('corosync-qdevice')?.enabled === true;
    call.warn(SYSV('disable'));
    if (enabled) call.warn('Removed "/etc/systemd/system/multi-user.target.wants/corosync-qdevice.service".\n');
    if (host.units.has('corosync-qdevice')) setUnit(host, 'corosync-qdevice', 'inactive', false);
    host.files.removeTree('/etc/corosync/qdevice');
  }
  call.node.qdeviceResidue = true;
  await call.sleep(4);
  call.out('Removed Qdevice.\n');
  call.world.effect(call.host, `pvecm.qdevice-remove ${device.host}`);
}

function assertAllOnline(call: ApiCall, conf: CorosyncConf): void {
  const online = votesOf(call.world, call.node)?.members ?? [];
  const missing = conf.nodes.find((node) => !online.includes(node.name));
  if (missing) die(`All nodes must be online! Node ${missing.name} is offline, aborting.`);
}

/** GET /cluster/config/qdevice: empty where the local daemon does not run. */
export function qdeviceStatus(call: ApiCall): Record<string, string> {
  const conf = requireOptional(call);
  if (!conf?.device || !unitActive(call.host, 'corosync-qdevice')) return {};
  const connected = deviceConnected(call.world, call.node.name);
  const at = new Date(call.world.now()).toISOString().slice(0, 19);
  return {
    Algorithm: conf.device.algorithm === 'lms' ? 'LMS' : 'Fifty-Fifty split',
    'Last poll call': `${at} (cast vote)`,
    Model: 'Net',
    'QNetd host': `${conf.device.host}:5403`,
    State: connected ? 'Connected' : 'Connect failed',
    'Tie-breaker': 'Node with lowest node ID',
  };
}

function requireOptional(call: ApiCall): CorosyncConf | undefined {
  try {
    return requireCluster(call);
  } catch {
    return undefined;
  }
}
