import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usableSize } from '../../../../../../electron/api/raid.ts';
import { diskSerials } from '../../../../../../electron/api/site-storage.ts';
import { parseSite } from '../../../../../../electron/engine/site/parse-site.ts';
import { ROOT } from '../../../../../support/test-engine.ts';

const example = readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
const OWN = 'disks = { pve-node1 = "S6PUNX0T700398", pve-node2 = "S6PUNX0T700412" }';

/** The example whose nodes have four further disks of this size each. */
function withDisks(lines: string, sizeGb = 960): string {
  if (!example.includes(OWN)) throw new Error('the example has other disks');
  const further = (node: number) =>
    ['A', 'B', 'C', 'D']
      .map((letter) => `  { serial = "${letter}-${node}", model = "Disk", sizeGb = ${sizeGb} },\n`)
      .join('');
  let text = example.replace(OWN, lines);
  for (const [node, serial] of [
    [1, 'S6PUNX0T700398'],
    [2, 'S6PUNX0T700412'],
  ] as const)
    text = text.replace(new RegExp(`^( *\\{ serial = "${serial}".*\\n)`, 'm'), `$1${further(node)}`);
  return text;
}

const found = (text: string) =>
  parseSite(text).diagnostics.flatMap(({ code, severity, subject }) =>
    severity === 'error' ? [`${code} ${subject.field ?? ''}`] : [],
  );
const disks = (raid: string, one: readonly string[], two: readonly string[] = one) => {
  const list = (letters: readonly string[], node: number) =>
    `[${letters.map((letter) => `"${letter}-${node}"`).join(', ')}]`;
  return `raid = "${raid}"\ndisks = { pve-node1 = ${list(one, 1)}, pve-node2 = ${list(two, 2)} }`;
};

