import type { PveVersion } from '../../../../api/site.ts';
import type { RehearsedStick } from '../rehearsed-machines.ts';
import { type BootMode, isBootable } from './boot-head.ts';
import { IsoFileSystem } from './isofs.ts';
import { openMedium } from './medium-bytes.ts';

/** pve-installer reads no larger first-boot program. */
export const FIRST_BOOT_LIMIT_BYTES = 1024 * 1024;
const SMALL_FILE_BYTES = 1024 * 1024;

/** What a machine finds on the stick it starts from. */
export type InstallMedium =
  | { readonly kind: 'not-bootable' }
  /** The loader starts and finds no menu. */
  | { readonly kind: 'no-menu' }
  | {
      readonly kind: 'installer';
      readonly release: { readonly version: string; readonly isoRelease: string; readonly fullName: string };
      /** The simulated behaviour; undefined for a release that is not simulated. */
      readonly version: PveVersion | undefined;
      /** Text of /auto-installer-mode.toml; the menu offers the automatic installation only then. */
      readonly modeFile: string | undefined;
      /** Read once the installer runs; each throws where the medium cannot be read. */
      readonly answer: () => string | undefined;
      /** One byte more than the limit where it is larger. */
      readonly firstBoot: () => Buffer | undefined;
    };

/** Reads a stick as firmware, GRUB and the installer's Linux do. What cannot be read at all does not boot. */
export function readMedium(stick: RehearsedStick, mode: BootMode): InstallMedium {
  let isHeadSound = false;
  try {
    const medium = openMedium(stick);
    try {
      isHeadSound = isBootable(medium, mode);
      if (!isHeadSound) return { kind: 'not-bootable' };
      return readInstaller(stick, new IsoFileSystem(medium));
    } finally {
      medium.close();
    }
  } catch {
    return { kind: isHeadSound ? 'no-menu' : 'not-bootable' };
  }
}

function readInstaller(stick: RehearsedStick, iso: IsoFileSystem): InstallMedium {
  if (!iso.find('/boot/grub/grub.cfg')) return { kind: 'no-menu' };
  const info = shellAssignments(iso.readFile('/.cd-info', SMALL_FILE_BYTES)?.toString('utf8') ?? '');
  const version = info.RELEASE ?? '';
  const isCapable = iso.find('/auto-installer-capable') !== undefined;
  const modeFile = isCapable
    ? iso.readFile('/auto-installer-mode.toml', SMALL_FILE_BYTES)?.toString('utf8')
    : undefined;
  return {
    kind: 'installer',
    release: { version, isoRelease: info.ISORELEASE ?? '1', fullName: info.PRODUCTLONG ?? 'Proxmox VE' },
    version: version === '8.4' || version === '9.1' || version === '9.2' ? version : undefined,
    modeFile,
    answer: () => readAgain(stick, '/answer.toml', SMALL_FILE_BYTES)?.toString('utf8'),
    firstBoot: () => readAgain(stick, '/proxmox-first-boot', FIRST_BOOT_LIMIT_BYTES + 1),
  };
}

function readAgain(stick: RehearsedStick, path: string, limitBytes: number): Buffer | undefined {
  const medium = openMedium(stick);
  try {
    return new IsoFileSystem(medium).readFile(path, limitBytes);
  } finally {
    medium.close();
  }
}

/** `.cd-info` is sourced by the installer's shell: KEY='value' lines. */
function shellAssignments(text: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z]+)=(?:'([^']*)'|"([^"]*)"|(\S*))$/gm)].map(([, key = '', a, b, c]) => [key, a ?? b ?? c]),
  );
}
