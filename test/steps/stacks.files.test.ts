import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { applyFrom, withExtra } from './machines.support.ts';
import {
  bare,
  bundle,
  bundled,
  container,
  copied,
  FOLDER,
  files,
  placed,
  places,
  VAULT,
  VM,
  wayMade,
  withImages,
} from './stacks.support.ts';
import { bundleOf, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import { NODE1 } from './support/two-node.ts';

const good = placed();
const envDigest = good.digests.get(`${FOLDER}/.env`) ?? '';
const env = { config: good.config, stamp: envDigest, mode: '600', images: places() };
const there = bare({ digests: good.digests, env });

test('the files arrive, .env last, readable by root only, with its stamp', async () => {
  expect(checkStep(files, VM, bare(), { bundle })).toMatchObject({ state: 'needed' });
  const done = await applyFrom(files, {
    target: VM,
    vault: VAULT,
    bundle,
    before: bare(),
    scripts: {
      [VM]: [
        ...wayMade(),
        { upload: `${FOLDER}/compose.yaml`, mode: 0o644, owner: 'root' },
        { upload: `${FOLDER}/ca/pve-root-ca.pem`, mode: 0o644, owner: 'root' },
        { upload: `${FOLDER}/backup`, mode: 0o755, owner: 'root', content: /pg_dump/ },
        { upload: `${FOLDER}/restore`, mode: 0o755, owner: 'root', content: /pg_restore/ },
        { upload: `${FOLDER}/.env`, mode: 0o600, owner: 'root', content: good.text },
        { upload: `${FOLDER}/.env.sha256`, mode: 0o644, owner: 'root', content: `${envDigest}\n` },
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('equal files bring no change, with the vault open or shut', () => {
  expect(checkStep(files, VM, there, { vault: VAULT, bundle })).toEqual({ state: 'satisfied' });
  const shut = {
    ...viewOf(there, { bundle }),
    hasSecret: () => undefined,
    secret: () => {
      throw new Error('the vault was opened');
    },
  };
  expect(files.check(shut, VM)).toEqual({ state: 'satisfied' });
});

test('an .env that somebody edited is seen without its secrets', () => {
  const digests = new Map(good.digests).set(`${FOLDER}/.env`, 'd'.repeat(64));
  expect(checkStep(files, VM, bare({ digests, env }), { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: `${FOLDER}/.env`, before: 'changed on the machine', after: 'of the site' }],
  });
});

test('an .env that others may read is put right', () => {
  expect(checkStep(files, VM, bare({ digests: good.digests, env: { ...env, mode: '644' } }), { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: `${FOLDER}/.env: mode`, before: '644', after: '600' }],
  });
});

test('a secret that changed in the vault is seen once the vault is open', () => {
  const view = viewOf(there, { vault: VAULT, bundle });
  const other = {
    ...view,
    secret: (ref: string) => (ref.includes('admin') ? viewOf(there).secret('x') : view.secret(ref)),
  };
  expect(files.check(other, VM)).toMatchObject({ state: 'needed' });
});

test('an unread authority of the cluster blocks with the exact sentence', () => {
  const hosts = withExtra(there, NODE1, 'monitoring.cluster-ca', unknown('No such file'));
  expect(sentenceOf(checkStep(files, VM, hosts, { bundle }))).toBe(
    'The certificate authority of the cluster could not be read from pve-node1.',
  );
});

test('no secret is in a change, and the step names those it reads', () => {
  expect(JSON.stringify(checkStep(files, VM, bare(), { vault: VAULT, bundle }))).not.toContain('value of');
  expect(files.secrets?.(viewOf(there).site, VM)).toEqual(VAULT);
});

const newer = withImages(bundle, bundled({ WEB_IMAGE: 'd4' }));
const PREVIOUS = `${FOLDER}/.previous`;
const uploads = [
  { upload: `${FOLDER}/compose.yaml` },
  { upload: `${FOLDER}/ca/pve-root-ca.pem` },
  { upload: `${FOLDER}/backup` },
  { upload: `${FOLDER}/restore` },
  { upload: `${FOLDER}/.env`, content: placed({ WEB_IMAGE: 'd4' }).text },
  { upload: `${FOLDER}/.env.sha256` },
];

test('a digest that moved in the bundle is shown by service, from and to', () => {
  expect(checkStep(files, VM, there, { bundle: newer })).toMatchObject({
    state: 'needed',
    changes: [
      { what: 'image web', before: 'sha256:a1a1a1a1a1a1', after: 'sha256:d4d4d4d4d4d4' },
      { what: `${FOLDER}/.env: configuration` },
    ],
  });
});

test('what runs healthy is kept beside the files before they change', async () => {
  const containers = [container('db'), container('web'), container('data_collector', 'Up 2 minutes')];
  const done = await applyFrom(files, {
    target: VM,
    vault: VAULT,
    bundle: newer,
    before: bare({ digests: good.digests, env, containers }),
    scripts: {
      [VM]: [
        { command: `rm -rf ${PREVIOUS}` },
        { command: copied([`${FOLDER}/ca/pve-root-ca.pem`], `${PREVIOUS}/ca`) },
        {
          command: copied(
            ['compose.yaml', 'backup', 'restore', '.env.sha256', '.env'].map((name) => `${FOLDER}/${name}`),
            PREVIOUS,
          ),
        },
        ...wayMade(),
        ...uploads,
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('a try that was cut off after its first files does not spoil what was kept', async () => {
  const containers = [container('db'), container('web'), container('data_collector', 'Up 2 minutes')];
  const done = await applyFrom(files, {
    target: VM,
    vault: VAULT,
    bundle: newer,
    before: bare({ digests: good.digests, env, previous: env, containers }),
    scripts: {
      [VM]: [...wayMade(), ...uploads],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('files that never came up do not take the place of those that did', async () => {
  const done = await applyFrom(files, {
    target: VM,
    vault: VAULT,
    bundle: newer,
    before: bare({
      digests: good.digests,
      env,
      containers: [container('db'), container('web', 'Up 1 minute (unhealthy)')],
    }),
    scripts: {
      [VM]: [...wayMade(), ...uploads],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('without a bundle at hand, years later, what runs is right as it is', () => {
  expect(checkStep(files, VM, there, { bundle: bundleOf() })).toEqual({ state: 'satisfied' });
});
