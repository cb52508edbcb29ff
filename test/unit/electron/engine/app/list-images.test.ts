import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MADE_BY } from '../../../../../electron/engine/answers/made-by.ts';
import { comparableAnswer } from '../../../../../electron/engine/answers/mask-answer.ts';
import { listImages } from '../../../../../electron/engine/app/list-images.ts';
import { makeImages, type NodeAnswer } from '../../../../../electron/engine/image/make-images.ts';
import { modeFileText } from '../../../../../electron/engine/image/mode-file.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { makeStandIn } from '../../../../support/iso/stand-in-iso.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const answerOf = (node: string) => `${MADE_BY}\n\n[global]\nfqdn = "${node}.example"\nkeyboard = "es"\n`;
const plannedOf = (answer: string) => ({ answer: comparableAnswer(answer), receiver: undefined });

/** A `media/` with the base itself in it, and what is made of it. */
function mediaFolder() {
  const folder = temporaryFolder('list');
  const base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 60_000 });
  const outDir = join(folder, 'media');
  mkdirSync(outDir);
  copyFileSync(base, join(outDir, 'proxmox-ve.iso'));
  const options = { basePath: base, outDir, siteId: 'town', acceptBase: sha256Of(readFileSync(base)) };
  const make = (nodes: readonly NodeAnswer[], full: boolean) => makeImages({ ...options, nodes, full });
  return { outDir, make };
}

it('overlays and complete images are listed with kind, size and what the plan says of them, and no base is', async () => {
  const { outDir, make } = mediaFolder();
  const nodes = ['pve1', 'pve2', 'pve3'].map((node) => ({ node, answer: answerOf(node) }));
  const overlays = await make(nodes.slice(0, 2), false);
  const full = await make(nodes, true);
  const planned = new Map([
    ['pve1', plannedOf(answerOf('pve1'))],
    ['pve2', plannedOf(answerOf('pve2').replace('"es"', '"de"'))],
  ]);
  const listed = await listImages(outDir, planned);
  expect(listed.map(({ node, kind, state }) => [node, kind, state])).toEqual([
    ['pve1', 'overlay', 'current'],
    ['pve2', 'overlay', 'older'],
    ['pve1', 'iso', 'current'],
    ['pve2', 'iso', 'older'],
    ['pve3', 'iso', 'unknown'],
  ]);
  const made = [...overlays.images, ...full.images];
  expect(listed.map(({ file, sizeBytes }) => [file, sizeBytes])).toEqual(
    made.map(({ file, sizeBytes }) => [file, sizeBytes]),
  );
  expect(listed[0]?.sha256).toBe(made[0]?.sha256);
  expect(listed[2]).not.toHaveProperty('sha256');
});

it('the complete image of all nodes is known by the site that it is named after', async () => {
  const { outDir, make } = mediaFolder();
  const url = `https://192.0.2.7:8443/${'a'.repeat(43)}/answer`;
  const modeFile = modeFileText(
    { mode: 'http', url, certFingerprint: 'AB'.repeat(32).replace(/..(?!$)/g, '$&:') },
    '9.1',
  );
  await make([{ node: 'town', modeFile }], true);
  const planned = (receiver: string) => new Map([['town', { answer: '', receiver }]]);
  expect(await listImages(outDir, planned('192.0.2.7:8443'))).toMatchObject([
    { node: 'town', kind: 'iso', state: 'current' },
  ]);
  expect(await listImages(outDir, planned('192.0.2.8:8443'))).toMatchObject([{ node: 'town', state: 'older' }]);
});

it('an overlay that cannot be read is listed as unknown, a file of another kind not at all', async () => {
  const { outDir } = mediaFolder();
  writeFileSync(join(outDir, 'pve1.overlay'), 'broken');
  writeFileSync(join(outDir, 'pve2.iso'), 'no image');
  writeFileSync(join(outDir, 'sticks.jsonl'), '');
  expect(await listImages(outDir, new Map())).toMatchObject([{ node: 'pve1', kind: 'overlay', state: 'unknown' }]);
});

it('a folder that is not there yet has no images', async () => {
  expect(await listImages(join(temporaryFolder('list'), 'media'), new Map())).toEqual([]);
});
