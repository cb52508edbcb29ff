import { describe, expect, it } from 'vitest';
import {
  diskBytesByStorage,
  diskBytesOf,
  parseGuest,
  whatDiffers,
  withoutLinks,
} from '../../../../../electron/engine/drills/compare-guests.ts';

const CONF = `#comment of a person
agent: 1
boot: order=scsi0
cores: 2
ide2: vmdata:vm-100-cloudinit,media=cdrom
ide3: none,media=cdrom
memory: 4096
name: vm-dashboard
net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1
net1: virtio=BC:24:11:00:00:02,bridge=vmbr1,link_down=0
onboot: 1
scsi0: vmdata:vm-100-disk-0,discard=on,size=32G
scsi1: nas:100/vm-100-disk-1.qcow2,size=512M
smbios1: uuid=1
tags: sitewright-municipal

[before-update]
cores: 1
scsi0: vmdata:vm-100-disk-0,size=8G
`;
const guest = parseGuest(CONF);

describe('the configuration of a guest', () => {
  it('is read without comments and snapshots', () => {
    expect(guest).toMatchObject({ cores: '2', scsi0: 'vmdata:vm-100-disk-0,discard=on,size=32G' });
    expect(Object.keys(guest)).toHaveLength(14);
  });

  it('says how large its disks are, on each storage; drives without a disk count nothing', () => {
    expect([...diskBytesByStorage(guest)]).toEqual([
      ['vmdata', 32 * 2 ** 30],
      ['nas', 512 * 2 ** 20],
    ]);
    expect(diskBytesOf(guest)).toBe(32 * 2 ** 30 + 512 * 2 ** 20);
    expect(diskBytesOf({ scsi0: 'local:1/a.raw,size=4096' })).toBe(4096);
  });

  it('gets every cable pulled out, whether it had said so or not', () => {
    expect(withoutLinks(guest)).toEqual({
      net0: 'virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1,link_down=1',
      net1: 'virtio=BC:24:11:00:00:02,bridge=vmbr1,link_down=1',
    });
  });
});

describe('a restored guest', () => {
  const restored = {
    ...guest,
    name: 'drill-vm-dashboard',
    tags: 'sitewright-municipal;sitewright-drill',
    onboot: '0',
    net0: 'virtio=BC:24:11:99:00:01,bridge=vmbr0',
    smbios1: 'uuid=2',
    vmgenid: 'new',
    scsi0: 'other:vm-9900-disk-1,size=32G',
    scsi1: 'other:vm-9900-disk-2,size=512M',
    ide2: 'other:vm-9900-cloudinit,media=cdrom',
  };

  it('is equal where only that differs which is its own', () => {
    expect(whatDiffers(guest, restored)).toEqual([]);
  });

  it.each([
    ['a disk of another size', { ...restored, scsi0: 'other:vm-9900-disk-1,size=31G' }, ['scsi0']],
    ['a setting', { ...restored, cores: '1' }, ['cores']],
    [
      'a drive with the first settings that became a disk',
      { ...restored, ide2: 'other:vm-9900-disk-3,size=4M' },
      ['ide2'],
    ],
    ['a setting more', { ...restored, hotplug: 'disk' }, ['hotplug']],
  ])('is not equal with %s', (_, other, keys) => {
    expect(whatDiffers(guest, other)).toEqual(keys);
  });

  it('is not equal without one of its disks', () => {
    const { scsi1: _lost, ...less } = restored;
    expect(whatDiffers(guest, less)).toEqual(['scsi1']);
  });
});
