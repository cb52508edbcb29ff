import { afterEach, expect, test } from 'vitest';
import type { SshFiles } from '../../../../../electron/engine/facts/host/ssh-files.ts';
import { sshFiles } from '../../../../../electron/engine/facts/host/ssh-files.ts';
import { establishTrust, isTrusted, trustGaps } from '../../../../../electron/engine/pve/ssh-trust.ts';
import { wireText } from '../../../../../electron/engine/shell/command.ts';
import type { Transport } from '../../../../../electron/engine/transport/port.ts';
import { type LabWorld, labHost, openLab } from '../rehearsal/pve/support/lab-world.ts';

const ADDRESS = '192.0.2.11';
const SYSTEM = '/etc/ssh/ssh_known_hosts';
const patience = { signal: new AbortController().signal, note: () => {}, wait: async () => {}, now: () => 0 };
let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

async function filesOf(site: LabWorld, name: string): Promise<SshFiles> {
  const seen = sshFiles.parse(await site.run(name, `HOME=/root; ${wireText(sshFiles.command)}`));
  if (!seen.known) throw new Error(seen.why);
  return seen.value;
}

function transportTo(site: LabWorld, name: string): Transport {
  return {
    host: name,
    exec: async (command) => site.run(name, `HOME=/root; ${wireText(command)}`),
    upload: async () => {},
    job: async (_id, command) => site.run(name, wireText(command)),
    forward: () => Promise.reject(new Error('no stream is opened')),
  };
}

test.each(['/root/.ssh/known_hosts', SYSTEM])(
  'an old key in %s gives way, and trust is there at the next look',
  async (file) => {
    lab = openLab([labHost('pve1', 'pve', '8.4', ADDRESS), labHost('pve2', 'pve', '8.4', '192.0.2.12')]);
    const site = lab;
    await site.run(
      'pve2',
      `HOME=/root; pvecm updatecerts; mkdir -p /root/.ssh; rm -f /root/.ssh/known_hosts ${SYSTEM}`,
    );
    await site.run('pve2', `echo '${ADDRESS} ssh-ed25519 AAAAbefore-reinstall' > ${file}`);
    const far = await filesOf(site, 'pve1');
    const near = await filesOf(site, 'pve2');
    expect(trustGaps(near, far, ADDRESS).staleHostKey).toBe(true);
    await establishTrust(
      {
        near: { host: 'pve2', transport: transportTo(site, 'pve2'), files: near },
        far: { host: 'pve1', transport: transportTo(site, 'pve1'), files: far, address: ADDRESS },
      },
      patience,
    );
    const after = await filesOf(site, 'pve2');
    expect(isTrusted(trustGaps(after, await filesOf(site, 'pve1'), ADDRESS), far)).toBe(true);
    expect((await site.run('pve2', `HOME=/root ssh -o BatchMode=yes root@${ADDRESS} true`)).code).toBe(0);
  },
);

test('an old key beside the right one of its type is no gap, and one alone is', () => {
  const far: SshFiles = {
    authorizedKeys: ['ssh-rsa NEAR'],
    knownHosts: [],
    hostKeys: ['ssh-ed25519 NEW', 'ssh-rsa R'],
  };
  const near = (...keys: readonly string[]): SshFiles => ({
    authorizedKeys: [],
    knownHosts: keys.map((key) => `${ADDRESS} ${key}`),
    publicKey: 'ssh-rsa NEAR root@near',
    hostKeys: [],
  });
  expect(trustGaps(near('ssh-ed25519 OLD', 'ssh-ed25519 NEW'), far, ADDRESS).staleHostKey).toBe(false);
  expect(trustGaps(near('ssh-ed25519 OLD', 'ssh-rsa R'), far, ADDRESS).staleHostKey).toBe(true);
});
