import { observed, observedPart } from '../observed.ts';
import { answered, debian, type Fixture, type Fixtures, type Input, inBoth, seen } from './fixture.ts';

type Major = '8' | '9';
const json = (path: string): string => `pvesh get ${path} --output-format json`;
/** The last different answer of a version counts from 0. */
const answer = (command: string, major: Major, which = 0) => {
  const found = [...new Map(observed(command, major).map((entry) => [entry.stdout, entry])).values()].at(which);
  if (!found) throw new Error(`not seen so often: ${command}`);
  return found;
};
const part = (pattern: RegExp): string => observedPart(pattern);

const [members8 = '', vmlist8 = ''] = answer('cat /etc/pve/.members /etc/pve/.vmlist', '8').stdout.split(/(?<=^\})\n/m);
const cluster8 = answer(
  'cat /etc/pve/corosync.conf; cat /etc/pve/.members; systemctl is-active corosync pve-cluster',
  '8',
).stdout;
const storage8 = observed('cat /etc/pve/storage.cfg', '8').find(({ code }) => code === 0)?.stdout ?? '';
const replication8 = observed('cat /etc/pve/replication.cfg', '8').find(({ stdout }) => stdout !== '')?.stdout ?? '';
const qmConfig = answer('qm config 100', '8').stdout;

const MEMBERS = `{
"nodename": "a",
"version": 9,
"cluster": { "name": "c", "version": 2, "nodes": 2, "quorate": 0 },
"nodelist": {
  "b": { "id": 2, "online": 0},
  "a": { "id": 1, "online": 1, "ip": "192.0.2.11"}
  }
}
`;
const VMLIST = `{
"version": 9,
"ids": {
"101": { "node": "b", "type": "lxc", "version": 3 },
"100": { "node": "a", "type": "qemu", "version": 7 }}

}
`;
const COROSYNC = `totem {
  cluster_name: municipal
  config_version: 5
  interface {
    knet_link_priority: 20
    linknumber: 0
  }
  interface {
    linknumber: 1
  }
  ip_version: ipv4-6
  link_mode: passive
  secauth: on
  version: 2
}

nodelist {
  node {
    name: b
    nodeid: 2
    quorum_votes: 1
    ring0_addr: 10.9.2.2
    ring1_addr: 10.9.1.2
  }
  node {
    name: a
    nodeid: 1
    quorum_votes: 1
    ring0_addr: 10.9.2.1
    ring1_addr: 10.9.1.1
  }
}

quorum {
  device {
    model: net
    net {
      algorithm: ffsplit
      host: 10.9.1.3
      tls: on
    }
    votes: 1
  }
  provider: corosync_votequorum
}
`;
const STORAGE_9 = `dir: local
	path /var/lib/vz
	content iso,vztmpl,backup,import

zfspool: vmdata
	pool data
	content images,rootdir
	mountpoint /data
	nodes b,a
	sparse 1

lvmthin: local-lvm
	thinpool data
	vgname pve
	content rootdir,images
	disable
`;
const USERS = `user:root@pam:1:0:::admin@site.example:::
user:ana@pve:0:0:Ana:::night%3A shift::
token:ana@pve!ci:1900000000:0:for%3A the build:
token:ana@pve!look:0:1::

group:operators:ana@pve:the night shift:

pool:one:its notes:100::

role:Looker:VM.Audit,Sys.Audit:

acl:1:/:@operators,ana@pve:Looker:
acl:0:/vms:ana@pve!ci:PVEVMUser,Looker:
`;
const DATACENTER = `keyboard: es
migration: type=insecure,network=10.9.2.0/24
email_from: root@site.example
mac_prefix: BC:24:11
crs: ha=static,ha-rebalance-on-start=1
#notes of the datacenter
`;
const GROUPS =
  'group: both\n\tnodes b:1,a:2\n\tnofailback 1\n\trestricted 1\n\ngroup: one\n\tcomment alone: always\n\tnodes a\n';
