import type { DisksAnswer } from './answer.ts';
import type { Trap } from './trap.ts';

/** hdsize and the volumes of LVM against the smallest disk that is used. Nothing where a size is not known. */
export function sizeTraps(
  { lvm, zfs, btrfs }: DisksAnswer,
  usedBytes: readonly (number | undefined)[],
): readonly Trap[] {
  const known = usedBytes.filter((size) => size !== undefined);
  if (known.length === 0 || known.length < usedBytes.length) return [];
  const sizeGib = Math.floor((Math.min(...known) / 1024 ** 3) * 100) / 100;
  const asked = {
    'lvm.hdsize': lvm?.hdsize,
    'lvm.swapsize': lvm?.swapsize,
    'lvm.minfree': lvm?.minfree,
    'zfs.hdsize': zfs?.hdsize,
    'btrfs.hdsize': btrfs?.hdsize,
  };
  return Object.entries(asked).flatMap(([key, value]) =>
    value !== undefined && value > sizeGib
      ? [{ code: 'answer.trap-size-disk', field: `disk-setup.${key}`, params: { key, value, sizeGib } } as const]
      : [],
  );
}
