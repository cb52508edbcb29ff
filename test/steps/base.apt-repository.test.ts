import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { aptRepositoryStep } from '../../electron/engine/steps/base/apt-repository.ts';
import { aptRepositoryFact, type RepositoryOnHost } from '../../electron/engine/steps/base/apt-repository-facts.ts';
import { bringing, broughtOf, debBundle, REPOSITORY } from './support/deb-bundle.ts';
import { applyStep, bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, type Hosts, NODE1, siteWithoutWitness, WITNESS } from './support/two-node.ts';

const TOOLS = 'debs/pve/libnss3-tools_2%3a3.87_amd64.deb';
const QDEVICE = 'debs/pve/corosync-qdevice_3.0.3-1_amd64.deb';
const QNETD = 'debs/witness/corosync-qnetd_3.0.3-1_amd64.deb';
const bundle = debBundle(TOOLS, QDEVICE, QNETD);
const LIST = '/etc/apt/sources.list.d/sitewright.list';
const ENTRY = `deb [trusted=yes] file:${REPOSITORY} ./\n`;

function withRepository(repository: RepositoryOnHost, change: Partial<HostFacts> = {}): Hosts {
  const hosts = basedSite();
  const extra = new Map(hosts[NODE1]?.extra).set(aptRepositoryFact.id, known(repository));
  return changed(hosts, NODE1, { aptFiles: known(new Map([[LIST, ENTRY]])), extra, ...change });
}
const packages = (...entries: readonly (readonly [string, string])[]) => known(new Map(entries));

test('a node gets the packages of its folder, the indexes and the source entry, and apt reads that source alone', async () => {
  expect(checkStep(aptRepositoryStep, NODE1, basedSite(), { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: REPOSITORY, after: '2 packages' }],
  });
  const done = await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [basedSite()],
    scripts: { [NODE1]: bringing([QDEVICE, TOOLS]) },
  });
  expect(done.failure).toBeUndefined();
});

test('a node that has it brings no command', async () => {
  const hosts = withRepository(broughtOf(bundle, TOOLS, QDEVICE));
  expect(checkStep(aptRepositoryStep, NODE1, hosts, { bundle })).toEqual({ state: 'satisfied' });
  await applyStep(aptRepositoryStep, { target: NODE1, bundle, looks: [hosts], scripts: { [NODE1]: [] } });
});

test('after the installation nothing is sent or taken away', () => {
  const installed = { packages: packages(['corosync-qdevice', '3.0.3-1'], ['libnss3-tools', '2:3.87']) };
  const hosts = withRepository(broughtOf(bundle, TOOLS, QDEVICE), installed);
  expect(checkStep(aptRepositoryStep, NODE1, hosts, { bundle })).toEqual({ state: 'satisfied' });
});

test('Debian 13 gets the entry as deb822, and the line of before its upgrade goes', async () => {
  const osRelease = known({ id: 'debian', versionId: '13', prettyName: 'Debian GNU/Linux 13 (trixie)' });
  const before = withRepository(broughtOf(bundle, TOOLS, QDEVICE), { osRelease });
  expect(checkStep(aptRepositoryStep, NODE1, before, { bundle })).toMatchObject({ state: 'needed' });
  await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [before],
    scripts: { [NODE1]: bringing([], { isDeb822: true, hasFormerEntry: true, there: [TOOLS, QDEVICE], bundle }) },
  });
});

test('only what differs is sent, and packages of an older bundle are removed from our folder', async () => {
  const { pool } = broughtOf(bundle, TOOLS);
  const hosts = withRepository({
    pool: new Map([...pool, ['corosync-qdevice_3.0.1-1_amd64.deb', 9]]),
    knownContent: 'x',
  });
  expect(checkStep(aptRepositoryStep, NODE1, hosts, { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: REPOSITORY, before: '2 packages', after: '2 packages' }],
  });
  await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [hosts],
    scripts: {
      [NODE1]: bringing([QDEVICE], { there: [TOOLS], bundle, stale: ['corosync-qdevice_3.0.1-1_amd64.deb'] }),
    },
  });
});

