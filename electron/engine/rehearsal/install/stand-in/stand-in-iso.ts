import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import type { PveVersion } from '../../../../api/site.ts';
import type { IsoNode } from './iso-records.ts';
import { makeIso } from './make-iso.ts';

export interface StandInIsoOptions {
  readonly version: PveVersion;
  /** Bytes that stand for the installer's squashfs files; default 256 KiB. */
  readonly contentBytes?: number;
}

const CODENAME = { '8.4': 'bookworm', '9.1': 'trixie', '9.2': 'trixie' } as const;
const DEFAULT_CONTENT_BYTES = 256 * 1024;
const EFI_IMAGE_BYTES = 64 * 1024;

/**
 * A stand-in for the vendor's installer image, so that a rehearsal needs no download: the vendor's root directory, volume id and
 * padding, nothing that runs. It boots simulated machines only. Its digest is typed like that of any unknown base.
 */
export function makeStandInIso(options: StandInIsoOptions): Buffer {
  return makeIso({
    volumeId: 'PVE',
    root: rootFolder(options),
    bios: '/boot/grub/i386-pc/eltorito.img',
    efi: '/efi.img',
    catalogue: '/boot/boot.cat',
  });
}

/** Writes a stand-in at `path` (whole or not at all) and gives back its SHA-256: what is typed to accept it. */
export function writeStandInIso(path: string, options: StandInIsoOptions): { readonly sha256: string } {
  const bytes = makeStandInIso(options);
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
  return { sha256: createHash('sha256').update(bytes).digest('hex') };
}

function rootFolder({
  version,
  contentBytes = DEFAULT_CONTENT_BYTES,
}: StandInIsoOptions): Extract<IsoNode, { kind: 'folder' }> {
  return folder({
    '.base': folder({}),
    '.cd-info': file(
      `ISONAME='proxmox-ve'\nRELEASE='${version}'\nISORELEASE='1'\nPRODUCT='pve'\nPRODUCTLONG='Proxmox VE'\n`,
    ),
    '.installer': folder({}),
    '.installer-mp': folder({}),
    '.pve-cd-id.txt': file(`sitewright-rehearsal-${version}\n`),
    '.workdir': folder({}),
    COPYING: file(filler(2900, 1)),
    COPYRIGHT: file(filler(2901, 2)),
    EULA: file(filler(2902, 3)),
    'Release.txt': file(`Proxmox VE ${version}, stand-in of a rehearsal: it installs nothing on real machines.\n`),
    System: folder({ Library: folder({}) }),
    'auto-installer-capable': file(''),
    boot: folder({
      'boot.cat': file(''),
      grub: folder({
        'grub.cfg': file('set timeout=10\n'),
        'i386-pc': folder({ 'eltorito.img': file(filler(2048, 4)) }),
      }),
      'initrd.img': file(filler(6000, 5)),
      linux26: file(filler(9000, 6)),
    }),
    debian: { kind: 'link', target: 'dists' },
    dists: folder({ [CODENAME[version]]: folder({ Release: file(filler(700, 7)) }) }),
    'efi.img': file(filler(EFI_IMAGE_BYTES, 8)),
    mach_kernel: file(''),
    proxmox: folder({
      packages: folder(
        Object.fromEntries(
          Array.from({ length: 12 }, (_, index) => [
            `a-package-with-a-long-name_${index + 1}.0-1_amd64.deb`,
            file(filler(600 + index, 20 + index)),
          ]),
        ),
      ),
    }),
    'pve-base.squashfs': file(filler(Math.ceil((contentBytes * 3) / 4), 9)),
    'pve-installer.squashfs': file(filler(Math.ceil(contentBytes / 4), 10)),
  });
}

function folder(children: Readonly<Record<string, IsoNode>>): Extract<IsoNode, { kind: 'folder' }> {
  return { kind: 'folder', children: new Map(Object.entries(children)) };
}

function file(content: string | Uint8Array): IsoNode {
  return { kind: 'file', bytes: typeof content === 'string' ? Buffer.from(content) : content };
}

/** Bytes without meaning, the same for the same seed, never all zero. */
function filler(length: number, seed: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  let state = seed * 2_654_435_761;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = (state >>> 24) | 1;
  }
  return bytes;
}
