import { createHash } from 'node:crypto';
import { fingerprintOf, makeCertificate, newKeyPem } from '../../../tls/certificate.ts';
import type { SimHost, World } from '../../kernel/program.ts';
import { makeRsa, type SshKeyPair } from '../../kernel/ssh-keys.ts';
import { writeAptFiles } from './apt-files.ts';
import { writeBanner } from './banner.ts';
import { databaseOf, newDatabase, readText, writeText } from './database.ts';
import { readHostText, writeHostText } from './host-text.ts';
import { writeInterfaces } from './installed-interfaces.ts';
import { addressOf } from './network.ts';
import { type Database, majorVersion, managerVersion, type NodeState, pveSlice } from './slice.ts';

const DAY_MS = 86_400_000;

/** Makes the state of a freshly installed node once: database, certificates, keys, the link of authorized_keys. */
export function ensureNode(world: World, host: SimHost): NodeState {
  const slice = pveSlice(world);
  const known = slice.nodes[host.name];
  if (known) return known;
  const databaseId = newDatabase(world, newKeyPem());
  const node: NodeState = {
    name: host.name,
    databaseId,
    clusterVisibleAt: 0,
    quorateFrom: 0,
    bootedAt: world.now(),
    wasPowered: host.powered,
    nodeKey: newKeyPem(),
    ringSequence: 1,
    guests: {},
    pools: {},
    volumes: {},
    tasks: [],
    replication: {},
    lrm: { state: 'wait_for_agent_lock', mode: 'active', timestamp: Math.floor(world.now() / 1000), results: {} },
    notes: { config: '' },
  };
  slice.nodes[host.name] = node;
  for (const unit of [
    'pve-cluster',
    'pvedaemon',
    'pveproxy',
    'pvestatd',
    'pvescheduler',
    'pve-ha-crm',
    'pve-ha-lrm',
    'pve-guests',
    'watchdog-mux',
    'pvebanner',
  ]) {
    if (!host.units.has(unit)) host.units.set(unit, { active: 'active', enabled: true });
  }
  if (!host.units.has('corosync')) host.units.set('corosync', { active: 'inactive', enabled: true });
  for (const [name, version] of Object.entries(basePackages(host))) {
    if (!host.packages.has(name)) host.packages.set(name, version);
  }
  seedSystemPool(host, node);
  writeInstallerFiles(world, host, node);
  addWatchdog(host);
  updateCertificates(world, host, node, false);
  return node;
}

function basePackages(host: SimHost): Readonly<Record<string, string>> {
  return majorVersion(host) === 8
    ? {
        'pve-manager': managerVersion(host).version,
        corosync: '3.1.9-pve1',
        'qemu-server': '8.3.12',
        'pve-cluster': '8.1.0',
        'pve-ha-manager': '4.0.7',
        zfsutils: '2.2.7-pve2',
      }
    : {
        'pve-manager': managerVersion(host).version,
        corosync: '3.1.9-pve2',
        'qemu-server': '9.1.1',
        'pve-cluster': host.osVersion.startsWith('9.2') ? '9.1.2' : '9.0.7',
        'pve-ha-manager': '5.0.8',
        zfsutils: '2.3.4-pve1',
      };
}

/**
 * The disks of the installed system by its kind: `use` says so (`zfs:rpool`, `lvm:pve`); a bare `system` on two or more
 * disks is the installer's ZFS mirror, on one disk its LVM.
 */
function systemDisks(host: SimHost, kind: 'zfs' | 'lvm'): SimHost['hardware']['disks'] {
  const plain = host.hardware.disks.filter((disk) => disk.use === 'system');
  const named = host.hardware.disks.filter((disk) => (kind === 'zfs' ? /rpool/i : /lvm|\bpve\b/i).test(disk.use ?? ''));
  return [...named, ...(kind === 'zfs' ? (plain.length > 1 ? plain : []) : plain.length === 1 ? plain : [])];
}

