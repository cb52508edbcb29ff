import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
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
