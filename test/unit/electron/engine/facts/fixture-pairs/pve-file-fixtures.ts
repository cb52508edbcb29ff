import { json } from '../api-cases.ts';
import { observed } from '../observed.ts';
import { type Fixture, type Fixtures, inBoth, seen } from './fixture.ts';
import { answer, type Major, PENDING, qmConfig } from './pve-answers.ts';

const [members8 = '', vmlist8 = ''] = answer('cat /etc/pve/.members /etc/pve/.vmlist', '8').stdout.split(/(?<=^\})\n/m);
const cluster8 = answer(
  'cat /etc/pve/corosync.conf; cat /etc/pve/.members; systemctl is-active corosync pve-cluster',
  '8',
).stdout;
const storage8 = observed('cat /etc/pve/storage.cfg', '8').find(({ code }) => code === 0)?.stdout ?? '';
const replication8 = observed('cat /etc/pve/replication.cfg', '8').find(({ stdout }) => stdout !== '')?.stdout ?? '';

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

/** What the files below /etc/pve hold. */
export const pveFileFixtures: Fixtures = {
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
