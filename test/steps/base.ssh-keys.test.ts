import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { sshKeysStep } from '../../electron/engine/steps/base/ssh-keys.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1, site } from './support/two-node.ts';

const without = changed(freshSite(), NODE1, {
  sshFiles: known({ authorizedKeys: ['ssh-ed25519 AAAAother admin'], knownHosts: [], hostKeys: [] }),
});

test('only the first node is asked: the others take over its keys', () => {
  expect(sshKeysStep.targets(site)).toEqual([NODE1]);
});

test('a missing key is added on a line of its own', async () => {
  expect(checkStep(sshKeysStep, NODE1, without).state).toBe('needed');
  const command =
    /^umask 077; mkdir -p "\$HOME\/\.ssh" && printf '\\n%s\\n' 'ssh-ed25519 AAAAC3.*' >> "\$HOME\/\.ssh\/authorized_keys"$/;
  await applyStep(sshKeysStep, { target: NODE1, looks: [without], scripts: { [NODE1]: [{ command }] } });
});

test('a key that is there brings no command', async () => {
  expect(checkStep(sshKeysStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
  await applyStep(sshKeysStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('keys that cannot be read block', () => {
  const hosts = changed(freshSite(), NODE1, { sshFiles: unknown('exit code 255') });
  expect(sentenceOf(checkStep(sshKeysStep, NODE1, hosts))).toBe('pve-node1 did not say sshFiles: exit code 255.');
});
