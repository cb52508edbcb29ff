import { expect, test } from 'vitest';
import { known } from '../../../../../electron/engine/facts/fact.ts';
import { clusterFiles, parseFileLines } from '../../../../../electron/engine/facts/parse/file-lines.ts';
import { parseSectionConfig } from '../../../../../electron/engine/facts/parse/section-config.ts';
import { hasAcl, parseAccess } from '../../../../../electron/engine/facts/pve/access.ts';
import { parseCorosync } from '../../../../../electron/engine/facts/pve/corosync.ts';
import { parseGuestConfig } from '../../../../../electron/engine/facts/pve/guest-configs.ts';
import { parseHaManagerStatus } from '../../../../../electron/engine/facts/pve/ha-manager-status.ts';
import { parseMembers } from '../../../../../electron/engine/facts/pve/members.ts';
import { nameJobs, parseReplicationState } from '../../../../../electron/engine/facts/pve/replication-state.ts';
import { parseStorages, storages } from '../../../../../electron/engine/facts/pve/storages.ts';
import { parseVmList } from '../../../../../electron/engine/facts/pve/vm-list.ts';
import { observed, observedPart } from './observed.ts';

test('a node alone has no cluster entry, which is not a cluster without quorum', () => {
  const both = observed('cat /etc/pve/.members /etc/pve/.vmlist')[0]?.stdout ?? '';
  const [members = '', vmlist = ''] = both.split(/(?<=^\})\n/m);
  expect(parseMembers(members)).toEqual({ nodeName: 'pve1', members: [] });
  expect(parseVmList(vmlist).size).toBe(0);
});

test('members of a cluster as pmxcfs wrote them', () => {
  const text = observedPart(/\{\n"nodename": "pve1",\n"version": 3,[\s\S]*?\n {2}\}\n\}/);
  expect(parseMembers(text)).toEqual({
    nodeName: 'pve1',
    cluster: { name: 'lab', nodes: 1, quorate: true, version: 1 },
    members: [{ name: 'pve1', nodeId: 1, online: true, ip: '192.0.2.11' }],
  });
});

test('a member without an address yet has none', () => {
  const text =
    '{"nodename":"a","version":9,"cluster":{"name":"c","version":2,"nodes":2,"quorate":0},"nodelist":{"b":{"id":2,"online":0},"a":{"id":1,"online":1,"ip":"10.0.0.1"}}}';
  expect(parseMembers(text).members.map((member) => member.name)).toEqual(['a', 'b']);
  expect(parseMembers(text).members[1]).toEqual({ name: 'b', nodeId: 2, online: false });
});

