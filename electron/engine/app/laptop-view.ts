import { readdir } from 'node:fs/promises';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import type { LaptopView } from '../../api/laptop.ts';
import { freeBytesAt } from '../bundle/make/free-space.ts';
import { isOverlayFile, readOverlay } from '../image/overlay.ts';
import { listDrives } from '../usb/list-drives.ts';
import { recentSites } from '../workspace/recent-sites.ts';

/** What this laptop brings to any site, for the first page. Nothing of it is waited for or asked with privilege. */
export async function laptopView(
  folders: { readonly state: string; readonly sites: string },
  canWriteDrives: boolean,
): Promise<LaptopView> {
  const [freeBytes, bases, sticks] = await Promise.all([
    freeBytesAt(folders.sites),
    knownBases(folders.state),
    listDrives({}).then(
      ({ drives }) => drives.filter(({ verdict }) => verdict === 'offered').length,
      () => undefined,
    ),
  ]);
  return {
    sitesFolder: folders.sites,
    ...(freeBytes === undefined ? {} : { freeBytes }),
    bases: [...bases],
    canWriteDrives,
    ...(sticks === undefined ? {} : { sticks }),
    addresses: [...ownAddresses(networkInterfaces())],
  };
}

/** IPv4 addresses that others can reach this laptop under. */
export function ownAddresses(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): LaptopView['addresses'] {
  return Object.entries(interfaces).flatMap(([name, entries]) =>
    (entries ?? [])
      .filter(({ internal, family, address }) => !internal && family === 'IPv4' && !address.startsWith('169.254.'))
      .map(({ address }) => ({ name, address })),
  );
}

async function knownBases(state: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { siteFile } of await recentSites(state)) {
    const media = join(dirname(siteFile), 'media');
    for (const name of await readdir(media).catch(() => []))
      if (name.endsWith('.overlay')) for (const base of baseOf(join(media, name))) found.add(base);
  }
  return [...found].sort();
}

/** The base that an overlay was made for; none for a file that is no overlay after all. */
function baseOf(file: string): readonly string[] {
  try {
    return isOverlayFile(file) ? [readOverlay(file).header.base.volumeId] : [];
  } catch {
    return [];
  }
}
