import { json } from '../api-cases.ts';
import { observed, observedPart } from '../observed.ts';
import { answered, debian, type Fixture, type Fixtures, type Input, inBoth, seen } from './fixture.ts';
import { answer, PENDING, qmConfig } from './pve-answers.ts';
import { pveFileFixtures } from './pve-file-fixtures.ts';
import { zfsFixtures } from './zfs-fixtures.ts';

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
  ...pveFileFixtures,
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
      answered(votes(observedPart(/Quorum information\n[\s\S]*?Flags: {12}Quorate Qdevice[\s\S]*?Qdevice\n/))),
    ),
    seen(
      '8',
      'cut off from all',
      answered(votes(observedPart(/Quorum information\n[\s\S]*?Quorate: {10}No[\s\S]*?\(votes 0\)/)), 2),
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
  ...zfsFixtures,
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
