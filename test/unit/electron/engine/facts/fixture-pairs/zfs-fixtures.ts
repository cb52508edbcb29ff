import { answered, type Fixture, type Fixtures, inBoth } from './fixture.ts';

const VDEV = 'openzfs, cmd/zpool/zpool_main.c';
const MARK = '== not imported\n';

const MIRROR = `  pool: data
 state: ONLINE
  scan: scrub repaired 0B in 00:00:02 with 0 errors on Sun Nov  8 00:24:03 2026
config:

	NAME                                                  STATE     READ WRITE CKSUM
	data                                                  ONLINE       0     0     0
	  mirror-0                                            ONLINE       0     0     0
	    /dev/disk/by-id/ata-Samsung_PM893_S6PUNX0T1-part1  ONLINE       0     0     0
	    /dev/disk/by-id/ata-Samsung_PM893_S6PUNX0T2-part1  ONLINE       0     0     0
	logs	
	  /dev/disk/by-id/nvme-Log_L1-part1                   ONLINE       0     0     0
	spares
	  /dev/disk/by-id/ata-Samsung_PM893_S6PUNX0T9-part1   AVAIL   

errors: No known data errors
`;
const SINGLE = `  pool: rpool
 state: ONLINE
config:

	NAME          STATE     READ WRITE CKSUM
	rpool         ONLINE       0     0     0
	  /dev/sda3   ONLINE       0     0     0

errors: No known data errors
`;
const DEGRADED = `  pool: tank
 state: DEGRADED
status: One or more devices could not be used because the label is missing or
	invalid.  Sufficient replicas exist for the pool to continue
	functioning in a degraded state.
action: Replace the device using 'zpool replace'.
   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-4J
  scan: resilver in progress since Sun Oct  4 10:00:00 2026
	1.20G / 2.40G scanned at 300M/s, 600M / 2.40G issued at 150M/s
	598M resilvered, 25.00% done, 00:00:12 to go
config:

	NAME                                     STATE     READ WRITE CKSUM
	tank                                     DEGRADED     0     0     0
	  raidz1-0                               DEGRADED     0     0     0
	    /dev/disk/by-id/ata-SSD_1-part1      ONLINE       0     0     0
	    1234567890123456789                  UNAVAIL      0     0     0  was /dev/disk/by-id/ata-SSD_2-part1
	    replacing-2                          DEGRADED     0     0     0
	      /dev/disk/by-id/ata-SSD_3-part1    FAULTED      6   294     3  too many errors
	      /dev/disk/by-id/ata-SSD_4-part1    ONLINE       0     0     0  (resilvering)

errors: 3 data errors, use '-v' for a list
`;
const RAID10 = `  pool: wide
 state: ONLINE
remove: Removal of vdev 2 copied 1.20G in 0h0m, completed on Sun Nov  8 00:24:03 2026
	3.38K memory used for removed device mappings
config:

	NAME          STATE     READ WRITE CKSUM
	wide          ONLINE       0     0     0
	  mirror-0    ONLINE       0     0     0
	    /dev/sdb1  ONLINE       0     0     0
	    /dev/sdc1  ONLINE       0     0     0
	  mirror-1    ONLINE       0     0     0
	    /dev/sdd1  ONLINE       0     0     0
	    /dev/nvme0n1p1  ONLINE       0     0     0

errors: No known data errors
`;

/** ZFS 2.3 and later set \`status\` in line with the other fields. */
const foreign = (field: string): string => `   pool: archive
     id: 15813948561712957512
  state: ONLINE
${field}: The pool was last accessed by another system.
 action: The pool can be imported using its name or numeric identifier and
	the '-f' flag.
   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY
 config:

	archive                                   ONLINE
	  raidz2-0                                ONLINE
	    ata-ST4000VN008-2DR166_ZDH0A1B2       ONLINE
	    ata-ST4000VN008-2DR166_ZDH0A1B3       ONLINE
	    ata-ST4000VN008-2DR166_ZDH0A1B4       ONLINE
	    ata-ST4000VN008-2DR166_ZDH0A1B5       ONLINE
`;
const broken = (field: string): string => `   pool: ztest
     id: 6304409293823647838
  state: DEGRADED
${field}: One or more devices are missing from the system.
 action: The pool can be imported despite missing or damaged devices.  The
	fault tolerance of the pool may be compromised if imported.
   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-2Q
 config:

	ztest        DEGRADED
	  mirror-0   DEGRADED
	    sdb      ONLINE
	    11169224777599426243  UNAVAIL  cannot open

   pool: gone
     id: 14207372401767681194
  state: UNAVAIL
${field}: One or more devices contains corrupted data.
 action: The pool cannot be imported due to damaged devices or data.
   see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-5E
 config:

	gone                      UNAVAIL  insufficient replicas
	  wwn-0x5002538d40878f8e  UNAVAIL
`;
const CLEAN = `   pool: data
     id: 4242
  state: ONLINE
 action: The pool can be imported using its name or numeric identifier.
 config:

	data                 ONLINE
	  ata-Samsung_S6PUN  ONLINE
`;