const RULES =
  'node-affinity: first\n\tnodes b:1,a:2\n\tresources vm:101,vm:100\n\tstrict 1\n\nresource-affinity: apart\n\taffinity negative\n\tdisable\n\tresources vm:100,vm:102\n';
const RESOURCES =
  'vm: 101\n\tcomment keep: it\n\tmax_restart 2\n\tstate stopped\n\nvm: 100\n\tfailback 0\n\tstate started\n';
const JOBS = `vzdump: sitewright-nightly
	comment sitewright-municipal
	schedule 21:00
	compress zstd
	enabled 1
	mode snapshot
	prune-backups keep-daily=7,keep-last=3
	storage backup
	vmid 100,101
`;
const REPLICATION_STATE =
  '{"500":{"local/pve2":{"last_sync":1795227301,"last_try":1795227301,"duration":2.4,"fail_count":0,"storeid_list":["local-zfs"]}},"501":{"local/pve2":{"last_sync":0,"fail_count":2,"error":"command \'/usr/bin/ssh pve2\' failed: exit code 255"}}}';
const PENDING = `#made by%3A Sitewright
cores: 2
cipassword: $5$abc$def
scsi0: vmdata:vm-100-disk-0,size=32G
tags: Web;sitewright-x

[PENDING]
cores: 4
delete: !net1,serial0

[before]
#a snapshot
cores: 1
snaptime: 1795227301
`;

/** A fact of a file, and the function that reads the file's text, are one pair. */
function fileAnd(
  fact: string,
  parse: string,
  path: string,
  fixtures: readonly (Fixture & { readonly input: string })[],
): Fixtures {
  return {
    [`file ${fact}`]: fixtures.map((fixture) => ({ ...fixture, input: { files: { [path]: fixture.input } } })),
    [parse]: fixtures,
  };
}
const of = (major: Major, title: string, input: string, order: Fixture['order'], from = 'observed') =>
  ({ major, title, from, input, ...(order ? { order } : {}) }) as Fixture & { readonly input: string };
const both = (title: string, from: string, input: string, order: Fixture['order']) =>
  inBoth({ title, from, input, ...(order ? { order } : {}) }) as readonly (Fixture & { readonly input: string })[];
const sections = (
  fact: string,
  path: string,
  fixtures: readonly (Fixture & { readonly input: string })[],
): Fixtures => ({
  [`file ${fact}`]: fixtures.map((fixture) => ({ ...fixture, input: { files: { [path]: fixture.input } } })),
});

