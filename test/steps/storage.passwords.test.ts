import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { PveStorage } from '../../electron/engine/facts/pve/storages.ts';
import { wireText } from '../../electron/engine/shell/command.ts';
import { addStep } from '../../electron/engine/steps/storage/add.ts';
import { storageFactSet } from '../../electron/engine/steps/storage/storage-facts.ts';
import { remoteStorages } from './support/remote-storages.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, type Hosts, joinedSite, NODE1, NODE2, site } from './support/two-node.ts';

const SALT = '0123456789abcdef'.repeat(2);
const { cifs, pbs } = remoteStorages;
const there: Readonly<Record<'office' | 'pbs', PveStorage>> = {
  office: {
    id: 'office',
    type: 'cifs',
    content: ['backup'],
    nodes: [],
    enabled: true,
    fields: { server: '192.168.1.41', share: 'backup', username: 'pve' },
  },
  pbs: {
    id: 'pbs',
    type: 'pbs',
    content: ['backup'],
    nodes: [],
    enabled: true,
    fields: { server: '192.168.1.42', datastore: 'main', username: 'pve@pbs!node' },
  },
};
const digestOf = (secret: string) => createHash('sha256').update(`${SALT}\n${secret}\n`).digest('hex');
/** The storage as the cluster has it, with this password. */
function kept(storage: Site['storages'][number], password: string | undefined): Hosts {
  const digest = password === undefined ? undefined : digestOf(password);
  return changed(joinedSite(), NODE1, {
    storages: known(new Map([[storage.id, there[storage.id as 'office' | 'pbs']]])),
    extra: new Map([['storage.passwords', known({ salt: SALT, digests: new Map([[storage.id, digest]]) })]]),
  });
}
const using = (storage: Site['storages'][number]) => ({
  site: { ...site, storages: [storage] },
  secrets: { 'secret:office-share': 'new word', 'secret:pbs-token': 'new token' },
});
const ON = {
  command: 'pvesm status --enabled 1',
  stdout: 'Name Type Status Total Used Available %\noffice cifs active 1 1 0 0.00%\npbs pbs active 1 1 0 0.00%\n',
};
const REMOUNT = { command: '! mountpoint -q /mnt/pve/office || timeout 30 umount /mnt/pve/office' };

test.each([
  [cifs, 'new word'],
  [pbs, 'new token'],
] as const)('%#: a password that the cluster has as the vault brings no command', async (storage, word) => {
  expect(checkStep(addStep, NODE1, kept(storage, word), using(storage))).toEqual({ state: 'satisfied' });
  await applyStep(addStep, {
    ...using(storage),
    target: NODE1,
    looks: [kept(storage, word)],
    scripts: { [NODE1]: [], [NODE2]: [] },
  });
});

test('a changed password is told without a word of it, set over standard input, and the share is mounted anew', async () => {
  const verdict = checkStep(addStep, NODE1, kept(cifs, 'old word'), using(cifs));
  expect(verdict).toEqual({
    state: 'needed',
    changes: [{ what: 'password of office', before: 'differs', after: 'the one of the vault' }],
  });
  const command = 'pvesm set office --username pve --content backup --nodes pve-node1,pve-node2 --password';
  const end = await applyStep(addStep, {
    ...using(cifs),
    target: NODE1,
    looks: [kept(cifs, 'old word')],
    scripts: {
      [NODE1]: [{ command, stdin: 'new word\n' }, REMOUNT, ON],
      [NODE2]: [{ ...REMOUNT, code: 32, stderr: 'umount: /mnt/pve/office: target is busy.' }, ON],
    },
  });
  expect(end.failure).toBeUndefined();
  expect(end.notes).toEqual(['pve-node2: office is in use; it takes its new password when it is mounted next']);
});

test('one that the cluster does not have is set; a backup server has nothing to mount', async () => {
  const verdict = checkStep(addStep, NODE1, kept(pbs, undefined), using(pbs));
  expect(verdict).toMatchObject({ changes: [{ what: 'password of pbs', before: 'none' }] });
  const command = "pvesm set pbs --username 'pve@pbs!node' --content backup --nodes pve-node1,pve-node2 --password";
  const end = await applyStep(addStep, {
    ...using(pbs),
    target: NODE1,
    looks: [kept(pbs, undefined)],
    scripts: { [NODE1]: [{ command, stdin: 'new token\n' }, ON], [NODE2]: [ON] },
  });
  expect(end.failure).toBeUndefined();
});

test('passwords that nobody could read block: unknown is not another one', () => {
  const hosts = changed(kept(cifs, 'new word'), NODE1, {
    extra: new Map([['storage.passwords', unknown('exit code 1: cat: Transport endpoint is not connected')]]),
  });
  expect(sentenceOf(checkStep(addStep, NODE1, hosts, using(cifs)))).toBe(
    'pve-node1 did not say storage.passwords: exit code 1: cat: Transport endpoint is not connected.',
  );
});

test('without one in the vault there is nothing to compare', () => {
  const { site: own } = using(cifs);
  expect(checkStep(addStep, NODE1, kept(cifs, 'old word'), { site: own })).toEqual({ state: 'satisfied' });
});

test('one node is asked, with a salt of its own at each look, and no password is in what it is asked', () => {
  const { site: own } = using(cifs);
  const asked = (host: string) =>
    storageFactSet
      .facts(own, host)
      .flatMap(({ id, command }) => (id === 'storage.passwords' ? [wireText(command)] : []));
  const [first = ''] = asked(NODE1);
  expect(first).toContain("sed -n 's/^password=//p' /etc/pve/priv/storage/office.pw");
  expect(asked(NODE1)).not.toEqual([first]);
  expect(asked(NODE2)).toEqual([]);
});