describe('the disks of a pool', () => {
  it('are one serial without raid, as ever', () => {
    const { site } = parseSite(example);
    const [storage] = site?.storages ?? [];
    if (storage?.type !== 'zfspool') throw new Error('the example has no pool');
    expect(storage.raid).toBe('single');
    expect(diskSerials(storage, 'pve-node1')).toEqual(['S6PUNX0T700398']);
    expect(diskSerials(storage, 'constructor')).toEqual([]);
  });

  it.each([
    ['single', ['A']],
    ['mirror', ['A', 'B']],
    ['mirror', ['A', 'B', 'C']],
    ['raid10', ['A', 'B', 'C', 'D']],
    ['raidz', ['A', 'B', 'C']],
    ['raidz2', ['A', 'B', 'C', 'D']],
  ])('fit for %s of %j', (raid, letters) => {
    expect(found(withDisks(disks(raid, letters)))).toEqual([]);
  });

  it.each([
    ['single', ['A', 'B'], 'site.raid-single-many storages[0].disks.pve-node1'],
    ['mirror', ['A'], 'site.raid-too-few storages[0].disks.pve-node1'],
    ['raid10', ['A', 'B'], 'site.raid-too-few storages[0].disks.pve-node1'],
    ['raidz', ['A', 'B'], 'site.raid-too-few storages[0].disks.pve-node1'],
    ['raidz2', ['A', 'B', 'C'], 'site.raid-too-few storages[0].disks.pve-node1'],
    ['raidz3', ['A', 'B', 'C', 'D'], 'site.raid-too-few storages[0].disks.pve-node1'],
    ['mirror', ['A', 'A'], 'site.disk-twice storages[0].disks.pve-node1[1]'],
    ['mirror', ['A', 'X'], 'site.disk-not-in-inventory-near storages[0].disks.pve-node1[1]'],
  ])('are refused for %s of %j', (raid, letters, expected) => {
    expect(found(withDisks(disks(raid, letters)))).toContain(expected);
  });

  it('are an even number for raid10', () => {
    const odd = withDisks(disks('raid10', ['A', 'B', 'C', 'D'])).replace('"D-1"]', '"D-1", "S6PUNX0T700398"]');
    expect(found(odd)).toEqual(['site.raid-odd storages[0].disks.pve-node1']);
  });

  it('count on each node by themselves', () => {
    expect(found(withDisks(disks('mirror', ['A', 'B'], ['A'])))).toEqual([
      'site.raid-too-few storages[0].disks.pve-node2',
    ]);
  });

  it('are neither the system’s nor another storage’s', () => {
    const system = withDisks(disks('mirror', ['A', 'B'])).replace('"B-2"]', '"BTYF812304XQ240AGN"]');
    expect(found(system)).toContain('site.disk-is-system-disk storages[0].disks.pve-node2[1]');
    const thin = `\n[[storages]]\ntype = "lvmthin"\nid = "fast"\nvg = "fast"\nthinpool = "guests"\ndisks = { pve-node1 = "B-1" }\nnodes = ["pve-node1"]\n`;
    expect(found(`${withDisks(disks('mirror', ['A', 'B']))}${thin}`)).toEqual([
      'site.disk-of-two-storages storages[1].disks.pve-node1',
    ]);
  });

  it('may be wiped one by one', () => {
    const allowing = (serial: string) => withDisks(`${disks('mirror', ['A', 'B'])}\nallowWipe = ["${serial}"]`);
    expect(found(allowing('B-2'))).toEqual([]);
    expect(found(allowing('C-2'))).toEqual(['site.wipe-unknown storages[0].allowWipe']);
  });

  it('must hold what lies on them, by the kind of the pool', () => {
    const needs = (raid: string, letters: readonly string[]) =>
      withDisks(disks(raid, letters), 500).replace('diskGib = 32', 'diskGib = 800');
    expect(found(needs('mirror', ['A', 'B']))).toContain('site.disk-too-small storages[0].disks.pve-node1');
    expect(found(needs('raidz', ['A', 'B', 'C']))).toEqual([]);
    expect(found(needs('raid10', ['A', 'B', 'C', 'D']))).toEqual([]);
  });

  it('warn where those that stand for each other differ in size', () => {
    const sizes = (raid: string, letters: readonly string[]) =>
      parseSite(
        withDisks(disks(raid, letters)).replace(/(serial = "[CD]-1".*sizeGb = )960/g, '$11920'),
      ).diagnostics.flatMap(({ code, params }) => (code === 'site.raid-sizes-differ' ? [params?.sizes] : []));
    expect(sizes('mirror', ['A', 'B'])).toEqual([]);
    expect(sizes('mirror', ['A', 'C'])).toEqual(['A-1: 960 GB, C-1: 1920 GB']);
    expect(sizes('raid10', ['A', 'B', 'C', 'D'])).toEqual([]);
    expect(sizes('raid10', ['A', 'C', 'B', 'D'])).toEqual(['A-1: 960 GB, C-1: 1920 GB']);
  });

  it.each([['[]'], ['5'], ['[""]']])('are no %s', (value) => {
    const text = withDisks(`disks = { pve-node1 = ${value}, pve-node2 = "A-2" }`);
    expect(parseSite(text).site).toBeUndefined();
    expect(found(text)[0]).toMatch(/ storages\[0\]\.disks\.pve-node1/);
  });

  it('stay one serial for LVM', () => {
    const thin = `\n[[storages]]\ntype = "lvmthin"\nid = "fast"\nvg = "fast"\nthinpool = "guests"\ndisks = { pve-node1 = ["B-1"] }\nnodes = ["pve-node1"]\n`;
    expect(found(`${example}${thin}`)[0]).toMatch(/ storages\[1\]\.disks\.pve-node1/);
  });
});

it('names that zpool takes for something else are refused', () => {
  for (const pool of ['mirror', 'mirrored', 'raidz-data', 'spares', 'log', 'rpool'])
    expect(found(example.replace('pool = "data"', `pool = "${pool}"`)), pool).toEqual([
      'site.pool-name-reserved storages[0].pool',
    ]);
  expect(found(example.replace('pool = "data"', 'pool = "logs"'))).toEqual([]);
});

it('what a pool holds follows from its kind', () => {
  expect(usableSize('single', [10])).toBe(10);
  expect(usableSize('mirror', [10, 12, 11])).toBe(10);
  expect(usableSize('raid10', [10, 10, 20, 21])).toBe(30);
  expect(usableSize('raidz', [10, 10, 11])).toBe(20);
  expect(usableSize('raidz2', [10, 10, 10, 10])).toBe(20);
  expect(usableSize('raidz3', [10, 10, 10, 10, 10])).toBe(20);
});
