import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { type Known, known, unknown } from '../../electron/engine/facts/fact.ts';
import { nameFacts, namesStep } from '../../electron/engine/steps/preflight/names.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1, site, WITNESS } from './support/two-node.ts';

const withNames = (names: Known<readonly string[]>) =>
  changed(freshSite(), NODE1, { extra: new Map([['preflight.own-names', names]]) });

test('a node that finds itself needs nothing', async () => {
  expect(checkStep(namesStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
  await applyStep(namesStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('another machine at the address blocks with the exact sentence', () => {
  const verdict = checkStep(namesStep, NODE1, changed(freshSite(), NODE1, { nodeName: known('pve7') }));
  expect(sentenceOf(verdict)).toBe('The machine at 192.168.1.11 is called pve7; the site calls it pve-node1.');
});

test('a name that leads elsewhere blocks with the exact sentence', () => {
  const verdict = checkStep(namesStep, NODE1, changed(freshSite(), NODE1, { ownAddresses: known(['192.168.100.2']) }));
  expect(sentenceOf(verdict)).toBe('pve-node1 finds its own name at 192.168.100.2; the site says 192.168.1.11.');
  expect(verdict.state === 'blocked' && describeDiagnostic(verdict.diagnostic, 'es').summary).toBe(
    'pve-node1 encuentra su propio nombre en 192.168.100.2; el sitio dice 192.168.1.11.',
  );
});

test('the loopback address before the right one is what Proxmox passes over', () => {
  const hosts = changed(freshSite(), NODE1, { ownAddresses: known(['127.0.1.1', '192.168.1.11']) });
  expect(checkStep(namesStep, NODE1, hosts)).toEqual({ state: 'satisfied' });
});

test('an address of the other family is not taken for a wrong one', () => {
  const hosts = changed(freshSite(), NODE1, { ownAddresses: known(['fe80::1', '192.168.1.11']) });
  expect(checkStep(namesStep, NODE1, hosts)).toEqual({ state: 'satisfied' });
});

test('loopback alone is mended by the step that writes the names, as long as the cluster file system runs', () => {
  const hosts = changed(freshSite(), NODE1, { ownAddresses: known(['127.0.1.1']) });
  expect(checkStep(namesStep, NODE1, hosts)).toEqual({ state: 'satisfied' });
  const down = changed(hosts, NODE1, { pmxcfs: known({ mounted: false, writable: false }) });
  expect(sentenceOf(checkStep(namesStep, NODE1, down))).toBe(
    'pve-node1 finds its own name only at 127.0.1.1, and the cluster file system does not run.',
  );
});

test('an address that has another name blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(namesStep, NODE1, withNames(known(['printer.municipal.lan', 'printer']))))).toBe(
    'pve-node1 finds another name at its own address 192.168.1.11: printer.municipal.lan, printer.',
  );
});

test('an address that nobody names yet is no fault, and one that was not asked is unknown', () => {
  expect(checkStep(namesStep, NODE1, withNames(known([])))).toEqual({ state: 'satisfied' });
  expect(sentenceOf(checkStep(namesStep, NODE1, withNames(unknown('exit code 3'))))).toBe(
    'pve-node1 did not say preflight.own-names: exit code 3.',
  );
});

test('only nodes are asked; nothing found is an answer, a failure is none', () => {
  expect(nameFacts.facts(site, WITNESS)).toEqual([]);
  const [fact] = nameFacts.facts(site, NODE1);
  const answer = (code: number, stdout: string) => fact?.parse({ code, stdout, stderr: '' });
  expect(answer(0, '192.168.1.11    pve-node1.municipal.lan pve-node1\n')).toEqual(
    known(['pve-node1.municipal.lan', 'pve-node1']),
  );
  expect(answer(2, '')).toEqual(known([]));
  expect(answer(127, '')?.known).toBe(false);
});