test('corosync.conf with links in order of the nodes', () => {
  const text = observedPart(/logging \{\n[\s\S]*?\n\}\n\n(?=\{)/);
  expect(parseCorosync(text)).toEqual({
    clusterName: 'lab',
    configVersion: 1,
    nodes: [{ name: 'pve1', nodeId: 1, votes: 1, links: { 0: '203.0.113.9' } }],
    linkNumbers: [0],
    priorities: {},
  });
});

test('priorities of links, where a link has one', () => {
  const text =
    'totem {\n  interface {\n    knet_link_priority: 10\n    linknumber: 1\n  }\n  interface {\n    linknumber: 0\n  }\n}\n';
  expect(parseCorosync(text)).toMatchObject({ linkNumbers: [0, 1], priorities: { 1: 10 } });
});

test('corosync.conf with a QDevice', () => {
  const text = `quorum {\n  device {\n    model: net\n    net {\n      algorithm: ffsplit\n      host: 192.0.2.20\n      tls: on\n    }\n    votes: 1\n  }\n}\n`;
  expect(parseCorosync(text).device).toEqual({ host: '192.0.2.20', algorithm: 'ffsplit', votes: 1 });
});

test('a corosync.conf cut in the middle is refused, not read as a smaller cluster', () => {
  expect(() => parseCorosync('nodelist {\n  node {\n    name: pve1\n')).toThrow('leaves a block open');
});

test('storages compare alike whatever order the vendor wrote', () => {
  const text = observed('cat /etc/pve/storage.cfg').find((answer) => answer.code === 0)?.stdout ?? '';
  const data = parseStorages(text).get('data');
  expect(data).toEqual({
    id: 'data',
    type: 'dir',
    content: ['images', 'iso', 'snippets'],
    nodes: [],
    enabled: true,
    path: '/srv/data',
    fields: {},
  });
  expect(parseStorages(text.replace('snippets,iso,images', 'images,snippets,iso')).get('data')).toEqual(data);
});

test('without a storage.cfg there is the local that the vendor implies', () => {
  const fact = storages.parse(clusterFiles([]));
  expect(fact.known && fact.value.get('local')?.content).toEqual([
    'backup',
    'images',
    'iso',
    'rootdir',
    'snippets',
    'vztmpl',
  ]);
});

test('a restriction of local to nodes is dropped, as the vendor does', () => {
  expect(parseStorages('dir: local\n\tpath /var/lib/vz\n\tnodes a,b\n').get('local')?.nodes).toEqual([]);
});

test('users, tokens, roles and rights of user.cfg', () => {
  const access = parseAccess(
    [
      'user:root@pam:1:0:::admin@x.example:::',
      'user:sitewright-collector@pve:1:0::::sitewright-municipal::',
      'token:sitewright-collector@pve!collector:0:1:sitewright-municipal:',
      'role:SitewrightCollector:VM.Audit,Sys.Audit,Datastore.Audit:',
      'acl:1:/:sitewright-collector@pve,sitewright-collector@pve!collector:SitewrightCollector:',
    ].join('\n'),
  );
  expect(access.users.get('sitewright-collector@pve')?.comment).toBe('sitewright-municipal');
  expect(access.tokens.get('sitewright-collector@pve!collector')).toMatchObject({ separated: true });
  expect(access.roles.get('SitewrightCollector')).toEqual(['Datastore.Audit', 'Sys.Audit', 'VM.Audit']);
  expect(hasAcl(access.acls, '/', 'sitewright-collector@pve!collector', 'SitewrightCollector')).toBe(true);
  expect(hasAcl(access.acls, '/', 'root@pam', 'SitewrightCollector')).toBe(false);
});

test('a guest configuration: description, tags as a set, pending apart, snapshots apart, password masked', () => {
  const config = parseGuestConfig(
    100,
    'pve1',
    '#made by%3A Sitewright\ncipassword: $5$abc$def\ncores: 2\nscsi0: vmdata:vm-100-disk-0,size=32G\ntags: Web;sitewright-x\n\n[PENDING]\ncores: 4\n\n[before-update]\ncores: 1\n',
  );
  expect(config.values).toEqual({
    cipassword: '**********',
    cores: '2',
    scsi0: 'vmdata:vm-100-disk-0,size=32G',
    tags: 'Web;sitewright-x',
  });
  expect(config.description).toBe('made by: Sitewright');
  expect(config.tags).toEqual(['sitewright-x', 'web']);
  expect(config.pending).toEqual({ cores: '4' });
  expect(config.snapshots).toEqual(['before-update']);
});

test('the HA manager status as the real manager wrote it', () => {
  const answer = observed('pvesh get /cluster/ha/status/manager_status --output-format json', '8').at(-1);
  const inner = JSON.stringify((JSON.parse(answer?.stdout ?? '') as { manager_status: unknown }).manager_status);
  const status = parseHaManagerStatus(inner);
  expect(status.masterNode).toMatch(/^pve\d$/);
  expect([...status.nodes.keys()]).toContain('pve1');
});

test('replication states get the ids of their jobs, which the record itself does not have', () => {
  const text =
    '{"101":{"local/pve2":{"last_sync":1795227000,"fail_count":0}},"100":{"local/pve2":{"last_sync":0,"fail_count":2,"error":"no way"}}}';
  const jobs = known(parseSectionConfig('local: 100-0\n\ttarget pve2\n\nlocal: 100-1\n\ttarget pve3\n'));
  const named = nameJobs(known(parseReplicationState(text)), jobs, 'pve1');
  expect(named.known && named.value.map((state) => [state.job, state.lastSyncSeconds, state.error])).toEqual([
    ['100-0', 0, 'no way'],
    ['', 1_795_227_000, ''],
  ]);
  expect(parseReplicationState('')).toEqual([]);
});

test('right after a guest has moved its record names the node that it came to, and no other target is taken for its job', () => {
  const jobs = known(parseSectionConfig('local: 100-0\n\ttarget pve1\n'));
  const jobOn = (nodeName: string | undefined, target: string) => {
    const states = parseReplicationState(`{"100":{"local/${target}":{"last_sync":1795227000,"fail_count":0}}}`);
    const named = nameJobs(known(states), jobs, nodeName);
    return named.known && named.value.map(({ job }) => job);
  };
  expect(jobOn('pve2', 'pve2')).toEqual(['100-0']);
  expect(jobOn('pve2', 'pve3')).toEqual(['']); // what is left of a job that is gone
  expect(jobOn(undefined, 'pve2')).toEqual(['']);
});

test('HA resources as section configuration, flags without a value included', () => {
  const text = 'vm: 100\n\tmax_relocate 1\n\tstate started\n\nnode-affinity: keep\n\tresources vm:100\n\tstrict\n';
  expect(parseSectionConfig(text)).toEqual([
    { type: 'vm', id: '100', values: { max_relocate: '1', state: 'started' } },
    { type: 'node-affinity', id: 'keep', values: { resources: 'vm:100', strict: '1' } },
  ]);
});

test('lines of many files are put back together, colons and empty lines kept', () => {
  const files = parseFileLines('/etc/a:x: 1\n/etc/a:\n/etc/a:y\n/etc/b:z\n');
  expect(files.get('/etc/a')).toBe('x: 1\n\ny\n');
  expect(files.get('/etc/b')).toBe('z\n');
});