/** A node installed on ZFS has rpool; its system disks say so (`use: 'zfs:rpool'`). */
function seedSystemPool(host: SimHost, node: NodeState): void {
  const disks = systemDisks(host, 'zfs');
  if (disks.length === 0) return;
  node.pools.rpool = {
    sizeBytes: Math.min(...disks.map((disk) => disk.sizeBytes)),
    layout: disks.length > 1 ? 'mirror' : 'single',
    devices: disks.map((disk) => disk.name),
    datasets: Object.fromEntries(
      ['rpool', 'rpool/ROOT', 'rpool/ROOT/pve-1', 'rpool/data', 'rpool/var-lib-vz'].map((name) => [
        name,
        {
          mountpoint: name === 'rpool/ROOT/pve-1' ? '/' : name === 'rpool/var-lib-vz' ? '/var/lib/vz' : `/${name}`,
          createdAt: 0,
        },
      ]),
    ),
    compression: 'on',
  };
}

/** softdog, which watchdog-mux loads unless /etc/default/pve-ha-manager names another one. */
function addWatchdog(host: SimHost): void {
  if (host.real) return;
  host.files.makeDevice('/dev/watchdog', 'character');
  writeHostText(
    host,
    '/etc/default/pve-ha-manager',
    '# select watchdog module (default is softdog)\n#WATCHDOG_MODULE=ipmi_watchdog\n',
  );
}

function writeInstallerFiles(world: World, host: SimHost, node: NodeState): void {
  const database = databaseOf(world, node);
  const content = majorVersion(host) === 8 ? 'iso,vztmpl,backup' : 'iso,vztmpl,backup,import';
  const onZfs = node.pools.rpool !== undefined;
  const onLvm = systemDisks(host, 'lvm').length > 0;
  const second = onZfs
    ? 'zfspool: local-zfs\n\tpool rpool/data\n\tsparse\n\tcontent images,rootdir\n\n'
    : onLvm
      ? 'lvmthin: local-lvm\n\tthinpool data\n\tvgname pve\n\tcontent rootdir,images\n\n'
      : '';
  writeText(world, database, 'storage.cfg', `dir: local\n\tpath /var/lib/vz\n\tcontent ${content}\n\n${second}`);
  writeText(world, database, 'user.cfg', 'user:root@pam:1:0:::root@localhost::\n');
  writeText(world, database, 'datacenter.cfg', 'keyboard: en-us\n');
  writeInterfaces(world, host);
  writeAptFiles(host);
  writeBanner(host);
}

/** `pvecm updatecerts`: directories, authority, node certificate (again with force), keys merged, the links of root's ssh. */
export function updateCertificates(world: World, host: SimHost, node: NodeState, force: boolean): void {
  const database = databaseOf(world, node);
  const now = Math.floor(world.now() / 1000);
  for (const directory of [
    'priv',
    'priv/acme',
    'priv/lock',
    'nodes',
    'virtual-guest',
    'sdn',
    'ha',
    `nodes/${node.name}`,
    `nodes/${node.name}/qemu-server`,
    `nodes/${node.name}/lxc`,
    `nodes/${node.name}/openvz`,
    `nodes/${node.name}/priv`,
  ]) {
    database.directories[directory] ??= now;
  }
  const authority = authorityPem(world, database);
  const certificate = `nodes/${node.name}/pve-ssl.pem`;
  if (force || readText(database, certificate) === undefined) {
    node.nodeKey = newKeyPem();
    const address = addressOf(host);
    const made = makeCertificate({
      subject: `OU=PVE Cluster Node,O=Proxmox Virtual Environment,CN=${node.name}`,
      issuer: `CN=Proxmox Virtual Environment,OU=${authority.id},O=PVE Cluster Manager CA`,
      subjectKeyPem: node.nodeKey,
      issuerKeyPem: database.caKey,
      serial: nextSerial(world, database),
      notBefore: world.now() - DAY_MS,
      notAfter: world.now() + 730 * DAY_MS,
      authority: false,
      names: ['localhost', node.name],
      addresses: ['127.0.0.1', '::1', ...(address ? [address] : [])],
    });
    writeText(world, database, certificate, made.certPem);
    writeText(world, database, `nodes/${node.name}/pve-ssl.key`, made.keyPem);
  }
  mergeSshKeys(world, host, node);
}

