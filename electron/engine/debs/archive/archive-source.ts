import { sha256Of } from '../../workspace/sha256.ts';

/** One suite of a signed Debian archive: what one `deb` line of apt names. */
export interface ArchiveSource {
  /** Short name for sentences and for the cache: `debian`, `debian-security`, `pve`. Letters, digits, `-`, `.`. */
  readonly id: string;
  /** Where `dists/` lies, without a slash at the end. */
  readonly url: string;
  /** `trixie`, `trixie-security`: must be the `Codename` or the `Suite` that the signed file says. */
  readonly suite: string;
  readonly components: readonly string[];
  /** OpenPGP public keys that may sign it, binary or armored. No other key counts. */
  readonly keys: readonly Uint8Array[];
}

/** An archive as it was when it was asked: goes into the bundle's lock. */
export interface LockedArchive {
  readonly id: string;
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** Of the signed text. */
  readonly releaseSha256: string;
  /** `Date` of the signed file. */
  readonly date: Date;
  readonly validUntil?: Date;
  /** Fingerprints of the keys whose signatures are good, upper-case hex. */
  readonly signedBy: readonly string[];
}

/** Two targets may name the same archive; it is asked once. */
export function archiveKey({ id, url, suite, components, keys }: ArchiveSource, architecture: string): string {
  return JSON.stringify([id, url, suite, components, architecture, keys.map(sha256Of)]);
}
