import { expect, test } from 'vitest';
import { bytesAsset, fillTemplate } from '../../electron/engine/stacks/asset-store.ts';
import {
  issueServerCertificate,
  makeSiteAuthority,
  readSiteAuthority,
} from '../../electron/engine/tls/site-authority.ts';
import { applyFrom, assets } from './machines.support.ts';
import { bare, bundle, type GuestOptions, install, serve, VM } from './stacks.support.ts';

import { bundleOf, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import { site } from './support/two-node.ts';

const YEAR_MS = 365.25 * 86_400_000;
/** When the facts of the bench were taken. */
const NOW = Date.parse('2026-11-21T02:00:00Z');
const REF = 'secret:site-authority';
const VAULT_PEM = makeSiteAuthority(site.id, NOW);
const AUTHORITY = readSiteAuthority(VAULT_PEM);
const SERVER = { names: [VM, `${VM}.municipal.lan`], addresses: ['192.168.1.100'] };
const FOLDER = '/etc/docker/registry';
const UNIT_FOLDER = '/etc/systemd/system/docker-registry.service.d';
const issued = (nowMs: number, names = SERVER, by = AUTHORITY) =>
  issueServerCertificate(by, site.id, names, nowMs).certPem;
const files = new Map(
  (
    [
      [
        `${FOLDER}/config.yml`,
        fillTemplate(assets.text('templates/stacks/registry.yml'), { siteId: site.id, port: '5000' }),
      ],
      [`${UNIT_FOLDER}/sitewright.conf`, assets.text('templates/stacks/registry.service.conf')],
    ] as const
  ).map(([path, text]): [string, string] => [path, bytesAsset(text).sha256]),
);
const RIGHT: GuestOptions = {
  packages: ['docker-registry'],
  authority: AUTHORITY.certificatePem,
  certificate: issued(NOW),
  key: '400 docker-registry',
  service: { active: 'active', enabled: 'enabled' },
  registryFiles: files,
};
const check = (other: GuestOptions = {}, secrets: Record<string, string> = { [REF]: VAULT_PEM }) =>
  checkStep(serve, VM, bare({ ...RIGHT, ...other }), { secrets });

test('the package of the bundle is installed by name; without one the exact sentence blocks', async () => {
  const deb = 'debs/guest/docker-registry_2.8.3+ds1-1_amd64.deb';
  const withDeb = bundleOf(deb);
  expect(checkStep(install, VM, bare(), { bundle: withDeb })).toEqual({
    state: 'needed',
    changes: [{ what: 'package docker-registry', after: '2.8.3+ds1-1' }],
  });
  expect(checkStep(install, VM, bare({ packages: ['docker-registry'] }), { bundle: bundleOf() })).toEqual({
    state: 'satisfied',
  });
  expect(sentenceOf(checkStep(install, VM, bare(), { bundle }))).toBe(
    'The image registry is not on vm-dashboard, and the bundle has no package docker-registry for it.',
  );
});

test('a registry that is right needs nothing, with the vault open or shut', () => {
  expect(check()).toEqual({ state: 'satisfied' });
  const shut = {
    ...viewOf(bare(RIGHT)),
    hasSecret: () => undefined,
    secret: () => {
      throw new Error('the vault was opened');
    },
  };
  expect(serve.check(shut, VM)).toEqual({ state: 'satisfied' });
});

test('before its package is there it waits for it', () => {
  expect(checkStep(serve, VM, bare())).toMatchObject({ state: 'later', waitsFor: ['registry.install'] });
});

test.each<[string, GuestOptions, string, string?]>([
  ['near its end', { certificate: issued(NOW - 4 * YEAR_MS) }, 'server.crt', 'in the last third of its time'],
  [
    'for another address',
    { certificate: issued(NOW, { ...SERVER, addresses: ['192.168.1.7'] }) },
    'server.crt',
    'for other names',
  ],
  [
    'signed by somebody else',
    { certificate: issued(NOW, SERVER, readSiteAuthority(makeSiteAuthority(site.id, NOW))) },
    'server.crt',
    'signed by another authority',
  ],
  ['no certificate at all', { certificate: 'nonsense' }, 'server.crt', 'unreadable'],
  ['a key that others read', { key: '644 root' }, 'server.key', '644 root'],
])('a certificate that is not right is made anew: %s', (_what, other, file, before) => {
  expect(check(other)).toMatchObject({ state: 'needed', changes: [{ what: `${FOLDER}/${file}`, before }] });
});

test('a certificate in the first two thirds of its time stays', () => {
  expect(check({ certificate: issued(NOW - 3 * YEAR_MS) })).toEqual({ state: 'satisfied' });
});

test('another authority than that of the vault, an edited file and a stopped service are seen', () => {
  expect(check({}, { [REF]: makeSiteAuthority(site.id, NOW) })).toMatchObject({
    state: 'needed',
    changes: [{ what: `${FOLDER}/ca.crt`, before: 'another authority' }],
  });
  expect(check({ registryFiles: new Map(files).set(`${FOLDER}/config.yml`, 'e'.repeat(64)) })).toMatchObject({
    state: 'needed',
    changes: [{ what: `${FOLDER}/config.yml`, before: 'other content' }],
  });
  expect(check({ service: { active: 'failed', enabled: 'enabled' } })).toEqual({
    state: 'needed',
    changes: [{ what: 'docker-registry.service', before: 'failed', after: 'active' }],
  });
});

test('what is in the vault and is no authority blocks with the exact sentence', () => {
  expect(sentenceOf(check({}, { [REF]: 'a password' }))).toBe(
    'The secret site-authority is not a certificate authority with its key.',
  );
});

test('the service is stopped before its files change; a registry that does not answer is said so, and the authority is kept', async () => {
  const done = await applyFrom(serve, {
    target: VM,
    before: bare({ packages: ['docker-registry'] }),
    scripts: {
      [VM]: [
        { command: 'systemctl stop docker-registry.service' },
        { command: `mkdir -p ${FOLDER} ${UNIT_FOLDER}` },
        { upload: `${FOLDER}/ca.crt`, mode: 0o644, owner: 'root', content: /BEGIN CERTIFICATE/ },
        { upload: `${FOLDER}/server.key`, mode: 0o400, owner: 'docker-registry', content: /BEGIN PRIVATE KEY/ },
        { upload: `${FOLDER}/server.crt`, mode: 0o644, owner: 'root', content: /BEGIN CERTIFICATE/ },
        { upload: `${FOLDER}/config.yml`, mode: 0o644, owner: 'root', content: /addr: :5000/ },
        { upload: `${UNIT_FOLDER}/sitewright.conf`, mode: 0o644, owner: 'root', content: /Restart=on-failure/ },
        { command: 'systemctl daemon-reload' },
        { command: 'systemctl enable docker-registry.service' },
        { command: 'systemctl start docker-registry.service' },
        { command: 'journalctl --unit docker-registry.service --no-pager --lines 10', kind: 'read' },
      ],
    },
  });
  expect(done.failure).toBe('The image registry 192.168.1.100:5000 on vm-dashboard was started and does not answer.');
  expect(done.waitedMs).toBe(60_000);
  expect(readSiteAuthority(done.stored?.get(REF) ?? '').certificatePem).toContain('BEGIN CERTIFICATE');
});