function authorityPem(world: World, database: Database): { readonly id: string } {
  const id = createHash('sha1').update(database.caKey).digest('hex');
  if (readText(database, 'pve-root-ca.pem') === undefined) {
    const name = `CN=Proxmox Virtual Environment,OU=${id},O=PVE Cluster Manager CA`;
    const made = makeCertificate({
      subject: name,
      issuer: name,
      subjectKeyPem: database.caKey,
      issuerKeyPem: database.caKey,
      serial: 1,
      notBefore: world.now() - DAY_MS,
      notAfter: world.now() + 3650 * DAY_MS,
      authority: true,
    });
    writeText(world, database, 'pve-root-ca.pem', made.certPem);
    writeText(world, database, 'priv/pve-root-ca.key', database.caKey);
    writeText(world, database, 'pve-www.key', newKeyPem());
    writeText(world, database, 'priv/authkey.key', newKeyPem());
    writeText(world, database, 'authkey.pub', '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n');
  }
  return { id };
}

function nextSerial(world: World, database: Database): number {
  const serial = Number.parseInt(readText(database, 'priv/pve-root-ca.srl') ?? '1', 16) + 1;
  writeText(world, database, 'priv/pve-root-ca.srl', `${serial.toString(16).padStart(2, '0').toUpperCase()}\n`);
  return serial;
}

/** Moves root's authorized keys into the database and leaves a link; adds the node's own id_rsa.pub and its host key. */
export function mergeSshKeys(world: World, host: SimHost, node: NodeState): void {
  const database = databaseOf(world, node);
  if (readHostText(host, '/root/.ssh/id_rsa.pub') === undefined) layOutRootKey(host, makeRsa(`root@${host.name}`));
  const link = host.files.stat('/root/.ssh/authorized_keys');
  const own = link?.kind === 'file' ? (readHostText(host, '/root/.ssh/authorized_keys') ?? '') : '';
  const publicKey = (readHostText(host, '/root/.ssh/id_rsa.pub') ?? '').trim();
  const merged = uniqueLines(`${readText(database, 'priv/authorized_keys') ?? ''}\n${own}\n${publicKey}`);
  writeText(world, database, 'priv/authorized_keys', merged);
  if (link?.kind !== 'symlink') {
    if (link) host.files.remove('/root/.ssh/authorized_keys');
    host.files.symlink('/etc/pve/priv/authorized_keys', '/root/.ssh/authorized_keys');
  }
  const hostKey = firstHostKey(host);
  const pinned = hostKey === undefined ? '' : `${node.name} ${hostKey}\n`;
  if (pinned) writeText(world, database, `nodes/${node.name}/ssh_known_hosts`, pinned);
}

/** The node's host key line as its peers pin it: "ssh-rsa AAAA..." (any kind where there is no RSA key). */
function firstHostKey(host: SimHost): string | undefined {
  for (const kind of ['rsa', 'ed25519', 'ecdsa']) {
    const text = readHostText(host, `/etc/ssh/ssh_host_${kind}_key.pub`);
    if (text) return text.trim().split(/\s+/).slice(0, 2).join(' ');
  }
  return undefined;
}

/** root's own key pair, which a node makes at its first start; it stays where one is. */
export function layOutRootKey(host: SimHost, pair: SshKeyPair): void {
  host.files.makeDirectories('/root/.ssh', 0o700);
  writeHostText(host, '/root/.ssh/id_rsa', pair.privateText, 0o600);
  writeHostText(host, '/root/.ssh/id_rsa.pub', `${pair.publicLine}\n`, 0o644);
  writeHostText(
    host,
    '/root/.ssh/config',
    'Ciphers aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com\n',
    0o640,
  );
}

/** The vendor deduplicates ssh-rsa and ssh-dss lines only; other kinds are kept as they are. */
function uniqueLines(text: string): string {
  const seen = new Set<string>();
  const lines = text.split('\n').filter((line) => {
    if (line.trim() === '') return false;
    if (!/^ssh-(rsa|dss) /.test(line)) {
      if (seen.has(line)) return false;
      seen.add(line);
      return true;
    }
    const key = line.split(/\s+/)[1] ?? '';
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return `${lines.join('\n')}\n`;
}

/** The fingerprint of the certificate that pveproxy serves now. */
export function servedFingerprint(world: World, node: NodeState): string | undefined {
  const database = databaseOf(world, node);
  const pem =
    readText(database, `nodes/${node.name}/pveproxy-ssl.pem`) ?? readText(database, `nodes/${node.name}/pve-ssl.pem`);
  return pem === undefined ? undefined : fingerprintOf(pem);
}
