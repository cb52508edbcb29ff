import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { hostsFileStep } from '../../electron/engine/steps/base/hosts-file.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, NODE1, WITNESS } from './support/two-node.ts';

const WHOLE = `127.0.0.1 localhost.localdomain localhost
192.168.1.11 pve-node1.municipal.lan pve-node1
# BEGIN sitewright municipal
192.168.1.12 pve-node2.municipal.lan pve-node2
192.168.1.20 witness.municipal.lan witness
192.168.1.100 vm-dashboard.municipal.lan vm-dashboard
# END sitewright municipal
`;

test('a fresh node gets the names of all hosts below its own line', async () => {
  expect(checkStep(hostsFileStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [{ what: '/etc/hosts', after: '4 names' }],
  });
  const upload = { upload: '/etc/hosts', mode: 0o644, owner: 'root:root', content: WHOLE };
  await applyStep(hostsFileStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [upload] } });
});

test('names that are there already bring no command', async () => {
  expect(checkStep(hostsFileStep, NODE1, basedSite())).toEqual({ state: 'satisfied' });
  await applyStep(hostsFileStep, { target: NODE1, looks: [basedSite()], scripts: { [NODE1]: [] } });
});

test('a 127.0.1.1 line for the host itself is taken out', async () => {
  const upload = { upload: '/etc/hosts', content: /^127\.0\.0\.1 localhost\n# BEGIN sitewright municipal\n/ };
  await applyStep(hostsFileStep, { target: WITNESS, looks: [freshSite()], scripts: { [WITNESS]: [upload] } });
});

test('what stands below our begin without an end is not thrown away', async () => {
  const text = '127.0.0.1 localhost\n# BEGIN sitewright municipal\n10.0.0.9 printer\n';
  const hosts = changed(freshSite(), NODE1, { hostsFile: known(text) });
  const upload = { upload: '/etc/hosts', content: /^127\.0\.0\.1 localhost\n10\.0\.0\.9 printer\n# BEGIN sitewright/ };
  await applyStep(hostsFileStep, { target: NODE1, looks: [hosts], scripts: { [NODE1]: [upload] } });
});

test('localhost stays where the host shared its line', async () => {
  const hosts = changed(freshSite(), WITNESS, {
    hostsFile: known('127.0.0.1 localhost witness\n127.0.1.1\twitness.municipal.lan witness\n::1 localhost\n'),
  });
  const upload = { upload: '/etc/hosts', content: /^127\.0\.0\.1 localhost\n::1 localhost\n# BEGIN sitewright/ };
  await applyStep(hostsFileStep, { target: WITNESS, looks: [hosts], scripts: { [WITNESS]: [upload] } });
});

test('a wrong address for its own name blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { hostsFile: known('192.168.100.2 pve-node1.municipal.lan pve-node1\n') });
  expect(sentenceOf(checkStep(hostsFileStep, NODE1, hosts))).toBe(
    '/etc/hosts of pve-node1 gives its own name the address 192.168.100.2; the site says 192.168.1.11.',
  );
});

test('an address of the other family for its own name is no conflict', () => {
  const text = '192.168.1.11 pve-node1.municipal.lan pve-node1\nfd00::11 pve-node1.municipal.lan pve-node1\n';
  const hosts = changed(freshSite(), NODE1, { hostsFile: known(text) });
  expect(checkStep(hostsFileStep, NODE1, hosts).state).toBe('needed');
});

test('a file that somebody cut back is still found wanting after an upload that did not hold', () => {
  const hosts = changed(basedSite(), NODE1, { hostsFile: known('192.168.1.11 pve-node1.municipal.lan pve-node1\n') });
  expect(checkStep(hostsFileStep, NODE1, hosts).state).toBe('needed');
});

test.each(['192.168.1.99 pve-node2.municipal.lan pve-node2\n', '192.168.1.99 printer PVE-NODE2 # the old one\n'])(
  'a line above ours that gives another host a wrong address blocks with the exact sentence: %j',
  (line) => {
    const text = `127.0.0.1 localhost\n192.168.1.11 pve-node1.municipal.lan pve-node1\n${line}`;
    const hosts = changed(freshSite(), NODE1, { hostsFile: known(text) });
    const verdict = checkStep(hostsFileStep, NODE1, hosts);
    expect(sentenceOf(verdict)).toBe(
      '/etc/hosts of pve-node1 gives pve-node2 the address 192.168.1.99; the site says 192.168.1.12.',
    );
    expect(verdict.state === 'blocked' && describeDiagnostic(verdict.diagnostic, 'es').summary).toBe(
      '/etc/hosts de pve-node1 da a pve-node2 la dirección 192.168.1.99; el sitio dice 192.168.1.12.',
    );
  },
);

test('the right address of another host, a further family and a comment are no conflict', () => {
  const text =
    '192.168.1.11 pve-node1\n192.168.1.12 pve-node2\nfd00::12 pve-node2\n#192.168.1.99 pve-node2\n192.168.1.99 pve-node22\n';
  expect(checkStep(hostsFileStep, NODE1, changed(freshSite(), NODE1, { hostsFile: known(text) })).state).toBe('needed');
});
