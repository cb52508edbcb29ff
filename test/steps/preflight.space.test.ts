import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { spaceStep } from '../../electron/engine/steps/preflight/space.ts';
import type { BundleView } from '../../electron/engine/steps/step.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, createdSite, freshSite, NODE1, NODE2, site } from './support/two-node.ts';

const image = site.templates[0]?.image ?? '';
/** A bundle with one cloud image of this size. */
const bundle = (sizeBytes: number): BundleView => ({
  list: () => [],
  asset: (path) =>
    path === `cloud-images/${image}` ? { source: { bytes: new Uint8Array() }, sha256: '', sizeBytes } : undefined,
  images: new Map(),
});
const free = (gb: number) => known({ totalBytes: 60e9, freeBytes: gb * 1e9 });

test('enough room needs nothing', async () => {
  expect(checkStep(spaceStep, NODE1, freshSite(), { bundle: bundle(400e6) })).toEqual({ state: 'satisfied' });
  await applyStep(spaceStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('too little for the image and a reserve blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { rootSpace: free(2.3) });
  const verdict = checkStep(spaceStep, NODE1, hosts, { bundle: bundle(400e6) });
  expect(sentenceOf(verdict)).toBe('pve-node1 has 2.3 GB free on /; 2.4 GB are needed.');
  expect(verdict.state === 'blocked' && describeDiagnostic(verdict.diagnostic, 'es').summary).toBe(
    'pve-node1 tiene 2,3 GB libres en /; se necesitan 2,4 GB.',
  );
});

test('the image counts only on the node of its template, and only until the template exists', () => {
  const room = { rootSpace: free(2.3) };
  expect(checkStep(spaceStep, NODE2, changed(freshSite(), NODE2, room), { bundle: bundle(400e6) }).state).toBe(
    'satisfied',
  );
  const id = site.templates[0]?.id ?? 0;
  const made = { ...room, vmList: known(new Map([[id, { id, type: 'qemu', node: NODE1 }]])) };
  expect(checkStep(spaceStep, NODE1, changed(freshSite(), NODE1, made), { bundle: bundle(400e6) }).state).toBe(
    'satisfied',
  );
});

test('a full storage of its own blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { imageSpace: free(0.4) });
  expect(sentenceOf(checkStep(spaceStep, NODE1, hosts))).toBe(
    'pve-node1 has 0.4 GB free on /var/lib/vz; 1 GB are needed.',
  );
});

test('a site that stands is told and goes on', () => {
  const verdict = checkStep(spaceStep, NODE1, changed(createdSite(), NODE1, { rootSpace: free(0.5) }));
  expect(verdict).toMatchObject({ state: 'satisfied', warnings: [{ code: 'preflight.space', severity: 'warning' }] });
});

test('room that is not known is not taken for enough', () => {
  const hosts = changed(freshSite(), NODE1, { rootSpace: unknown('exit code 1') });
  expect(sentenceOf(checkStep(spaceStep, NODE1, hosts))).toBe('pve-node1 did not say rootSpace: exit code 1.');
});
