import { expect, test } from 'vitest';
import { applyFrom } from './machines.support.ts';
import { ARCHIVES, bare, bundle, images, REFERENCES, VM } from './stacks.support.ts';
import { bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';

const place = (archive: string) => archive.replace('images/', '/var/cache/sitewright/images/');
const load = (archive: string, reference: string) => [
  { upload: place(archive), mode: 0o644 },
  {
    job: `stack.load-${archive.slice('images/'.length)}`,
    command: `docker load --input ${place(archive)}`,
    stdout: `Loaded image: ${reference}\n`,
  },
  { command: `rm -f ${place(archive)}` },
];
const MKDIR = { command: 'mkdir -p /var/cache/sitewright/images' };

test('missing images are loaded from the bundle, one after the other', async () => {
  expect(checkStep(images, VM, bare(), { bundle })).toEqual({
    state: 'needed',
    changes: REFERENCES.map((after) => ({ what: 'image', after })),
  });
  const done = await applyFrom(images, {
    target: VM,
    bundle,
    before: bare(),
    afterwards: [bare({ images: REFERENCES })],
    scripts: { [VM]: [MKDIR, ...ARCHIVES.flatMap((archive, index) => load(archive, REFERENCES[index] ?? ''))] },
  });
  expect(done.failure).toBeUndefined();
});

test('images that are there bring no command', async () => {
  const hosts = bare({ images: REFERENCES });
  expect(checkStep(images, VM, hosts, { bundle: bundleOf() })).toEqual({ state: 'satisfied' });
  await applyFrom(images, { target: VM, before: hosts, scripts: { [VM]: [] } });
});

test('only what is missing travels', async () => {
  const done = await applyFrom(images, {
    target: VM,
    bundle,
    before: bare({ images: REFERENCES.slice(0, 2) }),
    afterwards: [bare({ images: REFERENCES })],
    scripts: { [VM]: [MKDIR, ...load(ARCHIVES[2], REFERENCES[2] ?? '')] },
  });
  expect(done.failure).toBeUndefined();
});

test('an archive that holds another image is not believed', async () => {
  const done = await applyFrom(images, {
    target: VM,
    bundle,
    before: bare({ images: REFERENCES.slice(0, 2) }),
    scripts: { [VM]: [MKDIR, ...load(ARCHIVES[2], 'other:1')] },
    afterwards: [bare({ images: [...REFERENCES.slice(0, 2), 'other:1'] })],
  });
  expect(done.failure).toBe(
    'On vm-dashboard the command ended without an error, but sitewright/monitoring-collector:1.0.0 is still not so.',
  );
});

test('an image that is nowhere blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(images, VM, bare(), { bundle: bundleOf(ARCHIVES[0]) }))).toBe(
    'The container image postgres:16 is neither on vm-dashboard nor in the bundle.',
  );
});
