import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { joinerStep } from '../../electron/engine/steps/preflight/joiner.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import {
  changed,
  corosyncOf,
  createdSite,
  freshSite,
  joinedSite,
  membership,
  NODE1,
  NODE2,
} from './support/two-node.ts';

const REMNANTS = { nodeFiles: known(new Set(['/etc/corosync/authkey', '/etc/corosync/corosync.conf'])) };

test('empty nodes need nothing, members neither', async () => {
  for (const hosts of [freshSite(), createdSite(), joinedSite()])
    for (const node of [NODE1, NODE2]) expect(checkStep(joinerStep, node, hosts)).toEqual({ state: 'satisfied' });
  await applyStep(joinerStep, { target: NODE2, looks: [freshSite()], scripts: { [NODE2]: [] } });
});

test('files of an earlier cluster block with the exact sentence', () => {
  const verdict = checkStep(joinerStep, NODE2, changed(createdSite(), NODE2, REMNANTS));
  expect(sentenceOf(verdict)).toBe(
    'pve-node2 still holds files of an earlier cluster: /etc/corosync/authkey, /etc/corosync/corosync.conf.',
  );
  expect(verdict.state === 'blocked' && describeDiagnostic(verdict.diagnostic, 'es').summary).toBe(
    'pve-node2 aún contiene archivos de un clúster anterior: /etc/corosync/authkey, /etc/corosync/corosync.conf.',
  );
});

test('the same files on a node whose joining broke off are left to the step that joins', () => {
  const hosts = changed(changed(createdSite(), NODE2, REMNANTS), NODE1, { corosync: corosyncOf([NODE1, NODE2]) });
  expect(checkStep(joinerStep, NODE2, hosts)).toEqual({ state: 'satisfied' });
});

test('guests on a joiner block with the exact sentence; the first node keeps its own', () => {
  const guest = { vmList: known(new Map([[105, { id: 105, type: 'qemu', node: 'x' }]])) };
  expect(sentenceOf(checkStep(joinerStep, NODE2, changed(freshSite(), NODE2, guest)))).toBe(
    'pve-node2 already holds virtual machines and so cannot join: 105.',
  );
  expect(checkStep(joinerStep, NODE1, changed(freshSite(), NODE1, guest))).toEqual({ state: 'satisfied' });
});

test('what a joiner has of its own is told before it is lost; the first node keeps it', () => {
  const storage = (id: string) => ({ id, type: 'dir', content: [], nodes: [], enabled: true, path: '/x', fields: {} });
  const own = (node: string) =>
    changed(freshSite(), node, {
      storages: known(new Map(['local', 'local-lvm', 'vmdata', 'old-nas'].map((id) => [id, storage(id)]))),
      access: known({
        users: new Map(['root@pam', 'ana@pve'].map((id) => [id, { id, enabled: true, comment: '' }])),
        tokens: new Map([
          ['ana@pve!backup', { id: 'ana@pve!backup', separated: true, expiresAtSeconds: 0, comment: '' }],
        ]),
        roles: new Map(),
        acls: [],
      }),
      extra: new Map([['ownership.backup-jobs', known([{ type: 'vzdump', id: 'nightly', values: {} }])]]),
    });
  const verdict = checkStep(joinerStep, NODE2, own(NODE2));
  const warnings = verdict.state === 'satisfied' ? (verdict.warnings ?? []) : [];
  expect(warnings.map((entry) => describeDiagnostic(entry, 'en').summary)).toEqual([
    'pve-node2 loses what was set up on it when it joins: storage old-nas, user ana@pve, token ana@pve!backup, vzdump nightly.',
  ]);
  expect(checkStep(joinerStep, NODE1, own(NODE1))).toEqual({ state: 'satisfied' });
});

test('a member of another cluster blocks with the exact sentence', () => {
  const members = membership(NODE2, [NODE2]);
  const other = members.known
    ? known({ ...members.value, cluster: { name: 'old', nodes: 1, quorate: true, version: 1 } })
    : members;
  expect(sentenceOf(checkStep(joinerStep, NODE2, changed(freshSite(), NODE2, { members: other })))).toBe(
    'pve-node2 is already a member of the cluster «old», not of «municipal».',
  );
});

test('files that cannot be listed are not taken for none', () => {
  const hosts = changed(freshSite(), NODE2, { nodeFiles: unknown('exit code 126') });
  expect(sentenceOf(checkStep(joinerStep, NODE2, hosts))).toBe('pve-node2 did not say nodeFiles: exit code 126.');
});
