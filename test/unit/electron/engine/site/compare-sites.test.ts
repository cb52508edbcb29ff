import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { compareSites } from '../../../../../electron/engine/site/compare-sites.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const TEXT = readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
const siteOf = (text: string): Site => {
  const { draft } = parseSite(text);
  if (!draft) throw new Error('no site');
  return draft;
};
const site = siteOf(TEXT);
const against = (text: string) => compareSites(site, siteOf(text));

describe('two sites beside each other', () => {
  it('are equal when they mean the same: comments, blanks and written defaults do not count', () => {
    expect(compareSites(site, site)).toEqual([]);
    expect(
      against(`# another\n${TEXT.replace('filesystem = "ext4"', 'filesystem = "ext4"\nrebootMode = "power-off"')}`),
    ).toEqual([]);
  });

  it('name what differs by its path, with both values', () => {
    expect(against(TEXT.replace('address = "192.168.1.12"', 'address = "192.168.1.13"'))).toEqual([
      { path: 'hosts[pve-node2].address', left: '192.168.1.12', right: '192.168.1.13' },
    ]);
  });

  it('show what only one of them says on its side alone', () => {
    const more = TEXT.replace('label = "Reception"', 'label = "Reception"\nvia = "pve-node1"');
    expect(against(more)).toEqual([{ path: 'hosts[witness].via', right: 'pve-node1' }]);
    expect(compareSites(siteOf(more), site)).toEqual([{ path: 'hosts[witness].via', left: 'pve-node1' }]);
  });

  it('do not differ by the order of what has a name', () => {
    expect(compareSites(site, { ...site, hosts: [...site.hosts].reverse() })).toEqual([]);
  });

  it('differ by the order of what has none', () => {
    const dns = (list: readonly string[]): Site => ({
      ...site,
      network: { ...site.network, management: { ...site.network.management, dns: [...list] } },
    });
    expect(compareSites(dns(['10.0.0.1', '10.0.0.2']), dns(['10.0.0.2', '10.0.0.1']))).toEqual([
      { path: 'network.management.dns', left: '10.0.0.1, 10.0.0.2', right: '10.0.0.2, 10.0.0.1' },
    ]);
  });

  it('tell another file of a stack by its digest, never by its content', () => {
    const [first, ...rest] = site.stacks;
    if (!first) throw new Error('no stack');
    const bringing = (content: string): Site => ({
      ...site,
      stacks: [
        { ...first, files: [{ name: 'compose.yaml', base64: Buffer.from(content).toString('base64') }] },
        ...rest,
      ],
    });
    const [row, ...others] = compareSites(bringing('one'), bringing('two'));
    expect(others).toEqual([]);
    expect(row?.path).toBe('stacks[monitoring].files[compose.yaml].base64');
    expect(row?.left).toMatch(/^sha256 [0-9a-f]{16}$/);
  });
});
