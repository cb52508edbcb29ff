import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { wireText } from '../../electron/engine/shell/command.ts';
import { peerFacts, portsStep } from '../../electron/engine/steps/preflight/ports.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1, site, WITNESS } from './support/two-node.ts';

test('nodes that listen and reach each other are fine', () => {
  expect(checkStep(portsStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
});

test('a missing Proxmox page blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { listeners: known([22]) });
  expect(sentenceOf(checkStep(portsStep, NODE1, hosts))).toBe('Nothing listens on port 8006 of pve-node1.');
});

test('a peer that does not answer blocks with the exact sentence', () => {
  const extra = new Map([['preflight.reached-peers', known(new Set(['192.168.1.20']))]]);
  expect(sentenceOf(checkStep(portsStep, NODE1, changed(freshSite(), NODE1, { extra })))).toBe(
    'pve-node1 does not reach pve-node2 at 192.168.1.12, port 22.',
  );
});

test('peers that were not asked are unknown, not unreachable', () => {
  const hosts = changed(freshSite(), NODE1, { extra: new Map() });
  expect(sentenceOf(checkStep(portsStep, NODE1, hosts))).toContain('did not say preflight.reached-peers');
});

test('a node asks all its peers at once, the witness asks nobody', () => {
  const [fact] = peerFacts.facts(site, NODE1);
  const answer = { code: 0, stdout: '192.168.1.12 ssh-ed25519 AAAA\n# 192.168.1.20:22 SSH-2.0\n', stderr: '' };
  expect(fact?.parse(answer)).toEqual(known(new Set(['192.168.1.12'])));
  expect(peerFacts.facts(site, WITNESS)).toEqual([]);
});

/** The real script in a real shell: members as pmxcfs writes them, and a keyscan that is answered by these addresses. */
function asked(
  members: string,
  answering: readonly string[],
): { readonly scans: readonly string[]; readonly reached: unknown } {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-peers-'));
  try {
    writeFileSync(join(folder, 'members'), members);
    const answers = answering.map(
      (address) => `case " $* " in *" ${address} "*) echo "${address} ssh-ed25519 AAAA";; esac`,
    );
    writeFileSync(join(folder, 'ssh-keyscan'), `#!/bin/sh\necho "$*" >> ${folder}/scans\n${answers.join('\n')}\n`, {
      mode: 0o755,
    });
    writeFileSync(join(folder, 'scans'), '');
    const [fact] = peerFacts.facts(site, NODE1);
    const script = fact ? wireText(fact.command).replace('/etc/pve/.members', join(folder, 'members')) : '';
    const options = { encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } } as const;
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', script], options);
    const { stdout: scans } = spawnSync('cat', [join(folder, 'scans')], { encoding: 'utf8' });
    return { scans: scans.split('\n').filter(Boolean), reached: fact?.parse({ code: status ?? 255, stdout, stderr }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const member = (ip: string): string =>
  `{\n"nodelist": {\n  "pve-node2": { "id": 2, "online": 1, "ip": "${ip}"}\n  }\n}\n`;

test('before there is a cluster every peer is asked, and a silent one once more for its other keys', () => {
  expect(asked('', ['192.168.1.12', '192.168.1.20'])).toEqual({
    scans: ['-T 3 -t ed25519 192.168.1.12 192.168.1.20'],
    reached: known(new Set(['192.168.1.12', '192.168.1.20'])),
  });
  expect(asked('', ['192.168.1.20'])).toEqual({
    scans: ['-T 3 -t ed25519 192.168.1.12 192.168.1.20', '-T 3 -t ecdsa,rsa 192.168.1.12'],
    reached: known(new Set(['192.168.1.20'])),
  });
});

test('members of the cluster are not asked again, and an address that begins like theirs is', () => {
  expect(asked(member('192.168.1.12'), ['192.168.1.20'])).toEqual({
    scans: ['-T 3 -t ed25519 192.168.1.20'],
    reached: known(new Set(['192.168.1.12', '192.168.1.20'])),
  });
  expect(asked(member('192.168.1.1'), []).scans[0]).toBe('-T 3 -t ed25519 192.168.1.12 192.168.1.20');
});

test('on a large site no host is asked by more than its sshd lets in, and each is asked by someone', () => {
  const [node] = site.hosts.filter((host) => host.os === 'pve');
  if (!node) throw new Error('the example has no node');
  const hosts = Array.from({ length: 32 }, (_, index) => ({
    ...node,
    name: `pve${index}`,
    address: `10.0.0.${index + 1}`,
  }));
  const witness = site.hosts.filter((host) => host.name === WITNESS);
  const large: Site = { ...site, hosts: [...hosts, ...witness] };
  const asking = new Map<string, number>();
  for (const { name } of hosts)
    for (const fact of peerFacts.facts(large, name))
      for (const address of new Set(wireText(fact.command).match(/\b(?:10\.0\.0|192\.168\.1)\.\d+\b/g)))
        asking.set(address, (asking.get(address) ?? 0) + 1);
  expect(asking.size).toBe(33);
  expect(Math.max(...asking.values())).toBeLessThan(10);
});
