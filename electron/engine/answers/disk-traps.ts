import type { PveVersion } from '../../api/site.ts';
import type { DisksAnswer } from './answer.ts';
import type { Trap } from './trap.ts';

/** Traps of `[disk-setup]`: how disks are chosen, and numbers that nobody checks. */
export function diskTraps(disks: DisksAnswer, version: PveVersion): readonly Trap[] {
  const traps: Trap[] = [...rangeTraps(disks), ...swapTraps(disks, version)];
  const { filesystem, selection, filterMatch } = disks;
  const isSingle = filesystem === 'ext4' || filesystem === 'xfs';
  const field = 'disk-setup.filter-match';
  if (selection.kind === 'list') {
    if (filterMatch) traps.push({ code: 'answer.trap-filter-match-list', field });
    for (const disk of selection.disks) {
      if (/^(?:\/dev\/)?(?:(?:sd|hd|vd|xvd)[a-z]+|nvme[0-9]+n[0-9]+|mmcblk[0-9]+)$/.test(disk)) continue;
      if (disk.startsWith('/dev/')) continue;
      traps.push({ code: 'answer.trap-disk-suffix', field: 'disk-setup.disk-list', params: { disk } });
    }
    return traps;
  }
  for (const [key] of selection.filter.filter(([each]) => each === 'DEVNAME' || each === 'DEVPATH')) {
    traps.push({ code: 'answer.trap-filter-name', field: 'disk-setup.filter', params: { key } });
  }
  if (isSingle && filterMatch) traps.push({ code: 'answer.trap-filter-match-single', field, params: { filesystem } });
  const count = selection.filter.length;
  if (isSingle && count > 1) {
    traps.push({
      code: 'answer.trap-filter-or',
      field: 'disk-setup.filter',
      params: { filter: 'disk-setup.filter', count },
    });
  }
  // Who writes "any" says that each property adds disks to the set; who writes nothing may think of "all".
  if (!isSingle && count > 1 && filterMatch === undefined) {
    traps.push({ code: 'answer.trap-filter-any', field: 'disk-setup.filter', params: { count } });
  }
  if (!isSingle && filterMatch === 'all') {
    const keys = selection.filter.map(([key]) => key).join(', ');
    traps.push({ code: 'answer.trap-filter-all', field: 'disk-setup.filter', params: { keys } });
  }
  return traps;
}

/** Numbers that nobody checks before the disks are erased. Usual values: zpool and zfs manuals, ZFS's floor for its cache. */
function rangeTraps({ lvm, zfs, btrfs }: DisksAnswer): readonly Trap[] {
  const traps: Trap[] = [];
  const look = (key: string, value: number | undefined, low: number, high: number, usual: string): void => {
    if (value === undefined || (value >= low && value <= high)) return;
    traps.push({ code: 'answer.trap-range', field: `disk-setup.${key}`, params: { key, value, usual } });
  };
  // No disk has more than 1 PiB; the installer shrinks some of these without a word and fails on others half-way.
  const most = 1024 * 1024;
  look('zfs.ashift', zfs?.ashift, 9, 16, '9-16');
  look('zfs.copies', zfs?.copies, 1, 3, '1-3');
  look('zfs.arc-max', zfs?.arcMax, 64, most * 1024, '>= 64 MiB');
  look('zfs.hdsize', zfs?.hdsize, 2, most, '2-1048576 GiB');
  look('btrfs.hdsize', btrfs?.hdsize, 2, most, '2-1048576 GiB');
  look('lvm.hdsize', lvm?.hdsize, 2, most, '2-1048576 GiB');
  look('lvm.maxroot', lvm?.maxroot, 2, most, '2-1048576 GiB');
  look('lvm.swapsize', lvm?.swapsize, 0, most, '0-1048576 GiB');
  look('lvm.maxvz', lvm?.maxvz, 0, most, '0-1048576 GiB');
  look('lvm.minfree', lvm?.minfree, 0, most, '0-1048576 GiB');
  return traps;
}

/** 9.0.5 and later refuse this; 8.4 accepts it and has no room left for root. */
function swapTraps({ lvm }: DisksAnswer, version: PveVersion): readonly Trap[] {
  const { swapsize, hdsize } = lvm ?? {};
  if (version !== '8.4' || swapsize === undefined || hdsize === undefined || swapsize <= hdsize / 2) return [];
  return [
    { code: 'answer.trap-swap-large', field: 'disk-setup.lvm.swapsize', params: { swapGib: swapsize, hdGib: hdsize } },
  ];
}