test.each<[string, RepositoryOnHost, Partial<HostFacts>]>([
  ['apt has not read it', { pool: broughtOf(bundle, TOOLS, QDEVICE).pool }, {}],
  ['apt has read another content', { ...broughtOf(bundle, TOOLS, QDEVICE), knownContent: '0'.repeat(64) }, {}],
  [
    'a file was cut off',
    {
      ...broughtOf(bundle, TOOLS, QDEVICE),
      pool: new Map([...broughtOf(bundle, TOOLS, QDEVICE).pool].map(([file, size]) => [file, size - 1])),
    },
    {},
  ],
  ['the entry is gone', broughtOf(bundle, TOOLS, QDEVICE), { aptFiles: known(new Map()) }],
  [
    'the entry was changed',
    broughtOf(bundle, TOOLS, QDEVICE),
    { aptFiles: known(new Map([[LIST, 'deb http://x/ ./']])) },
  ],
])('it is done again where %s', (_why, repository, change) => {
  expect(checkStep(aptRepositoryStep, NODE1, withRepository(repository, change), { bundle }).state).toBe('needed');
});

test('what the host has in this version or a newer one is not sent', async () => {
  const hosts = changed(basedSite(), NODE1, { packages: packages(['libnss3-tools', '2:3.90']) });
  await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [hosts],
    scripts: { [NODE1]: bringing([QDEVICE]) },
  });
  const older = changed(basedSite(), NODE1, { packages: packages(['libnss3-tools', '2:3.80']) });
  await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [older],
    scripts: { [NODE1]: bringing([QDEVICE, TOOLS]) },
  });
});

test('a host that has its package otherwise needs no repository, and no bundle either', () => {
  const hosts = changed(basedSite(), NODE1, { packages: packages(['corosync-qdevice', '3.0.3']) });
  expect(checkStep(aptRepositoryStep, NODE1, hosts, { bundle })).toEqual({ state: 'satisfied' });
  const brought = withRepository(broughtOf(bundle, TOOLS, QDEVICE), {
    packages: packages(['corosync-qdevice', '3.0.3']),
  });
  expect(checkStep(aptRepositoryStep, NODE1, brought, { bundle: bundleOf() })).toEqual({ state: 'satisfied' });
});

test('a bundle without the package blocks with the exact sentence, unknown packages block', () => {
  expect(sentenceOf(checkStep(aptRepositoryStep, WITNESS, basedSite(), { bundle: bundleOf() }))).toBe(
    'witness needs the package corosync-qnetd, and the bundle does not have it in debs/witness.',
  );
  const dark = changed(basedSite(), NODE1, { packages: unknown('x') });
  expect(checkStep(aptRepositoryStep, NODE1, dark, { bundle }).state).toBe('blocked');
});

test('a file of the bundle that is no package is named', async () => {
  const done = await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle: bundleOf(QDEVICE),
    looks: [basedSite()],
    scripts: { [NODE1]: [] },
  });
  expect(done.failure).toBe(
    'The package file corosync-qdevice_3.0.3-1_amd64.deb cannot be read: not a Debian format archive.',
  );
});

test('another apt that holds the lists is waited for', async () => {
  const asked = bringing([QDEVICE, TOOLS]);
  const last = asked.at(-1) as { readonly command: string };
  const busy = {
    ...last,
    code: 100,
    stderr: 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 811 (apt-get)\n',
  };
  const done = await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [basedSite()],
    scripts: { [NODE1]: [...asked.slice(0, -1), busy, busy, last] },
  });
  expect(done).toMatchObject({ waitedMs: 10_000 });
  expect(done.failure).toBeUndefined();
});

test('an update that fails says what apt said', async () => {
  const asked = bringing([QDEVICE, TOOLS]);
  const last = asked.at(-1) as { readonly command: string };
  const done = await applyStep(aptRepositoryStep, {
    target: NODE1,
    bundle,
    looks: [basedSite()],
    scripts: { [NODE1]: [...asked.slice(0, -1), { ...last, code: 100, stderr: 'E: damaged\n' }] },
  });
  expect(done.failure).toContain('pve-node1 refused «apt-get update');
});

test('a site without a witness carries nothing to its nodes', () => {
  expect(aptRepositoryStep.targets(siteWithoutWitness)).toEqual([]);
});

test('the fact reads sizes and the content that apt knows, and nothing where nothing is', () => {
  const answer = (stdout: string) => aptRepositoryFact.parse({ code: 0, stdout, stderr: '' });
  expect(answer(`12 ${REPOSITORY}/pool/a_1_all.deb\nX-Sitewright-Content: ${'a'.repeat(64)}\n`)).toEqual(
    known({ pool: new Map([['a_1_all.deb', 12]]), knownContent: 'a'.repeat(64) }),
  );
  expect(answer('')).toEqual(known({ pool: new Map() }));
  expect(aptRepositoryFact.parse({ code: 137, stdout: '', stderr: '' })).toEqual(unknown('exit code 137'));
});
