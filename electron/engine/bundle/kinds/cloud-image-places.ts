import type { FileSource } from '../sources/sources.ts';

/** Names of Debian's releases by their number, in the paths of its cloud images. */
const RELEASES: Readonly<Record<string, string>> = { 12: 'bookworm', 13: 'trixie' };

/**
 * Where a cloud image comes from that the office's settings do not name: Debian's own, by its file name
 * (`debian-13-genericcloud-amd64.qcow2`; layout of cloud.debian.org as of 2026). Undefined = it must be said.
 */
export function builtInPlace(path: string): FileSource | undefined {
  const name = path.split('/').pop() ?? '';
  const found = /^debian-(\d+)-(generic|genericcloud|nocloud)-(amd64|arm64)\.(qcow2|raw)$/.exec(name);
  const release = found && RELEASES[found[1] ?? ''];
  if (!release || !path.startsWith('cloud-images/')) return undefined;
  const folder = `https://cloud.debian.org/images/cloud/${release}/latest`;
  return {
    path,
    url: `${folder}/${name}`,
    sums: `${folder}/SHA512SUMS`,
    licence: 'Debian: free software of many licences, see /usr/share/doc in the image',
  };
}
