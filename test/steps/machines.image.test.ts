import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { machinesImage } from '../../electron/engine/steps/machines/image.ts';
import { bundle, IMAGE, IMAGE_PATH, imageSha256, siteWith, TEMPLATE, withExtra } from './machines.support.ts';
import { applyStep, bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';
import { NODE1, site } from './support/two-node.ts';

const absent = withExtra(siteWith([]), NODE1, 'machines.image-9000', known(new Map()));
const options = { bundle };

test('a node without the image gets it from the bundle', async () => {
  expect(checkStep(machinesImage, NODE1, absent, options)).toEqual({
    state: 'needed',
    changes: [{ what: IMAGE_PATH, after: `${IMAGE} of the bundle` }],
  });
  await applyStep(machinesImage, {
    target: NODE1,
    looks: [absent],
    bundle,
    scripts: {
      [NODE1]: [
        { command: 'mkdir -p /var/lib/sitewright/images', kind: 'change' },
        { upload: IMAGE_PATH, mode: 0o644 },
      ],
    },
  });
});

test('an image with the right digest brings no command', () => {
  const there = withExtra(siteWith([]), NODE1, 'machines.image-9000', known(new Map([[IMAGE_PATH, imageSha256]])));
  expect(checkStep(machinesImage, NODE1, there, options)).toEqual({ state: 'satisfied' });
});

test('once the template exists nobody asks for the file, and apply sends nothing', async () => {
  const hosts = siteWith([TEMPLATE]);
  expect(checkStep(machinesImage, NODE1, hosts, { bundle: bundleOf() })).toEqual({ state: 'satisfied' });
  await applyStep(machinesImage, { target: NODE1, looks: [hosts], scripts: { [NODE1]: [] } });
});

test('an image with another digest is replaced', () => {
  const other = withExtra(siteWith([]), NODE1, 'machines.image-9000', known(new Map([[IMAGE_PATH, 'f'.repeat(64)]])));
  expect(checkStep(machinesImage, NODE1, other, options).state).toBe('needed');
});

test('a bundle without the image blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(machinesImage, NODE1, absent, { bundle: bundleOf() }))).toBe(
    `The bundle has no cloud image ${IMAGE}.`,
  );
});

test('an image that is not the one of the site blocks with the exact sentence', () => {
  const [template] = site.templates;
  if (!template) throw new Error('no template');
  const pinned = { ...site, templates: [{ ...template, sha256: 'a'.repeat(64) }] };
  expect(sentenceOf(checkStep(machinesImage, NODE1, absent, { site: pinned, bundle }))).toBe(
    `The cloud image ${IMAGE} in the bundle is not the one that the site names.`,
  );
});

test('an unreadable digest is unknown, never absent', () => {
  const hosts = withExtra(siteWith([]), NODE1, 'machines.image-9000', unknown('Permission denied'));
  expect(sentenceOf(checkStep(machinesImage, NODE1, hosts, options))).toBe(
    `What pve-node1 says about ${IMAGE} could not be read.`,
  );
});
