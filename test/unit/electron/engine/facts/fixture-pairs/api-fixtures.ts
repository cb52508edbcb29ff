import type { pveApiFacts } from '../../../../../../electron/engine/facts/api-facts.ts';
import type { RawAnswer } from '../../../../../../electron/engine/facts/fact.ts';
import { CASES, json, ok, seen, USERS } from '../api-cases.ts';
import type { Fixture, Fixtures } from './fixture.ts';

const documented = (
  name: keyof typeof pveApiFacts,
  from: string,
  title: string,
  answers: Readonly<Record<string, RawAnswer>>,
) => ({ name, fixture: { major: '9', title, from, input: { answers }, order: 'json' } }) as const;

/** What 9.x was never heard to say, in the form of its source. */
const OF_9 = [
  documented('corosync', 'PVE::API2::ClusterConfig', 'two nodes', {
    '/cluster/config/totem': ok({
      cluster_name: 'lab9',
      config_version: '2',
      interface: { '0': { linknumber: '0', knet_link_priority: '20' } },
      ip_version: 'ipv4-6',
    }),
    '/cluster/config/nodes': ok([
      { name: 'n9b', node: 'n9b', nodeid: '2', quorum_votes: '1', ring0_addr: '192.0.2.32' },
      { name: 'n9a', node: 'n9a', nodeid: 1, quorum_votes: 1, ring0_addr: '192.0.2.31' },
    ]),
    '/cluster/config/qdevice': ok({}),
  }),
  documented('storages', 'pve-facts 6', 'local with imports, a pool', {
    '/storage': ok([
      {
        storage: 'vmdata',
        type: 'zfspool',
        pool: 'data',
        content: 'images,rootdir',
        nodes: 'n9b,n9a',
        sparse: 1,
        digest: 'x',
      },
      { storage: 'local', type: 'dir', path: '/var/lib/vz', content: 'iso,vztmpl,backup,import', digest: 'x' },
    ]),
  }),
  documented('vmList', 'PVE::API2Tools', 'a machine and a container', {
    '/cluster/resources --type vm': ok([
      { id: 'lxc/101', type: 'lxc', vmid: '101', node: 'n9b', status: 'stopped' },
      { id: 'qemu/100', type: 'qemu', vmid: 100, node: 'n9a', status: 'running' },
    ]),
  }),
  documented('replicationJobs', 'pve-facts 7', 'one', {
    '/cluster/replication': ok([
      {
        id: '100-0',
        guest: '100',
        jobnum: '0',
        type: 'local',
        source: 'n9a',
        target: 'n9b',
        schedule: '*/15',
        disable: true,
      },
    ]),
  }),
  documented('access', 'PVE::API2::AccessControl', 'a user with a token', {
    [USERS]: ok([
      { userid: 'root@pam', enable: 1, expire: 0, 'realm-type': 'pam', tokens: [] },
      { userid: 'look@pve', enable: '0', comment: 'looks', tokens: [{ tokenid: 'x', expire: 0, privsep: 1 }] },
    ]),
    '/access/roles': ok([
      { roleid: 'PVEAuditor', privs: 'VM.Audit,Sys.Audit', special: 1 },
      { roleid: 'Looker', privs: 'VM.Audit,VM.GuestAgent.Audit' },
    ]),
    '/access/acl': ok([{ path: '/', ugid: 'look@pve', type: 'user', roleid: 'Looker', propagate: 1 }]),
  }),
  documented('datacenter', 'PVE::API2::Cluster', 'options with what the API adds', {
    '/cluster/options': ok({
      'allowed-tags': ['web', 'lab'],
      keyboard: 'es',
      migration: { type: 'insecure', network: '10.9.2.0/24' },
      crs: { ha: 'static', 'ha-rebalance-on-start': 1 },
      mac_prefix: 'BC:24:11',
      description: '',
    }),
  }),
  documented('haManagerStatus', 'pve-facts 7', 'never used', {
    '/cluster/ha/status/manager_status': ok({
      manager_status: {},
      lrm_status: {},
      quorum: { node: 'n9a', quorate: '1' },
    }),
  }),
] as const;

/** What the API of 8.4 says where the values are not in a case of their own. */
const OF_8: readonly { readonly name: keyof typeof pveApiFacts; readonly fixture: Fixture }[] = [
  {
    name: 'haManagerStatus',
    fixture: {
      major: '8',
      title: 'three nodes',
      from: 'observed',
      input: {
        answers: { '/cluster/ha/status/manager_status': seen(json('/cluster/ha/status/manager_status'), '8', 0) },
      },
      order: 'json',
    },
  },
  {
    name: 'datacenter',
    fixture: {
      major: '8',
      title: 'migration',
      from: 'observed',
      input: {
        answers: {
          '/cluster/options': seen(
            'pvesh set /cluster/options --migration type=insecure; pvesh get /cluster/options --output-format json',
            '8',
            0,
          ),
        },
      },
      order: 'json',
    },
  },
];

const cases = CASES.map(
  ([title, name, answers]): { readonly name: keyof typeof pveApiFacts; readonly fixture: Fixture } => ({
    name,
    fixture: {
      major: title.startsWith('8') ? '8' : '9',
      title: title.slice(4),
      from: 'observed',
      input: { answers },
      order: 'json',
    },
  }),
);

/** The second way of each fact: by the name of its twin. */
export const apiFixtures: Fixtures = Object.fromEntries(
  [...new Set([...cases, ...OF_8, ...OF_9].map(({ name }) => name))].map((name) => [
    `api ${name}Api`,
    [...cases, ...OF_8, ...OF_9].filter((entry) => entry.name === name).map(({ fixture }) => fixture),
  ]),
);
