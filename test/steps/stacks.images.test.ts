import { expect, test } from 'vitest';
import { applyFrom } from './machines.support.ts';
import { bare, bundle, bundled, images, onHost, places, REGISTRY, VM, withImages } from './stacks.support.ts';
import { bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';

const CA = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const FOLDER = `/etc/docker/certs.d/${REGISTRY}`;
const TRUST = [
  { command: `mkdir -p ${FOLDER}` },
  { upload: `${FOLDER}/ca.crt`, mode: 0o644, owner: 'root', content: CA },
];
const pull = (place: string) => ({
  job: `stack.pull-${/sha256:(.{12})/.exec(place)?.[1]}`,
  command: `docker pull --quiet ${place}`,
  stdout: `${place}\n`,
});
const [web = '', db = '', collector = ''] = places().values();
const there = bare({ images: onHost(), trust: CA, authority: CA });

test('Docker trusts the authority of the site and pulls each image by digest from the registry of the site', async () => {
  expect(checkStep(images, VM, bare(), { bundle })).toEqual({
    state: 'needed',
    changes: [
      { what: `${FOLDER}/ca.crt`, after: 'of the site' },
      { what: 'image web', after: 'sha256:a1a1a1a1a1a1' },
      { what: 'image db', after: 'sha256:b2b2b2b2b2b2' },
      { what: 'image data_collector', after: 'sha256:c3c3c3c3c3c3' },
    ],
  });
  const done = await applyFrom(images, {
    target: VM,
    bundle,
    before: bare({ authority: CA }),
    afterwards: [there],
    scripts: { [VM]: [...TRUST, pull(web), pull(db), pull(collector)] },
  });
  expect(done.failure).toBeUndefined();
});

test('images that are there bring no command, with or without a bundle at hand', async () => {
  expect(checkStep(images, VM, there, { bundle })).toEqual({ state: 'satisfied' });
  await applyFrom(images, { target: VM, bundle, before: there, scripts: { [VM]: [] } });
  const years = bare({ images: onHost(), trust: CA, authority: CA, env: { config: 'x-y', images: places() } });
  expect(checkStep(images, VM, years, { bundle: bundleOf() })).toEqual({ state: 'satisfied' });
});

test('only what is missing is pulled, and the change says from which digest', async () => {
  const hosts = bare({ images: onHost(), trust: CA, authority: CA, env: { images: places() } });
  const newer = withImages(bundle, bundled({ WEB_IMAGE: 'd4' }));
  const wanted = places({ WEB_IMAGE: 'd4' });
  expect(checkStep(images, VM, hosts, { bundle: newer })).toEqual({
    state: 'needed',
    changes: [{ what: 'image web', before: 'sha256:a1a1a1a1a1a1', after: 'sha256:d4d4d4d4d4d4' }],
  });
  const done = await applyFrom(images, {
    target: VM,
    bundle: newer,
    before: hosts,
    afterwards: [bare({ images: onHost(wanted), trust: CA, authority: CA })],
    scripts: { [VM]: [pull(wanted.get('WEB_IMAGE') ?? '')] },
  });
  expect(done.failure).toBeUndefined();
});

test('an image of the same name from elsewhere is not the image', () => {
  const elsewhere = new Set([...onHost()].map((place) => place.replace(REGISTRY, 'docker.io')));
  expect(checkStep(images, VM, bare({ images: elsewhere, trust: CA, authority: CA }), { bundle })).toMatchObject({
    state: 'needed',
    changes: [{ what: 'image web' }, { what: 'image db' }, { what: 'image data_collector' }],
  });
});

test('another authority than that of the registry is replaced', () => {
  const other = bare({ images: onHost(), trust: 'another\n', authority: CA });
  expect(checkStep(images, VM, other, { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: `${FOLDER}/ca.crt`, before: 'another authority', after: 'of the site' }],
  });
});

test('a pull that leaves nothing behind is not believed', async () => {
  const done = await applyFrom(images, {
    target: VM,
    bundle,
    before: bare({ images: new Set([web, db]), trust: CA, authority: CA }),
    scripts: { [VM]: [pull(collector)] },
  });
  expect(done.failure).toBe(
    'On vm-dashboard the command ended without an error, but sitewright/monitoring-collector:1.0.0 is still not so.',
  );
});

test('an image that is nowhere blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(images, VM, bare({ trust: CA }), { bundle: bundleOf() }))).toBe(
    'The container image sitewright/monitoring-web:1.0.0 is neither on vm-dashboard nor in the bundle.',
  );
});