const files: Fixtures = {
  ...fileAnd('members', 'parseMembers', '/etc/pve/.members', [
    of('8', 'a node alone', members8, 'json'),
    of('8', 'a cluster of one', /\{\n"nodename"[\s\S]*?\n {2}\}\n\}/.exec(cluster8)?.[0] ?? '', 'json'),
    ...both('two nodes, one away', 'pmxcfs, dfsm.c', MEMBERS, 'json'),
  ]),
  ...fileAnd('vm-list', 'parseVmList', '/etc/pve/.vmlist', [
    of('8', 'none', vmlist8, 'json'),
    ...both('a machine and a container', 'pmxcfs, status.c', VMLIST, 'json'),
  ]),
  ...fileAnd('corosync', 'parseCorosync', '/etc/pve/corosync.conf', [
    of('8', 'a cluster of one', /^logging \{[\s\S]*?\n\}\n\n(?=\{)/.exec(cluster8)?.[0] ?? '', 'blocks'),
    ...both('two nodes, two links, a witness', 'corosync.conf(5), PVE::Corosync', COROSYNC, 'blocks'),
  ]),
  ...fileAnd('storages', 'parseStorages', '/etc/pve/storage.cfg', [
    of('8', 'local and a folder', storage8, 'sections'),
    ...both('pools of ZFS and LVM', 'pve-facts 6', STORAGE_9, 'sections'),
  ]),
  ...fileAnd(
    'access',
    'parseAccess',
    '/etc/pve/user.cfg',
    both('users, tokens, roles and rights', 'PVE::AccessControl, write_user_config', USERS, 'lines'),
  ),
  ...fileAnd(
    'datacenter',
    'parseDatacenter',
    '/etc/pve/datacenter.cfg',
    both('options and notes', 'datacenter.cfg(5)', DATACENTER, 'lines'),
  ),
  ...fileAnd('ha-manager-status', 'parseHaManagerStatus', '/etc/pve/ha/manager_status', [
    of(
      '8',
      'three nodes',
      JSON.stringify(
        (JSON.parse(answer(json('/cluster/ha/status/manager_status'), '8').stdout) as { manager_status: unknown })
          .manager_status,
      ),
      'json',
    ),
    of(
      '9',
      'maintenance',
      '{"master_node":"n9a","node_status":{"n9a":"online","n9b":"maintenance"},"service_status":{"vm:101":{"node":"n9a","running":1,"state":"started","uid":"x"}},"timestamp":1795227082}',
      'json',
      'pve-facts 7',
    ),
  ]),
  ...sections('replication-jobs', '/etc/pve/replication.cfg', [
    of('8', 'two jobs, one going', replication8, 'sections'),
    ...both(
      'disabled',
      'PVE::ReplicationConfig',
      'local: 100-0\n\tdisable\n\ttarget pve2\n\tcomment keep: it\n',
      'sections',
    ),
  ]),
  ...sections('ha-resources', '/etc/pve/ha/resources.cfg', [
    of('9', 'one', `${answer('cat /etc/pve/ha/*.cfg', '9').stdout}\n`, 'sections'),
    ...both('two', 'PVE::HA::Resources', RESOURCES, 'sections'),
  ]),
  ...sections('ha-groups', '/etc/pve/ha/groups.cfg', both('two', 'PVE::HA::Groups', GROUPS, 'sections')),
  ...sections(
    'ha-rules',
    '/etc/pve/ha/rules.cfg',
    both('of nodes and of resources', 'PVE::HA::Rules', RULES, 'sections'),
  ),
  parseSectionConfig: [
    of('8', 'two jobs, one going', replication8, 'sections'),
    of('8', 'storages', storage8, 'sections'),
    of('9', 'resources', `${answer('cat /etc/pve/ha/*.cfg', '9').stdout}\n`, 'sections'),
  ],
  'file guest-configs': [
    seen('8', 'a template from a cloud image', { files: { '/etc/pve/nodes/pve1/qemu-server/100.conf': qmConfig } }),
    ...inBoth({
      title: 'pending values, a snapshot, a file of a container beside it',
      from: 'PVE::QemuServer, write_vm_config',
      input: {
        files: {
          '/etc/pve/nodes/pve2/qemu-server/100.conf': PENDING,
          '/etc/pve/nodes/pve2/lxc/101.conf': 'arch: amd64\n',
        },
      },
    }),
  ],
};

const pending = (entries: unknown): Input => ({
  answers: {
    '/nodes/pve1/qemu/100/pending': answered(JSON.stringify(entries)),
    '/nodes/pve1/qemu/100/snapshot': answered(
      '[{"name":"before","snaptime":1795227301},{"name":"current","running":0}]',
    ),
  },
  context: {
    files: {
      texts: new Map(),
      unreadable: new Map([['/etc/pve/nodes/pve1/qemu-server/100.conf', 'Input/output error']]),
    },
  },
});
const votes = (text: string): string =>
  /Quorum information\n[\s\S]*/.exec(text)?.[0].replace(/rc=\d+[\s\S]*$/, '') ?? '';