const GUEST = `   pool: data
     id: 7
  state: ONLINE
 action: The pool can be imported using its name or numeric identifier.
 config:

	data                                ONLINE
	  dm-name-pve-vm--100--disk--0      ONLINE
`;

const importable = (major: '8' | '9'): readonly Fixture[] => {
  const field = major === '8' ? 'status' : ' status';
  return [
    { major, title: 'one of this system', from: VDEV, input: CLEAN },
    { major, title: 'one of another system', from: VDEV, input: foreign(field) },
    { major, title: 'damaged ones', from: VDEV, input: broken(field) },
    { major, title: 'one of this system and one of a guest', from: VDEV, input: `${CLEAN}\n${GUEST}` },
    { major, title: 'none', from: VDEV, input: 'no pools available to import\n' },
  ];
};

export const zfsFixtures: Fixtures = {
  parsePoolStatus: [
    ...inBoth({ title: 'a mirror with a log and a spare', from: VDEV, input: MIRROR }),
    ...inBoth({ title: 'two pools, one degraded', from: VDEV, input: `${SINGLE}\n${DEGRADED}` }),
    ...inBoth({ title: 'pairs, one was removed', from: VDEV, input: RAID10 }),
    ...inBoth({ title: 'none', from: VDEV, input: 'no pools available\n' }),
  ],
  parsePoolImport: (['8', '9'] as const).flatMap(importable),
  'fact storage.zpools': [
    ...inBoth({ title: 'imported alone', from: VDEV, input: answered(`${MIRROR}${MARK}`) }),
    ...inBoth({ title: 'none at all', from: VDEV, input: answered(`no pools available\n${MARK}`) }),
    ...inBoth({ title: 'one of each', from: VDEV, input: answered(`${SINGLE}${MARK}${CLEAN}`) }),
    ...inBoth({
      title: 'a label that is left of a pool',
      from: VDEV,
      input: answered(`${SINGLE}${MARK}no pools available to import\n`, 1),
    }),
    ...inBoth({ title: 'no ZFS', from: 'sh(1)', input: answered('', 127, 'sh: 1: zpool: not found') }),
    ...inBoth({
      title: 'no module',
      from: VDEV,
      input: answered('', 1, "The ZFS modules are not loaded.\nTry running 'modprobe zfs' as root to load them."),
    }),
    ...inBoth({
      title: 'a search that failed',
      from: VDEV,
      input: answered(`${SINGLE}${MARK}cannot discover pools: permission denied\n`, 1),
    }),
    ...inBoth({ title: 'rows without a pool', from: 'our fear', input: answered(`config:\n\tdata ONLINE\n${MARK}`) }),
  ],
  'fact storage.passwords': [
    ...inBoth({
      title: 'one kept, one not',
      from: 'sha256sum(1)',
      input: answered(`${'0f'.repeat(16)}\noffice ${'ab'.repeat(32)}\npbs -\n`),
    }),
    ...inBoth({
      title: 'nothing is mounted',
      from: 'ls(1)',
      input: answered('', 2, "ls: cannot access '/etc/pve/priv': No such file or directory"),
    }),
    ...inBoth({
      title: 'a file that cannot be read',
      from: 'cat(1)',
      input: answered(
        `${'0f'.repeat(16)}\n`,
        1,
        'cat: /etc/pve/priv/storage/office.pw: Transport endpoint is not connected',
      ),
    }),
    ...inBoth({ title: 'no digest', from: 'our fear', input: answered(`${'0f'.repeat(16)}\noffice\n`) }),
  ],
};
