import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { witnessPackagesStep } from '../../electron/engine/steps/cluster/witness-packages.ts';
import { applyStep, bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, NODE1, siteWithoutWitness, WITNESS } from './support/two-node.ts';

const bundle = bundleOf(
  'debs/pve/libnss3-tools_3.87_amd64.deb',
  'debs/pve/corosync-qdevice_3.0.3-1_amd64.deb',
  'debs/witness/corosync-qnetd_3.0.3-1_amd64.deb',
);
const INSTALL =
  'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-remove --no-install-recommends -o DPkg::Lock::Timeout=240 -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=/dev/null';
const DEBS = '/var/lib/sitewright/debs';
const running = known(new Map([['corosync-qnetd.service', { loaded: true, active: 'active', enabled: 'enabled' }]]));

test('a node gets the package and what it depends on from the bundle', async () => {
  expect(checkStep(witnessPackagesStep, NODE1, basedSite(), { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: 'corosync-qdevice', after: 'installed' }],
  });
  await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [basedSite()],
    scripts: {
      [NODE1]: [
        { command: `mkdir -p ${DEBS}` },
        { upload: `${DEBS}/libnss3-tools_3.87_amd64.deb` },
        { upload: `${DEBS}/corosync-qdevice_3.0.3-1_amd64.deb` },
        {
          job: 'packages.corosync-qdevice.pve-node1',
          command: `${INSTALL} ${DEBS}/libnss3-tools_3.87_amd64.deb ${DEBS}/corosync-qdevice_3.0.3-1_amd64.deb`,
        },
      ],
    },
  });
});

test('what the host has already is not sent', async () => {
  const packages = known(new Map([['libnss3-tools', '3.90']]));
  await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [changed(basedSite(), NODE1, { packages })],
    scripts: {
      [NODE1]: [
        { command: `mkdir -p ${DEBS}` },
        { upload: `${DEBS}/corosync-qdevice_3.0.3-1_amd64.deb` },
        { job: /corosync-qdevice/, command: `${INSTALL} ${DEBS}/corosync-qdevice_3.0.3-1_amd64.deb` },
      ],
    },
  });
});

test('an installation that a power cut broke off is finished first, then tried once more', async () => {
  await applyStep(witnessPackagesStep, {
    target: NODE1,
    bundle,
    looks: [basedSite()],
    scripts: {
      [NODE1]: [
        { command: `mkdir -p ${DEBS}` },
        { upload: `${DEBS}/libnss3-tools_3.87_amd64.deb` },
        { upload: `${DEBS}/corosync-qdevice_3.0.3-1_amd64.deb` },
        {
          job: 'packages.corosync-qdevice.pve-node1',
          code: 100,
          stdout: "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem. \n",
        },
        {
          job: 'packages.corosync-qdevice.pve-node1.repair',
          command: 'env DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a',
          code: 1,
        },
        { job: 'packages.corosync-qdevice.pve-node1' },
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
        { command: `mkdir -p ${DEBS}` },
        { upload: `${DEBS}/corosync-qnetd_3.0.3-1_amd64.deb` },
        { job: 'packages.corosync-qnetd.witness' },
        { command: 'systemctl enable --now corosync-qnetd' },
      ],
    },
  });
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
    target: WITNESS,
    bundle,
    looks: [basedSite()],
    scripts: {
      [WITNESS]: [
        { command: `mkdir -p ${DEBS}` },
        { upload: `${DEBS}/corosync-qnetd_3.0.3-1_amd64.deb` },
        { job: /qnetd/, code: 100, stderr: 'E: Unmet dependencies' },
      ],
    },
  });
  expect(done.failure).toContain('witness refused «DEBIAN_FRONTEND=noninteractive apt-get install');
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
