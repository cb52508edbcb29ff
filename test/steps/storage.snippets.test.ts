import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { snippetsStep } from '../../electron/engine/steps/storage/snippets.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, joinedSite, NODE1, site } from './support/two-node.ts';

const local = (content: readonly string[], enabled = true) =>
  known(
    new Map([['local', { id: 'local', type: 'dir', content, nodes: [], enabled, path: '/var/lib/vz', fields: {} }]]),
  );
const allowed = changed(joinedSite(), NODE1, { storages: local(['iso', 'snippets']) });

test('the whole list is sent again with snippets in it', async () => {
  expect(checkStep(snippetsStep, NODE1, joinedSite())).toEqual({
    state: 'needed',
    changes: [{ what: 'content of local', before: 'backup,iso,vztmpl', after: 'backup,iso,snippets,vztmpl' }],
  });
  const command = 'pvesm set local --content backup,iso,snippets,vztmpl';
  await applyStep(snippetsStep, { target: NODE1, looks: [joinedSite()], scripts: { [NODE1]: [{ command }] } });
});

test('9.x: the content type import stays', async () => {
  const nine = changed(joinedSite(), NODE1, { storages: local(['backup', 'import', 'iso', 'vztmpl']) });
  const command = 'pvesm set local --content backup,import,iso,snippets,vztmpl';
  await applyStep(snippetsStep, { target: NODE1, looks: [nine], scripts: { [NODE1]: [{ command }] } });
});

test('a local that takes them brings no command', async () => {
  expect(checkStep(snippetsStep, NODE1, allowed)).toEqual({ state: 'satisfied' });
  await applyStep(snippetsStep, { target: NODE1, looks: [allowed], scripts: { [NODE1]: [] } });
});

test('a local that is switched off, as on a btrfs install, is switched on, with its list whole', async () => {
  const off = changed(joinedSite(), NODE1, { storages: local(['iso', 'snippets'], false) });
  expect(checkStep(snippetsStep, NODE1, off)).toEqual({
    state: 'needed',
    changes: [{ what: 'storage local', before: 'disabled', after: 'enabled' }],
  });
  const command = 'pvesm set local --content iso,snippets --disable 0';
  await applyStep(snippetsStep, { target: NODE1, looks: [off], scripts: { [NODE1]: [{ command }] } });
});

test('unknown storages block, and a site without machines asks for nothing', () => {
  const dark = changed(joinedSite(), NODE1, { storages: unknown('not mounted') });
  expect(sentenceOf(checkStep(snippetsStep, NODE1, dark))).toBe('pve-node1 did not say storages: not mounted.');
  expect(snippetsStep.targets({ ...site, machines: [] })).toEqual([]);
});
