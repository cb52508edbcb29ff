/** Where the parts of a bundle lie (docs/decisions/0014). Paths inside a bundle are written with `/` on every system. */
export const LOCK_FILE = 'bundle.lock.toml';
export const SIGNATURE_FILE = 'bundle.lock.toml.sig';
export const SBOM_FILE = 'sbom.cdx.json';

/** Device names of Windows, whatever follows the first dot. */
export const RESERVED_NAME = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;

/**
 * Whether this is a path that may stand in a lock: relative, plain names that every system of a laptop can write, none that
 * leads out of the bundle, none that is hidden.
 */
export function isBundlePath(path: string): boolean {
  if (path.length === 0 || path.length > 512) return false;
  return path
    .split('/')
    .every(
      (name) =>
        name.length <= 200 &&
        /^[A-Za-z0-9_+~%=,@-][A-Za-z0-9._+~%=,@:-]*$/.test(name) &&
        !/[.:]$/.test(name) &&
        !RESERVED_NAME.test(name),
    );
}
