import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BackupJob, Site } from '../../../../../../electron/api/site.ts';
import { parseSite } from '../../../../../../electron/engine/site/parse-site.ts';
import { applySiteRules } from '../../../../../../electron/engine/site/rules/index.ts';
import { ROOT } from '../../../../../support/test-engine.ts';

const plain = parseSite(readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8')).site as Site;
const job: BackupJob = { id: 'nightly', schedule: '21:00', storage: 'nas', mode: 'snapshot', keep: { last: 3 } };
const nas = { type: 'nfs', id: 'nas', server: '192.168.1.60', export: '/srv/backup', content: ['backup'] } as const;

/** Codes about backups, each with its field. */
function found(backups: readonly BackupJob[], storages: Site['storages'] = [...plain.storages, nas as never]): unknown {
  return applySiteRules({ ...plain, storages, backups: [...backups] })
    .filter((entry) => entry.subject.field?.startsWith('backups'))
    .map((entry) => [entry.code, entry.subject.field]);
}

test('a job to a storage of another machine, with a schedule and a retention, is fine', () => {
  expect(found([job])).toEqual([]);
});

test.each([
  ['a storage that takes no backups', { storage: 'vmdata' }, 'backup.storage-unfit', 'storage'],
  ['a storage that nobody has', { storage: 'nowhere' }, 'backup.storage-unfit', 'storage'],
  ['a schedule that Proxmox does not take', { schedule: 'at night' }, 'backup.schedule-unknown', 'schedule'],
  ['a retention that says nothing', { keep: {} }, 'backup.keeps-nothing-said', 'keep'],
  ['a machine that the site has not', { machines: ['vm-nobody'] }, 'site.unknown-reference', 'machines[0]'],
  ['backups on the node itself', { storage: 'local' }, 'backup.on-one-node', 'storage'],
])('%s is told at its field', (_what, change, code, field) => {
  expect(found([{ ...job, ...(change as Partial<BackupJob>) }])).toEqual([[code, `backups[0].${field}`]]);
});

test('two jobs of one id are told', () => {
  expect(found([job, job])).toEqual([['backup.same-id', 'backups[1].id']]);
});

test('a storage that is not on a node where the machine may run is told', () => {
  const half = { ...nas, nodes: ['pve-node1'] };
  expect(found([job], [...plain.storages, half as never])).toEqual([
    ['backup.storage-not-there', 'backups[0].storage'],
  ]);
});
