import { RELEASE_KINDS, type ReleaseKind } from '../../api/update.ts';
import { areSignedBy, signBytes } from '../bundle/ed25519.ts';
import type { Secret } from '../shell/command.ts';

/** What whoever made a release says of its file. */
export interface Release {
  readonly product: string;
  readonly version: string;
  /** As Node names them: `linux`, `win32`, `darwin`; `x64`, `arm64`. */
  readonly platform: string;
  readonly arch: string;
  readonly kind: ReleaseKind;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export const PRODUCT = 'sitewright';
/** Beside the file, with its name before it. */
export const SIGNATURE_SUFFIX = '.sig';
/** Also the beginning of what is signed, so that no other signature of this key is ever one of a release. */
const FIRST_LINE = 'sitewright release 1';
const WORD = '[A-Za-z0-9._+-]{1,64}';
const FORM = new RegExp(
  `^(${FIRST_LINE}\\nproduct (${WORD})\\nversion (\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?)\\n` +
    `system (${WORD}) (${WORD})\\nkind (${RELEASE_KINDS.join('|')})\\nsize (\\d{1,14})\\nsha256 ([0-9a-f]{64})\\n)` +
    'signature ([A-Za-z0-9+/=]{1,200})\\n$',
);

/** The text of a signature file: everything that is known of the release, and the signature over just those lines. */
export function signRelease(release: Release, privateKey: Secret): string {
  const { product, version, platform, arch, kind, sizeBytes, sha256 } = release;
  const lines = [
    FIRST_LINE,
    `product ${product}`,
    `version ${version}`,
    `system ${platform} ${arch}`,
    `kind ${kind}`,
    `size ${sizeBytes}`,
    `sha256 ${sha256}`,
  ];
  const signed = `${lines.join('\n')}\n`;
  const text = `${signed}signature ${signBytes(Buffer.from(signed), privateKey)}\n`;
  if (!FORM.test(text)) throw new Error('a release that no signature file can name');
  return text;
}

/** broken: no signature file of a release, or a part of one. foreign: not signed by this key. */
export type ReadSignature =
  | { readonly state: 'signed'; readonly release: Release }
  | { readonly state: 'broken' | 'foreign' };

/** Nothing that stands in it is believed before the signature is. */
export function readRelease(text: string, publicKey: string): ReadSignature {
  const [, signed = '', product = '', version = '', platform = '', arch = '', kind, size, sha256 = '', signature = ''] =
    FORM.exec(text) ?? [];
  const known = RELEASE_KINDS.find((each) => each === kind);
  if (!known) return { state: 'broken' };
  if (!areSignedBy(Buffer.from(signed), signature, publicKey)) return { state: 'foreign' };
  return {
    state: 'signed',
    release: { product, version, platform, arch, kind: known, sizeBytes: Number(size), sha256 },
  };
}
