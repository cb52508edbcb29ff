import type { Holding } from '../../api/inventory.ts';

/** What kind of thing a signature is. Types as blkid names them. */
export function holdingOf(type: string): Holding {
  if (type === 'LVM2_member' || type === 'LVM1_member') return { kind: 'lvm', type };
  if (type === 'zfs_member') return { kind: 'zfs', type };
  if (type === 'swap') return { kind: 'swap', type };
  if (type === 'crypto_LUKS' || type === 'BitLocker') return { kind: 'encrypted', type };
  if (type.endsWith('_raid_member') || type === 'ceph_bluestore' || type === 'ddf_raid_member')
    return { kind: 'raid', type };
  return { kind: 'filesystem', type };
}
