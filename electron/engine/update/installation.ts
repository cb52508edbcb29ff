import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASE_KINDS, type ReleaseKind } from '../../api/update.ts';

/** Says of an installed package how it came and which one it is: `kind deb`, `version 1.2.3`. Written when the package is made. */
export const INSTALLED_FILE = 'installed.txt';
/** The public half of the key that releases are signed with: `ed25519` and 32 bytes in base64. */
export const RELEASE_KEY_FILE = 'release-key.pub';

export interface InstalledAs {
  /** Undefined: nothing that a release could be put over. */
  readonly kind: ReleaseKind | undefined;
  /** Of an AppImage: the file. */
  readonly appImage?: string;
}

/**
 * How this Sitewright was installed. An AppImage says so in the environment of what it starts; Linux's packages carry a file, since both
 * lie in the same folder; on Windows and macOS there is one way each.
 * @param resources of an installed package; undefined = a checkout or a deployment stick
 */
export function installedAs(
  resources: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): InstalledAs {
  if (resources === undefined) return { kind: undefined };
  if (platform === 'win32') return { kind: 'exe' };
  if (platform === 'darwin') return { kind: 'dmg' };
  const said = /^kind (\S+)$/m.exec(textOf(join(resources, INSTALLED_FILE)))?.[1];
  const kind = RELEASE_KINDS.find((each) => each === said);
  if (kind !== undefined) return { kind };
  return env.APPIMAGE ? { kind: 'AppImage', appImage: env.APPIMAGE } : { kind: undefined };
}

/** The version that lies there now, which after an update is not the one that runs. */
export function installedVersion(resources: string): string | undefined {
  return /^version (\S+)$/m.exec(textOf(join(resources, INSTALLED_FILE)))?.[1];
}

/** Undefined: this Sitewright was built without one. */
export function releaseKeyOf(resources: string | undefined): string | undefined {
  if (resources === undefined) return undefined;
  return /^ed25519 ([A-Za-z0-9+/]{43}=)\r?$/m.exec(textOf(join(resources, RELEASE_KEY_FILE)))?.[1];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