/** What PVE's files and programs say. */
export const pveFixtures: Fixtures = {
  ...files,
  parseGuestConfig: [
    seen('8', 'a template from a cloud image', qmConfig, 'lines'),
    ...inBoth({ title: 'pending values and a snapshot', from: 'PVE::QemuServer, write_vm_config', input: PENDING }),
  ],
  'fact pmxcfs': [
    ...debian('pmxcfs', 'no PVE'),
    ...inBoth({
      title: 'mounted and writable',
      from: 'pmxcfs',
      input: answered('nodes/pve1\nlrwxr-xr-x 1 root www-data 0 Jan  1  1970 /etc/pve/local -> nodes/pve1\n'),
    }),
    ...inBoth({
      title: 'without quorum',
      from: 'pmxcfs',
      input: answered('nodes/pve1\nlr-xr-xr-x 1 root www-data 0 Jan  1  1970 /etc/pve/local -> nodes/pve1\n'),
    }),
  ],
  'fact node-files': inBoth({
    title: 'a member',
    from: 'ls(1)',
    input: answered(
      '/etc/corosync/authkey\n/etc/pve/nodes/pve1/pve-ssl.pem\n',
      2,
      "ls: cannot access '/etc/corosync/qdevice/net/nssdb': No such file or directory\n",
    ),
    order: 'lines',
  }),
  'fact quorum': [
    ...debian('quorum', 'one of two, without quorum'),
    ...debian('quorum.stopped', 'corosync is stopped'),
    seen(
      '8',
      'two nodes and a witness',
      answered(votes(part(/Quorum information\n[\s\S]*?Flags: {12}Quorate Qdevice[\s\S]*?Qdevice\n/))),
    ),
    seen(
      '8',
      'cut off from all',
      answered(votes(part(/Quorum information\n[\s\S]*?Quorate: {10}No[\s\S]*?\(votes 0\)/)), 2),
    ),
    seen(
      '9',
      'a cluster of one',
      answered(
        votes(observed('pvecm status; echo rc=$?', '9').find(({ stdout }) => stdout.includes('lab9'))?.stdout ?? ''),
      ),
    ),
  ],
  'fact pools': [
    ...debian('pools', 'no ZFS'),
    ...inBoth({
      title: 'two',
      from: 'zpool-list(8)',
      input: answered('data\t960197124096\tONLINE\nrpool\t1000\tDEGRADED\n'),
    }),
    ...inBoth({ title: 'none', from: 'zpool-list(8)', input: answered('', 0, 'no pools available\n') }),
  ],
  'fact replication-state': [
    ...debian('replication-state', 'no job has run'),
    ...inBoth({
      title: 'one good, one failing',
      from: 'PVE::ReplicationState',
      input: answered(REPLICATION_STATE),
      order: 'json-keys',
    }),
  ],
  parseReplicationState: inBoth({
    title: 'one good, one failing',
    from: 'PVE::ReplicationState',
    input: REPLICATION_STATE,
    order: 'json-keys',
  }),
  'fact resources': [
    seen('8', 'a node and its storage', answer(json('/cluster/resources'), '8'), 'json'),
    seen('8', 'guests', answer(json('/cluster/resources --type vm'), '8'), 'json'),
    ...inBoth({
      title: 'a guest under HA and a template',
      from: 'PVE::API2Tools',
      input: answered(
        '[{"id":"qemu/101","vmid":101,"node":"a","status":"running","name":"web","template":0,"hastate":"started","type":"qemu"},{"id":"qemu/100","vmid":"100","node":"b","status":"unknown","template":"1","type":"qemu"},{"id":"storage/a/local","node":"a","status":"available","storage":"local","type":"storage"}]',
      ),
      order: 'json',
    }),
  ],
  parseResources: [
    seen('8', 'guests', answer(json('/cluster/resources --type vm'), '8').stdout, 'json'),
    ...inBoth({ title: 'none', from: 'PVE::API2Tools', input: '[]' }),
  ],
  parseObject: [
    seen('8', 'the HA status', answer(json('/cluster/ha/status/manager_status'), '8').stdout, 'json-keys'),
    seen('9', 'a rule', answer(json('/cluster/ha/rules/r1'), '9').stdout, 'json-keys'),
  ],
  parseEntries: [
    seen('8', 'the status of a cluster', answer(json('/cluster/status'), '8').stdout, 'json-keys'),
    seen('9', 'the status of a cluster', answer(json('/cluster/status'), '9').stdout, 'json-keys'),
  ],
  parseGuest: [
    seen('8', 'a machine', answer('qm config 101', '8').stdout, 'lines'),
    ...inBoth({ title: 'with a snapshot', from: 'PVE::QemuServer', input: PENDING }),
  ],
  'fact storage.activity': (['8', '9'] as const).flatMap((major): readonly Fixture[] => {
    const kind = major === '8' ? 'pve2-storage' : 'pve-storage-9.0';
    return [
      {
        major,
        title: 'two active storages',
        from: 'pvestatd, broadcast_rrd',
        input: answered(`1763712000\n${kind}/a/local:1763712031\n${kind}/a/vmdata:1763712031\n`),
      },
      { major, title: 'nothing told yet', from: 'pvestatd, broadcast_rrd', input: answered('1763712000\n') },
      {
        major,
        title: 'no storage.cfg',
        from: 'stat(1)',
        input: answered('', 1, "stat: cannot statx '/etc/pve/storage.cfg': No such file or directory"),
      },
    ];
  }),
  'fact ownership.marks': inBoth({
    title: 'a storage and a member',
    from: 'ls(1)',
    input: answered(
      '/etc/pve/sitewright/sitewright-municipal/storage.dir.data\n/etc/pve/sitewright/sitewright-municipal/member.node.pve2\n',
    ),
  }),
  'fact ownership.backup-jobs': [
    ...inBoth({ title: 'one', from: 'pve-facts 8.1', input: answered(JOBS), order: 'sections' }),
    ...inBoth({
      title: 'none ever made',
      from: 'cat(1)',
      input: answered('', 1, 'cat: /etc/pve/jobs.cfg: No such file or directory\n'),
    }),
  ],
  'fact ownership.snippets': inBoth({
    title: 'one',
    from: 'grep(1)',
    input: answered(
      '/var/lib/vz/snippets/sitewright-municipal-web.yaml:# Written by Sitewright for the site municipal. Do not edit.\n',
    ),
  }),
  'fact site-lock': [
    ...inBoth({ title: 'nobody', from: 'our own script', input: answered('') }),
    ...inBoth({ title: 'held by nobody known', from: 'our own script', input: answered('\n1795227000 1795227060\n') }),
  ],
  parseHeld: inBoth({
    title: 'held',
    from: 'our own script',
    input:
      '{"token":"0123456789","laptop":"l","laptopId":"i","user":"u","runId":"r","siteId":"s","startedAt":"2026-11-21T02:00:00Z","pid":7,"process":"p"}\n1795227000 1795227060\n',
  }),
  'fact monitoring.cluster-ca': [
    ...inBoth({
      title: 'a certificate',
      from: 'PVE::Cluster::Setup',
      input: answered('-----BEGIN CERTIFICATE-----\nMIIF\n-----END CERTIFICATE-----\n'),
    }),
    ...inBoth({ title: 'something else', from: 'cat(1)', input: answered('hello\n') }),
  ],
  // the rest of the twins' literal answers: api-twins.test.ts
  'api guestConfigsApi': inBoth({
    title: 'a machine whose file cannot be read',
    from: 'PVE::GuestHelpers, conf_table_with_pending',
    input: pending([
      { key: 'cores', value: 2, pending: 4 },
      { key: 'serial0', value: 'socket', delete: 1 },
      { key: 'net1', value: 'virtio,bridge=vmbr0', delete: '2' },
      { key: 'description', value: 'made by: Sitewright\n' },
      { key: 'tags', value: 'Web;sitewright-x' },
      { key: 'digest', value: 'abc' },
    ]),
    order: 'json',
  }),
};
