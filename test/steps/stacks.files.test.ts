import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { applyFrom, withExtra } from './machines.support.ts';
import { bare, FOLDER, files, placed, VAULT, VM } from './stacks.support.ts';
import { checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import { NODE1 } from './support/two-node.ts';

const good = placed();
const envDigest = good.digests.get(`${FOLDER}/.env`) ?? '';
const env = { config: good.config, stamp: envDigest, mode: '600' };
const there = bare({ digests: good.digests, env });

test('the files arrive, .env last, readable by root only, with its stamp', async () => {
  expect(checkStep(files, VM, bare())).toMatchObject({ state: 'needed' });
  const done = await applyFrom(files, {
    target: VM,
    vault: VAULT,
    before: bare(),
    scripts: {
      [VM]: [
        { command: `mkdir -p ${FOLDER}` },
        { upload: `${FOLDER}/compose.yaml`, mode: 0o644, owner: 'root' },
        { upload: `${FOLDER}/pve-root-ca.pem`, mode: 0o644, owner: 'root' },
        { upload: `${FOLDER}/.env`, mode: 0o600, owner: 'root', content: good.text },
        { upload: `${FOLDER}/.env.sha256`, mode: 0o644, owner: 'root', content: `${envDigest}\n` },
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('equal files bring no change, with the vault open or shut', () => {
  expect(checkStep(files, VM, there, { vault: VAULT })).toEqual({ state: 'satisfied' });
  const shut = {
    ...viewOf(there),
    hasSecret: () => undefined,
    secret: () => {
      throw new Error('the vault was opened');
    },
  };
  expect(files.check(shut, VM)).toEqual({ state: 'satisfied' });
});

test('an .env that somebody edited is seen without its secrets', () => {
  const digests = new Map(good.digests).set(`${FOLDER}/.env`, 'd'.repeat(64));
  expect(checkStep(files, VM, bare({ digests, env }))).toEqual({
    state: 'needed',
    changes: [{ what: `${FOLDER}/.env`, before: 'changed on the machine', after: 'of the site' }],
  });
});

test('an .env that others may read is put right', () => {
  expect(checkStep(files, VM, bare({ digests: good.digests, env: { ...env, mode: '644' } }))).toEqual({
    state: 'needed',
    changes: [{ what: `${FOLDER}/.env: mode`, before: '644', after: '600' }],
  });
});

test('a secret that changed in the vault is seen once the vault is open', () => {
  const view = viewOf(there, { vault: VAULT });
  const other = {
    ...view,
    secret: (ref: string) => (ref.includes('admin') ? viewOf(there).secret('x') : view.secret(ref)),
  };
  expect(files.check(other, VM)).toMatchObject({ state: 'needed' });
});

test('an unread authority of the cluster blocks with the exact sentence', () => {
  const hosts = withExtra(there, NODE1, 'monitoring.cluster-ca', unknown('No such file'));
  expect(sentenceOf(checkStep(files, VM, hosts))).toBe(
    'The certificate authority of the cluster could not be read from pve-node1.',
  );
});

test('no secret is in a change, and the step names those it reads', () => {
  expect(JSON.stringify(checkStep(files, VM, bare(), { vault: VAULT }))).not.toContain('value of');
  expect(files.secrets?.(viewOf(there).site, VM)).toEqual(VAULT);
});
