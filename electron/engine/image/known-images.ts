import { fail } from '../../api/diagnostic.ts';
import type { KnownImage } from '../../api/image.ts';

/**
 * Digests of official Proxmox VE installer images (amd64). The vendor publishes them in SHA256SUMS beside the images
 * and on the download pages. They were not read there by us: each was found equal in at least two independent
 * public repositories that quote it (a captured copy of SHA256SUMS of August 2026 among them for 8.4-1, 9.1-1 and 9.2-1).
 */
const INDEX = 'https://enterprise.proxmox.com/iso/SHA256SUMS';
export const KNOWN_IMAGES: readonly KnownImage[] = [
  {
    product: 'pve',
    version: '8.3-1',
    fileName: 'proxmox-ve_8.3-1.iso',
    sha256: 'b5c2d10d6492d2d763e648bc8562d0f77a90c39fac3a664e676e795735198b45',
    source: `${INDEX}, by public quotations of it`,
  },
  {
    product: 'pve',
    version: '8.4-1',
    fileName: 'proxmox-ve_8.4-1.iso',
    sha256: 'd237d70ca48a9f6eb47f95fd4fd337722c3f69f8106393844d027d28c26523d8',
    source: `${INDEX}, by public quotations of it`,
  },
  {
    product: 'pve',
    version: '9.0-1',
    fileName: 'proxmox-ve_9.0-1.iso',
    sha256: '228f948ae696f2448460443f4b619157cab78ee69802acc0d06761ebd4f51c3e',
    source: `${INDEX}, by public quotations of it`,
  },
  {
    product: 'pve',
    version: '9.1-1',
    fileName: 'proxmox-ve_9.1-1.iso',
    sha256: '6d8f5afc78c0c66812d7272cde7c8b98be7eb54401ceb045400db05eb5ae6d22',
    source: `${INDEX}, by public quotations of it`,
  },
  {
    product: 'pve',
    version: '9.2-1',
    fileName: 'proxmox-ve_9.2-1.iso',
    sha256: '4e88fe416df9b527624a175f24c9aa07c714d3332afb1ee3dbf3879573ef2c6c',
    source: `${INDEX}, by public quotations of it`,
  },
];

/** How a base came to be trusted; the report records it. */
export type BaseAcceptance =
  | { readonly by: 'known-image'; readonly image: KnownImage }
  | { readonly by: 'typed-digest' };

export interface BaseToAccept {
  readonly file: string;
  readonly sha256: string;
  /** The digest the technician typed (`--accept-base`), any case. */
  readonly acceptBase?: string | undefined;
  readonly known?: readonly KnownImage[];
}

/**
 * Whether a base with this digest may be used. A typed digest must be the right one even for a known image: typing it is
 * a check. Errors: `image.base-unknown`, `image.base-accept-differs`.
 */
export function acceptBase({ file, sha256, acceptBase: typed, known = KNOWN_IMAGES }: BaseToAccept): BaseAcceptance {
  if (typed !== undefined && typed.trim().toLowerCase() !== sha256) {
    throw fail('image.base-accept-differs', { params: { file, sha256, accepted: typed.trim().toLowerCase() } });
  }
  const image = known.find((entry) => entry.sha256 === sha256);
  if (image) return { by: 'known-image', image };
  if (typed === undefined) throw fail('image.base-unknown', { params: { file, sha256 } });
  return { by: 'typed-digest' };
}
