import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseSite } from '../../../../electron/engine/site/parse-site.ts';
import { allowingWipe } from '../../../../renderer/run/allow-wipe.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../examples/two-node/site.toml'), 'utf8');
const withDir = text.replace(
  '[[storages]]',
  '[[storages]]\ntype = "dir"\nid = "isos"\npath = "/srv/isos"\ncontent = ["iso"]\n\n[[storages]]',
);
const { site } = parseSite(withDir);

it('the serial is added to what its storage may wipe, and to nothing else', () => {
  if (!site) throw new Error('the example cannot be read');
  expect(allowingWipe(site, 'vmdata', 'S6PUNX0T700412')).toEqual([
    { op: 'set', path: 'storages[1].allowWipe', value: ['S6PUNX0T700412'] },
  ]);
  const before = {
    ...site,
    storages: site.storages.map((one) => ('disks' in one ? { ...one, allowWipe: ['A'] } : one)),
  };
  expect(allowingWipe(before, 'vmdata', 'B')[0]).toMatchObject({ value: ['A', 'B'] });
  expect(allowingWipe(before, 'vmdata', 'A')).toEqual([]);
});

it('a storage without disks of its own, one that is not there, and an unknown serial change nothing', () => {
  if (!site) throw new Error('the example cannot be read');
  expect(allowingWipe(site, 'isos', 'S6PUNX0T700412')).toEqual([]);
  expect(allowingWipe(site, 'nowhere', 'S6PUNX0T700412')).toEqual([]);
  expect(allowingWipe(site, 'vmdata', '')).toEqual([]);
});
