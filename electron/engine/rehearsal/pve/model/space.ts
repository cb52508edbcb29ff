import type { SimHost } from '../../kernel/program.ts';
import { readArchive } from './archives.ts';
import type { NodeState } from './slice.ts';

const BACKUPS = '/var/lib/vz/dump';

/** Size and use of the node's root file system; the system takes about 3.2 GB, images on it their allotted part, backups all of theirs. */
export function unmanagedSpace(
  host: SimHost,
  node: NodeState,
): { totalBytes: number; usedBytes: number; availableBytes: number } {
  const system = host.hardware.disks.find((disk) => disk.use !== undefined) ?? host.hardware.disks[0];
  const totalBytes = Math.floor((system?.sizeBytes ?? 64_000_000_000) * 0.92);
  const images = Object.entries(node.volumes).filter(([place]) => place.startsWith('/'));
  const backups = (host.files.list(BACKUPS) ?? []).map((name) => readArchive(host.files, `${BACKUPS}/${name}`));
  const usedBytes =
    images.reduce((sum, [, volume]) => sum + Math.floor(volume.sizeBytes / 8), 3_200_000_000) +
    backups.reduce((sum, archive) => sum + (archive?.sizeBytes ?? 0), 0);
  return { totalBytes, usedBytes, availableBytes: Math.max(0, totalBytes - usedBytes) };
}
