import { readFileSync } from 'node:fs';
import type { AssetStore } from '../../stacks/asset-store.ts';
import type { ArchiveSource } from './archive-source.ts';

/** Releases of Debian whose archives and keys are known. */
export const DEBIAN_RELEASES = ['trixie', 'bookworm'] as const;
export type DebianRelease = (typeof DEBIAN_RELEASES)[number];

/** Name of a release by its number, as sites write it: `13` is trixie. */
export function debianRelease(osVersion: string): DebianRelease | undefined {
  const byNumber: Readonly<Record<string, DebianRelease>> = { '12': 'bookworm', '13': 'trixie' };
  return byNumber[osVersion.split('.')[0] ?? ''];
}

/** Debian under a release of Proxmox VE (pve-facts 1.6). */
export function debianOfPve(pveVersion: string): DebianRelease {
  return pveVersion.startsWith('8.') ? 'bookworm' : 'trixie';
}

/** Where archives lie when nobody says otherwise: as their makers name them. */
const ROOTS = {
  debian: 'http://deb.debian.org/debian',
  'debian-security': 'http://deb.debian.org/debian-security',
} as const;

export interface ArchivePlaces {
  /** Public keys of the application (`installer-assets/keys`). */
  readonly assets: AssetStore;
  /** Roots that the office names in place of the makers' (`debian`, `debian-security`), or besides (`pve`, `ceph`). */
  readonly roots?: Readonly<Partial<Record<string, { readonly url: string }>>>;
}

/**
 * What a Debian of this release is fed from. Security comes first, so that of equal versions its file is taken.
 * Point releases are signed by the archive's keys and by the release's own.
 */
export function debianArchives(release: DebianRelease, places: ArchivePlaces): readonly ArchiveSource[] {
  const archive = [`debian-archive-${release}-automatic`, `debian-archive-${release}-stable`];
  const source = (id: keyof typeof ROOTS, suite: string, keys: readonly string[]): ArchiveSource => ({
    id,
    url: rootOf(places.roots?.[id]?.url ?? ROOTS[id]),
    suite,
    components: ['main'],
    keys: keysOf(places.assets, keys),
  });
  return [
    source('debian-security', `${release}-security`, [`debian-archive-${release}-security-automatic`]),
    source('debian', `${release}-updates`, archive),
    source('debian', release, archive),
  ];
}

/**
 * Proxmox' own packages (no subscription) and its Ceph, where the office names their roots: nodes have them installed already,
 * and what is carried to them comes from Debian. Both are signed with Proxmox' key of the release.
 */
export function proxmoxArchives(release: DebianRelease, { assets, roots }: ArchivePlaces): readonly ArchiveSource[] {
  const named = (id: string, component: string): readonly ArchiveSource[] => {
    const url = roots?.[id]?.url;
    if (url === undefined) return [];
    const keys = keysOf(assets, [`proxmox-release-${release}`]);
    return [{ id, url: rootOf(url), suite: release, components: [component], keys }];
  };
  return [...named('pve', 'pve-no-subscription'), ...named('ceph', 'no-subscription')];
}

function rootOf(url: string): string {
  return url.replace(/\/+$/, '');
}

function keysOf(assets: AssetStore, names: readonly string[]): readonly Uint8Array[] {
  return names.map((name) => {
    const { source } = assets.asset(`installer-assets/keys/${name}.gpg`);
    return 'bytes' in source ? source.bytes : readFileSync(source.path);
  });
}
