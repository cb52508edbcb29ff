import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { SiteSchema } from '../../../../electron/api/site.ts';
import { isSaid } from '../../../../renderer/state/is-said.ts';

const toml = readFileSync(join(import.meta.dirname, '../../../../examples/two-node/site.toml'), 'utf8');
const site = SiteSchema.parse({
  ...parse(toml),
  network: { ...(parse(toml).network as object), dhcp: { rangeStart: '192.168.1.200', rangeEnd: '192.168.1.240' } },
});

describe('whether a site says something', () => {
  it.each([
    ['name', true],
    ['hosts[0].install.diskSerials', true],
    ['hosts[0].install.diskSerials[0]', true],
    ['hosts[0].install.diskSerials[7]', false],
    ['hosts[0].install.zfs', false],
    ['hosts[0].install.zfs.ashift', false],
    ['hosts[9].install', false],
    ['hosts[0].links.0', true],
    ['hosts[0].install.nicNames."3c:ec:ef:7a:10:c4"', false],
    ['network.dhcp.rangeEnd', true],
  ])('%s: %s', (path, said) => {
    expect(isSaid(site, path)).toBe(said);
  });
});
