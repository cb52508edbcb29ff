import type { FileFactName } from '../../../../../electron/engine/facts/api-facts.ts';
import type { RawAnswer } from '../../../../../electron/engine/facts/fact.ts';
import { observed } from './observed.ts';

export const ok = (value: unknown): RawAnswer => ({
  code: 0,
  stdout: typeof value === 'string' ? value : JSON.stringify(value),
  stderr: '',
});

/** What one real command of a version printed, the `which`-th time that it gave something else. */
export function seen(command: string, major: '8' | '9', which: number): RawAnswer {
  const different = [...new Map(observed(command, major).map((answer) => [answer.stdout, answer])).values()];
  return different.at(which) ?? { code: 255, stdout: '', stderr: 'never seen' };
}
export const json = (path: string): string => `pvesh get ${path} --output-format json`;

export const USERS = '/access/users --full 1';
const folder = (id: string, path: string, content: readonly string[]) =>
  [id, { id, type: 'dir', content, nodes: [], enabled: true, path, fields: {} }] as const;
const section = (type: string, id: string, values: Readonly<Record<string, string>>) => ({ type, id, values });

/** Literal answers of real nodes, and the value that they are. */
export const CASES: readonly (readonly [string, FileFactName, Readonly<Record<string, RawAnswer>>, unknown])[] = [
  [
    '8.4 a node alone',
    'members',
    { '/cluster/status': seen(json('/cluster/status'), '8', 0) },
    { nodeName: 'pve1', members: [] },
  ],
  [
    '8.4 two nodes',
    'members',
    { '/cluster/status': seen(json('/cluster/status'), '8', 2) },
    {
      nodeName: 'pve2',
      cluster: { name: 'lab', nodes: 2, quorate: true, version: 2 },
      members: [
        { name: 'pve1', nodeId: 1, online: true, ip: '192.0.2.11' },
        { name: 'pve2', nodeId: 2, online: true, ip: '192.0.2.12' },
      ],
    },
  ],
  [
    '9.1 two nodes',
    'members',
    { '/cluster/status': seen(json('/cluster/status'), '9', 1) },
    {
      nodeName: 'n9a',
      cluster: { name: 'lab9', nodes: 2, quorate: true, version: 2 },
      members: [
        { name: 'n9a', nodeId: 1, online: true, ip: '192.0.2.31' },
        { name: 'n9b', nodeId: 2, online: true, ip: '192.0.2.32' },
      ],
    },
  ],
  ['8.4 no cluster', 'corosync', { '/cluster/config/totem': ok('null') }, undefined],
  [
    '8.4 two nodes without a witness',
    'corosync',
    {
      '/cluster/config/totem': seen(json('/cluster/config/totem'), '8', 1),
      '/cluster/config/nodes': seen(json('/cluster/config/nodes'), '8', 2),
      '/cluster/config/qdevice': seen(json('/cluster/config/qdevice'), '8', 0),
    },
    {
      clusterName: 'lab',
      configVersion: 1,
      nodes: [
        { name: 'pve1', nodeId: 1, votes: 1, links: { 0: '192.0.2.11' } },
        { name: 'pve2', nodeId: 2, votes: 1, links: { 0: '192.0.2.12' } },
      ],
      linkNumbers: [0],
      priorities: {},
    },
  ],
  [
    '8.4 storages',
    'storages',
    { '/storage': seen(json('/storage'), '8', 1) },
    new Map([
      folder('data', '/srv/data', ['images', 'iso', 'rootdir', 'snippets', 'vztmpl']),
      folder('local', '/var/lib/vz', ['backup', 'images', 'iso', 'rootdir', 'snippets', 'vztmpl']),
    ]),
  ],
  [
    '8.4 guests',
    'vmList',
    { '/cluster/resources --type vm': seen(json('/cluster/resources --type vm'), '8', 0) },
    new Map([100, 101, 102].map((id) => [id, { id, type: 'qemu', node: 'pve1' }])),
  ],
  ['8.4 no HA resources', 'haResources', { '/cluster/ha/resources': ok([]) }, []],
  [
    '8.4 HA resources',
    'haResources',
    { '/cluster/ha/resources': seen(json('/cluster/ha/resources'), '8', 1) },
    [section('vm', '101', { group: 'g1', max_relocate: '1', max_restart: '2', state: 'stopped' })],
  ],
  [
    '9.1 HA resources',
    'haResources',
    { '/cluster/ha/resources': seen(json('/cluster/ha/resources'), '9', 0) },
    [section('vm', '101', { max_restart: '2', state: 'stopped' })],
  ],
  [
    '8.4 HA groups',
    'haGroups',
    { '/cluster/ha/groups': seen(json('/cluster/ha/groups'), '8', 0) },
    [section('group', 'g1', { nodes: 'pve1:2,pve2:1' }), section('group', 'g2', { nodes: 'nosuch' })],
  ],
  [
    '9.1 HA groups that have become rules',
    'haGroups',
    { '/cluster/ha/groups': seen(json('/cluster/ha/groups'), '9', 0) },
    [],
  ],
  [
    '9.1 HA rules',
    'haRules',
    { '/cluster/ha/rules': seen(json('/cluster/ha/rules'), '9', 0) },
    [section('node-affinity', 'r1', { nodes: 'n9a:2,n9b:1', resources: 'vm:101' })],
  ],
  [
    '8.4 no rules',
    'haRules',
    { '/cluster/ha/rules': { code: 1, stdout: '', stderr: "No 'get' handler defined for '/cluster/ha/rules'" } },
    [],
  ],
  [
    '8.4 replication',
    'replicationJobs',
    { '/cluster/replication': seen(json('/cluster/replication'), '8', 1) },
    [
      section('local', '500-0', { schedule: '*/15', source: 'pve1', target: 'pve2' }),
      section('local', '500-1', { rate: '10', schedule: 'hourly', source: 'pve1', target: 'pve3' }),
    ],
  ],
  [
    '8.4 users, tokens and rights',
    'access',
    {
      [USERS]: ok(
        (JSON.parse(seen('pveum user list --output-format json', '8', 1).stdout) as { userid: string }[]).map(
          (user) => ({
            ...user,
            tokens:
              user.userid === 'tf@pve'
                ? (JSON.parse(seen('pveum user token list tf@pve --output-format json', '8', 0).stdout) as unknown[])
                : [],
          }),
        ),
      ),
      '/access/roles': ok([
        { roleid: 'Installer', privs: 'VM.Clone,VM.Audit', special: 0 },
        { roleid: 'PVEPoolAdmin', privs: 'Pool.Audit', special: 1 },
      ]),
      '/access/acl': seen('pveum acl list --output-format json', '8', 0),
    },
    {
      users: new Map([
        ['root@pam', { id: 'root@pam', enabled: true, comment: '' }],
        ['tf@nosuch', { id: 'tf@nosuch', enabled: true, comment: '' }],
        ['tf@pve', { id: 'tf@pve', enabled: true, comment: 'terraform' }],
      ]),
      tokens: new Map([
        ['tf@pve!c2', { id: 'tf@pve!c2', separated: true, expiresAtSeconds: 0, comment: '' }],
        ['tf@pve!ci', { id: 'tf@pve!ci', separated: false, expiresAtSeconds: 0, comment: '' }],
      ]),
      roles: new Map([['Installer', ['VM.Audit', 'VM.Clone']]]),
      acls: [
        { path: '/', who: ['tf@pve'], roles: ['Installer'], propagate: true },
        { path: '/', who: ['tf@pve!ci'], roles: ['Installer'], propagate: true },
      ],
    },
  ],
];
