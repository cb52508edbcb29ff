import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import { linksStep } from '../../electron/engine/steps/cluster/links.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, createdSite, freshSite, NODE1, NODE2, site } from './support/two-node.ts';

const said = (address: string, received = 20, ms = 0.2) =>
  `== ${address} figures 0
20 packets transmitted, ${received} received, ${(20 - received) * 5}% packet loss, time 1070ms
${received > 0 ? `rtt min/avg/max/mdev = ${ms}/${ms}/${ms}/0.01 ms\n` : ''}== ${address} size 1500
3 packets transmitted, ${received > 0 ? 3 : 0} received, 0% packet loss, time 402ms
`;
const record = (link0: string, link1: string) => `${link0}${link1}== - neighbours 0\n[]\n== end\n`;
const GOOD = record(said('10.10.10.12'), said('10.10.11.12'));
const measured = (text: string) =>
  changed(basedSite(), NODE1, { preflightRecords: known(new Map([['paths-links.txt', text]])) });
const MEASURE = /-I 10\.10\.10\.11 10\.10\.10\.12[\s\S]*-I 10\.10\.11\.11 10\.10\.11\.12/;

test('links without their addresses wait for them', () => {
  expect(checkStep(linksStep, NODE1, freshSite())).toEqual({ state: 'later', waitsFor: ['base.cluster-links'] });
});

test('every link is measured, each from its own address, and then nothing is needed', async () => {
  expect(checkStep(linksStep, NODE1, basedSite())).toEqual({
    state: 'needed',
    changes: [{ what: '10.10.10.0/24, 10.10.11.0/24', after: 'measured to pve-node2' }],
  });
  const applied = await applyStep(linksStep, {
    target: NODE1,
    looks: [basedSite()],
    scripts: { [NODE1]: [{ command: MEASURE, stdout: GOOD }] },
  });
  expect(applied.failure).toBeUndefined();
  expect(applied.notes).toHaveLength(2);
  expect(checkStep(linksStep, NODE1, measured(GOOD))).toEqual({ state: 'satisfied' });
});

test.each([
  [
    record(said('10.10.10.12', 0), said('10.10.11.12')),
    'pve-node1 gets no answer from pve-node2 at 10.10.10.12 over 10.10.10.0/24.',
  ],
  [
    record(said('10.10.10.12'), said('10.10.11.12', 20, 31)),
    'From pve-node1 to pve-node2 (10.10.11.12) the answer takes 31 ms on average over 10.10.11.0/24; the cluster wants less than 5 ms.',
  ],
])('a bad link stops the cluster with the exact sentence', async (text, sentence) => {
  const applied = await applyStep(linksStep, {
    target: NODE1,
    looks: [basedSite()],
    scripts: { [NODE1]: [{ command: MEASURE, stdout: text }] },
  });
  expect(applied.failure).toBe(sentence);
  expect(checkStep(linksStep, NODE1, measured(text)).state).toBe('needed');
});

test('12 ms are borne by two nodes and told of, and too much for four', () => {
  const text = record(said('10.10.10.12', 20, 12), said('10.10.11.12'));
  expect(checkStep(linksStep, NODE1, measured(text))).toMatchObject({
    state: 'satisfied',
    warnings: [{ code: 'preflight.latency', severity: 'warning' }],
  });
  const more = [13, 14].map(
    (number) =>
      ({
        ...site.hosts[1],
        name: `pve-node${number - 10}`,
        address: `192.168.1.${number}`,
        links: { 0: `10.10.10.${number}`, 1: `10.10.11.${number}` },
      }) as (typeof site.hosts)[0],
  );
  const four = { site: { ...site, hosts: [...site.hosts, ...more] } };
  const all = record(
    `${said('10.10.10.12', 20, 12)}${said('10.10.10.13')}${said('10.10.10.14')}`,
    `${said('10.10.11.12')}${said('10.10.11.13')}${said('10.10.11.14')}`,
  );
  expect(checkStep(linksStep, NODE1, measured(all), four)).toMatchObject({
    state: 'needed',
    changes: [{ before: 'bad figures', after: 'measured to pve-node2, pve-node3, pve-node4' }],
  });
});

test('a link that no step brings about blocks with the exact sentence', () => {
  const elsewhere = {
    ...site,
    network: { ...site.network, links: [] },
  };
  expect(sentenceOf(checkStep(linksStep, NODE1, freshSite(), { site: elsewhere }))).toBe(
    'pve-node1 does not have the address 10.10.10.11 of cluster link 0.',
  );
});

test('members are not asked, and a node alone has nobody to ask', () => {
  expect(checkStep(linksStep, NODE1, createdSite())).toEqual({ state: 'satisfied' });
  expect(linksStep.targets(site)).toEqual([NODE1, NODE2]);
  expect(linksStep.targets({ ...site, hosts: site.hosts.filter(({ name }) => name !== NODE2) })).toEqual([]);
});
