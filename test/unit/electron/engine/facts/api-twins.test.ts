import { expect, test } from 'vitest';
import { type FileFactName, pveApiFacts } from '../../../../../electron/engine/facts/api-facts.ts';
import { type ApiContext, apiAnswers } from '../../../../../electron/engine/facts/api-twin.ts';
import { type Known, known, type RawAnswer } from '../../../../../electron/engine/facts/fact.ts';
import { pveFileFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { clusterFiles } from '../../../../../electron/engine/facts/parse/file-lines.ts';
import type { Quorum } from '../../../../../electron/engine/facts/pve/quorum.ts';
import { SeededRandom } from '../../../../../electron/engine/rehearsal/kernel/random.ts';
import { inAnotherOrder, plainText } from './both-ways.ts';
import { observed, observedPart } from './observed.ts';

const votes = (expectedVotes: number): Known<Quorum> =>
  known({ running: true, quorate: true, expectedVotes, totalVotes: expectedVotes, needed: 2, qdevice: false });
const at = (quorum = votes(2)): ApiContext => ({ files: clusterFiles([]), quorum });
const ok = (value: unknown): RawAnswer => ({
  code: 0,
  stdout: typeof value === 'string' ? value : JSON.stringify(value),
  stderr: '',
});

function byApi(name: FileFactName, answers: Readonly<Record<string, RawAnswer>>, context = at()): unknown {
  return pveApiFacts[name].parse(apiAnswers(new Map(Object.entries(answers))), context);
}
function byFile(name: FileFactName, files: Readonly<Record<string, string>>): Known<unknown> {
  return pveFileFacts[name].parse(clusterFiles(Object.entries(files)));
}
/** What one real command of a version printed, the `which`-th time that it gave something else. */
function seen(command: string, major: '8' | '9', which: number): RawAnswer {
  const different = [...new Map(observed(command, major).map((answer) => [answer.stdout, answer])).values()];
  return different.at(which) ?? { code: 255, stdout: '', stderr: 'never seen' };
}
const json = (path: string): string => `pvesh get ${path} --output-format json`;

const USERS = '/access/users --full 1';
const section = (type: string, id: string, values: Readonly<Record<string, string>>) => ({ type, id, values });

/** Literal answers of real nodes, and the value that they are. */
const CASES: readonly (readonly [string, FileFactName, Readonly<Record<string, RawAnswer>>, unknown])[] = [
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
      [
        'data',
        {
          id: 'data',
          type: 'dir',
          content: ['images', 'iso', 'rootdir', 'snippets', 'vztmpl'],
          nodes: [],
          enabled: true,
          path: '/srv/data',
          fields: {},
        },
      ],
      [
        'local',
        {
          id: 'local',
          type: 'dir',
          content: ['backup', 'images', 'iso', 'rootdir', 'snippets', 'vztmpl'],
          nodes: [],
          enabled: true,
          path: '/var/lib/vz',
          fields: {},
        },
      ],
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

test.each(CASES)('%s: %s of the API is the value, in twenty orders', (_, name, answers, value) => {
  const random = new SeededRandom(11);
  for (let round = 0; round < 20; round += 1) {
    const mixed = Object.entries(answers).map(([id, answer]): [string, RawAnswer] => [
      id,
      { ...answer, stdout: inAnotherOrder(answer, () => random.next()) },
    ]);
    expect(plainText(known(byApi(name, Object.fromEntries(mixed))))).toBe(plainText(known(value)));
  }
});

test('what the API says is what the files of the same node said', () => {
  const cfg = observedPart(/dir: local\n[\s\S]*?is_mountpoint 0\n?/);
  const [data] = [
    ...(
      byApi('storages', { '/storage': seen(json('/storage'), '8', 1) }) as ReadonlyMap<string, { type: string }>
    ).values(),
  ];
  const file = byFile('storages', { '/etc/pve/storage.cfg': cfg });
  expect(file.known && [...(file.value as ReadonlyMap<string, unknown>).keys()]).toEqual(['data', 'local']);
  expect(data?.type).toBe('dir');
  expect(
    byFile('haResources', { '/etc/pve/ha/resources.cfg': `${seen('cat /etc/pve/ha/*.cfg', '9', 0).stdout}\n` }),
  ).toEqual(known(byApi('haResources', { '/cluster/ha/resources': seen(json('/cluster/ha/resources'), '9', 0) })));
});

test('a QDevice that answers is the one of corosync.conf; one that is configured and silent is unknown, not absent', () => {
  const both = observed(
    `${json('/cluster/config/qdevice')}; systemctl is-active corosync-qdevice; grep -A12 quorum /etc/pve/corosync.conf`,
  )[0]?.stdout;
  const answers = {
    '/cluster/config/totem': seen(json('/cluster/config/totem'), '8', 1),
    '/cluster/config/nodes': seen(json('/cluster/config/nodes'), '8', 2),
    '/cluster/config/qdevice': ok(both?.split('\n')[0] ?? ''),
  };
  expect(byApi('corosync', answers, at(votes(3)))).toMatchObject({
    device: { host: '192.0.2.20', algorithm: 'ffsplit', votes: 1 },
  });
  const silent = { ...answers, '/cluster/config/qdevice': ok({}) };
  expect(() => byApi('corosync', silent, at(votes(3)))).toThrow(
    'a QDevice with 1 votes is configured and does not answer',
  );
});

test('an API that fails or says something else is a reason, never an empty value', () => {
  const failed: RawAnswer = { code: 255, stdout: '', stderr: 'ipcc_send_rec[1] failed: Connection refused\n' };
  const context: ApiContext = {
    ...at(),
    files: { texts: new Map(), unreadable: new Map([['/etc/pve/nodes/a/qemu-server/100.conf', 'Input/output error']]) },
  };
  for (const name of Object.keys(pveApiFacts) as FileFactName[]) {
    const ids = pveApiFacts[name].asks(context).map((ask) => ask.join(' '));
    expect(ids.length).toBeGreaterThan(0);
    for (const answer of [failed, ok('<html>'), ok('[1,'), ok('7'), ok(`${'['.repeat(100_000)}`)])
      expect(() => byApi(name, Object.fromEntries(ids.map((id) => [id, answer])), context), name).toThrow();
    expect(() => byApi(name, {}, context), name).toThrow('gave no answer');
  }
});
