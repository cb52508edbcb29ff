import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { trustStep } from '../../electron/engine/steps/cluster/trust.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, createdSite, KEYS, NODE1, NODE2, site, trustingSite } from './support/two-node.ts';

const AUTHORISE = {
  command: `umask 077; mkdir -p "$HOME/.ssh" && printf '\\n%s\\n' '${KEYS[NODE2].rsa}' >> "$HOME/.ssh/authorized_keys"`,
};
const PIN = {
  command: `umask 077; mkdir -p /root/.ssh && printf '%s\\n' '192.168.1.11 ${KEYS[NODE1].host}' >> /root/.ssh/known_hosts`,
};

test('the key is let in on the first node and its host key is pinned on the joining one', async () => {
  expect(checkStep(trustStep, NODE2, createdSite())).toEqual({
    state: 'needed',
    changes: [
      { what: 'ssh to pve-node1', after: 'key authorised' },
      { what: 'ssh to pve-node1', after: 'host key pinned' },
    ],
  });
  await applyStep(trustStep, {
    target: NODE2,
    looks: [createdSite()],
    scripts: { [NODE1]: [AUTHORISE], [NODE2]: [PIN] },
  });
});

test('trust that is there brings no command', async () => {
  expect(checkStep(trustStep, NODE2, trustingSite())).toEqual({ state: 'satisfied' });
  await applyStep(trustStep, { target: NODE2, looks: [trustingSite()], scripts: { [NODE1]: [], [NODE2]: [] } });
});

test('half of it done, only the other half is done', async () => {
  const half = changed(createdSite(), NODE2, {
    sshFiles: (trustingSite()[NODE2] ?? createdSite()[NODE2])?.sshFiles ?? unknown(''),
  });
  await applyStep(trustStep, { target: NODE2, looks: [half], scripts: { [NODE1]: [AUTHORISE], [NODE2]: [] } });
});

test('a node without a key of its own gets one first', async () => {
  const keyless = changed(createdSite(), NODE2, {
    sshFiles: known({ authorizedKeys: [site.access.sshPublicKey], knownHosts: [], hostKeys: [KEYS[NODE2].host] }),
  });
  await applyStep(trustStep, {
    target: NODE2,
    looks: [keyless, createdSite()],
    scripts: { [NODE1]: [AUTHORISE], [NODE2]: [{ command: 'pvecm updatecerts' }, PIN] },
  });
});

test('an old host key under the same address is replaced', async () => {
  const stale = changed(trustingSite(), NODE2, {
    sshFiles: known({
      authorizedKeys: [site.access.sshPublicKey],
      knownHosts: ['192.168.1.11 ssh-ed25519 AAAAbefore-reinstall'],
      publicKey: KEYS[NODE2].rsa,
      hostKeys: [KEYS[NODE2].host],
    }),
  });
  expect(checkStep(trustStep, NODE2, stale).state).toBe('needed');
  const forget = {
    command: '[ ! -f /root/.ssh/known_hosts ] || ssh-keygen -R 192.168.1.11 -f /root/.ssh/known_hosts',
  };
  await applyStep(trustStep, { target: NODE2, looks: [stale], scripts: { [NODE1]: [], [NODE2]: [forget, PIN] } });
});

test('keys that cannot be read block', () => {
  const hosts = changed(createdSite(), NODE1, { sshFiles: unknown('exit code 255') });
  expect(sentenceOf(checkStep(trustStep, NODE2, hosts))).toBe('pve-node1 did not say sshFiles: exit code 255.');
});
