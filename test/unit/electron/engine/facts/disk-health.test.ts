import { expect, test } from 'vitest';
import { disksToAsk, parseDiskHealth } from '../../../../../electron/engine/facts/host/disk-health.ts';
import type { BlockDevice } from '../../../../../electron/engine/facts/host/disks.ts';

/** The last two as smartctl 7.3 said of a virtual disk and of none; the others in the form of its manual. */
const RECORD = `== /dev/sda S1 with blanks
SMART overall-health self-assessment test result: PASSED
  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       0
197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       8
198 Offline_Uncorrectable   0x0030   100   100   000    Old_age   Offline      -       2 (Min/Max 0/2)
== /dev/sdb S2
SMART overall-health self-assessment test result: FAILED!
== /dev/sdc S3
SMART Health Status: OK
== /dev/nvme0n1 N1
SMART overall-health self-assessment test result: PASSED
Percentage Used:                    103%
Media and Data Integrity Errors:    1,204
== /dev/nvme1n1 N2
SMART overall-health self-assessment test result: PASSED
Percentage Used:                    3%
Media and Data Integrity Errors:    0
== /dev/vda 
/dev/vda: Unable to detect device type
Please specify device type with the -d option.
== /dev/sdd S4

== end
`;

test('the verdict of each disk, its wear, and why one says nothing', () => {
  expect(parseDiskHealth(RECORD)).toEqual([
    {
      path: '/dev/sda',
      serial: 'S1 with blanks',
      passed: true,
      wear: ['Current_Pending_Sector 8', 'Offline_Uncorrectable 2'],
    },
    { path: '/dev/sdb', serial: 'S2', passed: false, wear: [] },
    { path: '/dev/sdc', serial: 'S3', passed: true, wear: [] },
    {
      path: '/dev/nvme0n1',
      serial: 'N1',
      passed: true,
      wear: ['Percentage Used 103 %', 'Media and Data Integrity Errors 1,204'],
    },
    { path: '/dev/nvme1n1', serial: 'N2', passed: true, wear: [] },
    { path: '/dev/vda', serial: '', wear: [], why: '/dev/vda: Unable to detect device type' },
    { path: '/dev/sdd', serial: 'S4', wear: [], why: 'no answer' },
  ]);
  expect(parseDiskHealth(RECORD.replace('== end\n', ''))).toBeUndefined();
});

test('only built-in whole disks are asked', () => {
  const device = (name: string, more: Partial<BlockDevice> = {}): BlockDevice => ({
    name,
    path: `/dev/${name}`,
    type: 'disk',
    sizeBytes: 1,
    serial: '',
    model: '',
    rotational: false,
    removable: false,
    fstype: '',
    label: '',
    partitionTable: '',
    mountpoint: '',
    children: [],
    ...more,
  });
  const all = [
    device('sda'),
    device('nvme0n1'),
    device('sdb', { removable: true }),
    device('zd0'),
    device('rbd1'),
    device('sr0', { type: 'rom' }),
    device('loop0', { type: 'loop' }),
  ];
  expect(disksToAsk(all).map(({ name }) => name)).toEqual(['sda', 'nvme0n1']);
});
