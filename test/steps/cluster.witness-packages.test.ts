import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { witnessPackagesStep } from '../../electron/engine/steps/cluster/witness-packages.ts';
import { bringing, broughtOf, debBundle, installCommand } from './support/deb-bundle.ts';
import { applyStep, bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, NODE1, siteWithoutWitness, WITNESS } from './support/two-node.ts';

const TOOLS = 'debs/pve/libnss3-tools_3.87_amd64.deb';
const QDEVICE = 'debs/pve/corosync-qdevice_3.0.3-1_amd64.deb';
const QNETD = 'debs/witness/corosync-qnetd_3.0.3-1_amd64.deb';
const bundle = debBundle(TOOLS, QDEVICE, QNETD);
const INSTALL = { job: 'packages.corosync-qdevice.pve-node1', command: installCommand('corosync-qdevice') };
const ENTRY = 'deb [trusted=yes] file:/var/lib/sitewright/apt ./\n';
/** The repository was brought by its own step. */
const carried = changed(basedSite(), NODE1, {
  aptFiles: known(new Map([['/etc/apt/sources.list.d/sitewright.list', ENTRY]])),
  extra: new Map([['apt.repository', known(broughtOf(bundle, TOOLS, QDEVICE))]]),
});
const running = known(new Map([['corosync-qnetd.service', { loaded: true, active: 'active', enabled: 'enabled' }]]));

test('a node gets the package by name from the repository that was carried to it', async () => {
  expect(checkStep(witnessPackagesStep, NODE1, carried, { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: 'corosync-qdevice', after: 'installed' }],
  });
  const done = await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [carried],
    scripts: { [NODE1]: [INSTALL] },
  });
  expect(done.failure).toBeUndefined();
});

test('a repository that somebody emptied meanwhile is brought again first', async () => {
  await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [basedSite()],
    scripts: { [NODE1]: [...bringing([QDEVICE, TOOLS]), INSTALL] },
  });
});

test('an installation that a power cut broke off is finished first, then tried once more', async () => {
  await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [carried],
    scripts: {
      [NODE1]: [
        {
          ...INSTALL,
          code: 100,
          stdout: "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem. \n",
        },
        {
          job: 'packages.corosync-qdevice.pve-node1.repair',
          command: 'env DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a',
          code: 1,
        },
        INSTALL,
      ],
    },
  });
});

test('the witness gets its daemon and it is started', async () => {
  await applyStep(witnessPackagesStep, {
    target: WITNESS,
    bundle,
    looks: [basedSite()],
    scripts: {
      [WITNESS]: [
        ...bringing([QNETD]),
        { job: 'packages.corosync-qnetd.witness', command: installCommand('corosync-qnetd') },
        { command: 'systemctl enable --now corosync-qnetd' },
      ],
    },
  });
});

test('a daemon in an older version than the bundle’s stays, and that is said with the command to change it', () => {
  const hosts = changed(basedSite(), WITNESS, {
    packages: known(new Map([['corosync-qnetd', '3.0.1-1']])),
    units: running,
  });
  const verdict = checkStep(witnessPackagesStep, WITNESS, hosts, { bundle });
  const [warning] = verdict.state === 'satisfied' ? (verdict.warnings ?? []) : [];
  expect(warning).toMatchObject({
    severity: 'info',
    commands: ['apt-get install --only-upgrade --no-remove corosync-qnetd'],
  });
  expect(warning && describeDiagnostic(warning, 'en').summary).toBe(
    'witness has corosync-qnetd 3.0.1-1; the bundle brings 3.0.3-1. It is left as it is.',
  );
});

test('packages that are there need nothing, not even the bundle', async () => {
  const node = changed(basedSite(), NODE1, { packages: known(new Map([['corosync-qdevice', '3.0.3']])) });
  expect(checkStep(witnessPackagesStep, NODE1, node)).toEqual({ state: 'satisfied' });
  const witness = changed(basedSite(), WITNESS, {
    packages: known(new Map([['corosync-qnetd', '3']])),
    units: running,
  });
  expect(checkStep(witnessPackagesStep, WITNESS, witness)).toEqual({ state: 'satisfied' });
});

test('a bundle without the package blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(witnessPackagesStep, NODE1, basedSite(), { bundle: bundleOf() }))).toBe(
    'pve-node1 needs the package corosync-qdevice, and the bundle does not have it in debs/pve.',
  );
});

test('an installation that fails says what apt said', async () => {
  const done = await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [carried],
    scripts: { [NODE1]: [{ ...INSTALL, code: 100, stderr: 'E: Unmet dependencies' }] },
  });
  expect(done.failure).toContain('pve-node1 refused «env DEBIAN_FRONTEND=noninteractive apt-get install');
});

test('a daemon that does not run afterwards is still needed, and unknown packages block', () => {
  const hosts = changed(basedSite(), WITNESS, { packages: known(new Map([['corosync-qnetd', '3']])) });
  expect(checkStep(witnessPackagesStep, WITNESS, hosts).state).toBe('needed');
  const dark = changed(basedSite(), WITNESS, { packages: unknown('x') });
  expect(checkStep(witnessPackagesStep, WITNESS, dark, { bundle }).state).toBe('blocked');
});

test('a site without a witness installs nothing', () => {
  expect(witnessPackagesStep.targets(siteWithoutWitness)).toEqual([]);
});

test('a host takes the packages of its own release, and those of another release alone are none for it', () => {
  const both = bundleOf(
    'debs/witness-trixie/corosync-qnetd_3.0.3-1+b2_amd64.deb',
    'debs/witness-bookworm/corosync-qnetd_3.0.3-1_amd64.deb',
  );
  expect(checkStep(witnessPackagesStep, WITNESS, basedSite(), { bundle: both }).state).toBe('needed');
  const system = (versionId: string) => known({ id: 'debian', versionId, prettyName: `Debian ${versionId}` });
  const older = changed(basedSite(), WITNESS, { osRelease: system('11') });
  expect(sentenceOf(checkStep(witnessPackagesStep, WITNESS, older, { bundle: both }))).toBe(
    'witness needs the package corosync-qnetd, and the bundle does not have it in debs/witness.',
  );
  const newer = changed(basedSite(), WITNESS, {
    osRelease: system('13'),
    packages: known(new Map([['corosync-qnetd', '3.0.3-1']])),
    units: running,
  });
  const verdict = checkStep(witnessPackagesStep, WITNESS, newer, { bundle: both });
  expect(verdict.state === 'satisfied' && verdict.warnings?.map(({ params }) => params.offered)).toEqual([
    '3.0.3-1+b2',
  ]);
});
