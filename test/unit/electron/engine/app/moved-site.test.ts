import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownAddresses } from '../../../../../electron/engine/app/laptop-view.ts';
import { followMovedSite } from '../../../../../electron/engine/app/moved-site.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { recentSites, rememberSite } from '../../../../../electron/engine/workspace/recent-sites.ts';

const root = join(import.meta.dirname, '../../../../..');
const assets = folderAssets(root);
const now = new Date('2026-03-02T10:00:00Z');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moved-'));
  for (const example of ['two-node', 'three-node-dhcp']) {
    await mkdir(join(folder, example));
    await copyFile(join(root, 'examples', example, 'site.toml'), join(folder, example, 'site.toml'));
  }
  await rememberSite(folder, join(folder, 'two-node/site.toml'), now, { id: 'municipal', name: 'Municipal' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const follow = (from: string, to: string) =>
  followMovedSite(folder, assets, join(folder, from, 'site.toml'), join(folder, to), now);

describe('a site whose folder moved', () => {
  it('is known in its new place, by its folder or its file, and no more in the old one', async () => {
    await mkdir(join(folder, 'stick'));
    await rename(join(folder, 'two-node'), join(folder, 'stick/city'));
    expect(await follow('two-node', 'stick/city')).toBe(join(folder, 'stick/city/site.toml'));
    expect(await recentSites(folder)).toEqual([
      {
        siteFile: join(folder, 'stick/city/site.toml'),
        openedAt: now.toISOString(),
        id: 'municipal',
        name: 'Municipal monitoring',
      },
    ]);
  });

  it('is not taken for another one, and the list stays as it was', async () => {
    const before = await recentSites(folder);
    await rm(join(folder, 'two-node'), { recursive: true });
    await expect(follow('two-node', 'three-node-dhcp/site.toml')).rejects.toMatchObject({
      diagnostics: [{ code: 'sites.other-site', params: { wanted: 'municipal' } }],
    });
    await expect(follow('two-node', 'nowhere/site.toml')).rejects.toMatchObject({
      diagnostics: [{ code: 'site.not-found' }],
    });
    expect(await recentSites(folder)).toEqual(before);
  });

  it('has not moved as long as it is there', async () => {
    await expect(follow('two-node', 'two-node')).rejects.toMatchObject({
      diagnostics: [{ code: 'sites.still-there' }],
    });
  });
});

it('the addresses of a laptop are those that others can reach it under', () => {
  const entry = { netmask: '', mac: '', family: 'IPv4', internal: false, cidr: null } as const;
  expect(
    ownAddresses({
      lo: [{ ...entry, address: '127.0.0.1', internal: true }],
      eth0: [
        { ...entry, address: '192.168.1.50' },
        { ...entry, family: 'IPv6', address: 'fe80::1', scopeid: 2 },
      ],
      wlan0: [{ ...entry, address: '169.254.3.4' }],
    }),
  ).toEqual([{ name: 'eth0', address: '192.168.1.50' }]);
});
