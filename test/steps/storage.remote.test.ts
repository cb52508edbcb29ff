import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import type { PveStorage } from '../../electron/engine/facts/pve/storages.ts';
import { addStep } from '../../electron/engine/steps/storage/add.ts';
import { remoteStorages } from './support/remote-storages.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, type Hosts, joinedSite, NODE1, NODE2, site } from './support/two-node.ts';

const nfs: Site['storages'][number] = {
  type: 'nfs',
  id: 'nas',
  server: '192.168.1.40',
  export: '/volume1/pve',
  options: 'vers=4.2',
  content: ['iso', 'backup'],
};
const { cifs } = remoteStorages;
const pbs: Site['storages'][number] = { ...remoteStorages.pbs, namespace: 'town' };
const using = (storage: Site['storages'][number]) => ({ site: { ...site, storages: [storage] } });
const present = (...storages: readonly PveStorage[]): Hosts =>
  changed(joinedSite(), NODE1, { storages: known(new Map(storages.map((entry) => [entry.id, entry]))) });
const MARK = (kind: string, id: string) => `mkdir -p /etc/pve/sitewright/sitewright-municipal/storage.${kind}.${id}`;
const ADD = {
  nfs: `${MARK('nfs', 'nas')} && pvesm add nfs nas --server 192.168.1.40 --export /volume1/pve --options 'vers=4.2' --content iso,backup --nodes pve-node1,pve-node2`,
  cifs: `${MARK('cifs', 'office')} && pvesm add cifs office --server 192.168.1.41 --share backup --username pve --content backup --nodes pve-node1,pve-node2 --password`,
  pbs: `${MARK('pbs', 'pbs')} && pvesm add pbs pbs --server 192.168.1.42 --datastore main --username 'pve@pbs!node' --namespace town --content backup --nodes pve-node1,pve-node2 --password`,
};
/** What `pvesm status` says: everything is active. */
const ON = {
  command: 'pvesm status --enabled 1',
  stdout: `Name Type Status Total Used Available %\n${['nas', 'office', 'pbs'].map((id) => `${id} x active 1 1 0 0.00%\n`).join('')}`,
};
const UNMARK = { command: /^\{ rmdir \/etc\/pve\/sitewright\// };

test.each([
  ['nfs', nfs, undefined],
  ['cifs', cifs, 'value of secret:office-share\n'],
  ['pbs', pbs, 'value of secret:pbs-token\n'],
] as const)(
  '%s is added with everything that the site file says, its password over standard input',
  async (kind, storage, stdin) => {
    const end = await applyStep(addStep, {
      ...using(storage),
      target: NODE1,
      looks: [present()],
      scripts: {
        [NODE1]: [{ command: ADD[kind], ...(stdin === undefined ? { job: 'storage.add-nas' } : { stdin }) }, ON],
        [NODE2]: [ON],
      },
    });
    expect(end.failure).toBeUndefined();
  },
);

const NAS: PveStorage = {
  id: 'nas',
  type: 'nfs',
  content: ['backup', 'iso'],
  nodes: [],
  enabled: true,
  path: '/mnt/pve/nas',
  fields: { server: '192.168.1.40', export: '/volume1/pve', options: 'vers=4.2' },
};

test('a share that is there as wanted brings no command; its options may change, its server never', async () => {
  expect(checkStep(addStep, NODE1, present(NAS), using(nfs))).toEqual({ state: 'satisfied' });
  const old = present({ ...NAS, fields: { ...NAS.fields, options: 'vers=3' } });
  expect(checkStep(addStep, NODE1, old, using(nfs))).toEqual({
    state: 'needed',
    changes: [{ what: 'options of nas', before: 'vers=3', after: 'vers=4.2' }],
  });
  const set = "pvesm set nas --options 'vers=4.2' --content iso,backup --nodes pve-node1,pve-node2";
  await applyStep(addStep, {
    ...using(nfs),
    target: NODE1,
    looks: [old],
    scripts: { [NODE1]: [{ command: set }, ON], [NODE2]: [ON] },
  });
  const other = present({ ...NAS, fields: { ...NAS.fields, server: '192.168.1.99' } });
  expect(sentenceOf(checkStep(addStep, NODE1, other, using(nfs)))).toBe(
    'The storage nas exists already as nfs 192.168.1.99:/volume1/pve; the site says nfs 192.168.1.40:/volume1/pve.',
  );
});

test.each([
  [
    nfs,
    ADD.nfs,
    "create storage failed: storage 'nas' is not online",
    'pve-node1 cannot reach 192.168.1.40 for the storage nas; it was not added.',
  ],
  [
    pbs,
    ADD.pbs,
    "create storage failed: pbs: error fetching datastores - 500 Can't connect to 192.168.1.42:8007 (No route to host)",
    'pve-node1 cannot reach 192.168.1.42 for the storage pbs; it was not added.',
  ],
  [
    pbs,
    ADD.pbs,
    'create storage failed: pbs: error fetching datastores - 401 authentication failure',
    '192.168.1.42 refused the user pve@pbs!node of the storage pbs.',
  ],
  [
    pbs,
    ADD.pbs,
    "create storage failed: pbs: error fetching datastores - 500 Can't connect to 192.168.1.42:8007 (certificate verify failed)",
    '192.168.1.42 of the storage pbs shows a certificate that pve-node1 does not trust.',
  ],
  [
    pbs,
    ADD.pbs,
    "create storage failed: pbs: Cannot find datastore 'main', check permissions and existence!",
    '192.168.1.42 has no datastore main that pve@pbs!node may use.',
  ],
  [
    cifs,
    ADD.cifs,
    "create storage failed: unable to activate storage 'office' - mount error(13): Permission denied",
    '192.168.1.41 refused the user pve of the storage office.',
  ],
] as const)(
  '%#: a server that does not do its part is told as that, and our mark goes',
  async (storage, command, stderr, sentence) => {
    const end = await applyStep(addStep, {
      ...using(storage),
      target: NODE1,
      looks: [present()],
      scripts: {
        [NODE1]: [
          { command, code: 255, stderr, ...(storage === nfs ? { job: 'storage.add-nas' } : { stdin: 'any' }) },
          UNMARK,
        ],
      },
    });
    expect(end.failure).toBe(sentence);
  },
);

test('a storage of the second node alone is added there, where it can be activated', async () => {
  const own: Site['storages'][number] = {
    type: 'dir',
    id: 'scans',
    path: '/srv/scans',
    content: ['iso'],
    nodes: [NODE2],
  };
  const command = `${MARK('dir', 'scans')} && pvesm add dir scans --path /srv/scans --content iso --nodes pve-node2`;
  const end = await applyStep(addStep, {
    ...using(own),
    target: NODE1,
    looks: [present()],
    scripts: { [NODE1]: [], [NODE2]: [{ command }, { ...ON, stdout: 'scans dir active 1 1 0 0.00%\n' }] },
  });
  expect(end.failure).toBeUndefined();
});
