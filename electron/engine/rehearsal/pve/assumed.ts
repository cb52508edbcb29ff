import type { Assumption } from '../assumption.ts';

/** Read together with the fidelity counts: what of the simulated PVE was not measured. */
export const PVE_ASSUMED: readonly Assumption[] = [
  {
    what: 'Everything that 9.2 does differently from 9.1.2: only the version numbers, the token coefficient of a new cluster, a join whose copy of the old database fails, and the spelling "non-existent" differ.',
    source: 'pve-facts.md',
  },
  {
    what: 'ZFS: texts and sizes of zpool and zfs (refusals of zpool create after cmd/zpool/zpool_vdev.c), "cannot import ...: no such pool available" when a storage is added without its pool.',
    source: 'vendor source, from memory',
  },
  {
    what: 'ZFS: every disk is whole and every import finds the by-id names; draid, logs, caches, spares and resilvering are not there; a disk that is back is in its pool at once.',
    source: 'our choice',
  },
  {
    what: 'LVM thin storages are active where the system disk is an LVM one; sizes are 60 % of that disk.',
    source: 'our choice',
  },
  {
    what: 'A system on two or more disks marked "system" is ZFS (rpool, local-zfs), on one disk LVM (local-lvm).',
    source: 'our choice',
  },
  {
    what: 'Quorum after a create: the cluster entry after 1.5 s, quorum after 3 to 9 s (seeded).',
    source: 'pve-behaviour.md',
  },
  {
    what: 'A join takes the same steps and times whatever the load; the fingerprint of a wrong certificate ends in one 500 line.',
    source: 'our choice',
  },
  {
    what: 'A joiner has an empty /etc/pve but for corosync.conf until it sees a member; "pmxcfs -l" and "killall pmxcfs": their lines.',
    source: 'pve-facts.md',
  },
  {
    what: 'A join whose copy of the old database fails: the line of the failing sqlite3 command.',
    source: 'vendor source, from memory',
  },
  { what: 'QDevice setup without the packages: the line of the failing ssh or scp command.', source: 'pve-facts.md' },
  {
    what: 'The fifty-fifty split gives its vote to the larger part, on a tie to the one with the lowest node id.',
    source: 'pve-facts.md',
  },
  {
    what: 'HA: first master 6 s after the first resource, service steps of 5 s, new master 125 s and recovery 185 s after a node is lost; the master is the first live node by name.',
    source: 'pve-behaviour.md',
  },
  {
    what: 'HA: a service whose volumes are not on the new node ends in error at once, without the configured retries.',
    source: 'pve-facts.md',
  },
  { what: 'A live migration or an HA move takes the guest along without a restart; 8 s.', source: 'our choice' },
  {
    what: 'A node that holds HA services resets itself after 60 s without quorum and is back 25 s later.',
    source: 'pve-facts.md',
  },
  {
    what: 'Replication: each run takes 1.7 to 4.2 s and copies at once; a linked clone arrives without its base.',
    source: 'pve-facts.md',
  },
  {
    what: 'A guest boots a system 20 s after its start where its boot disk came from an image and it has a cloud-init drive; others run without one.',
    source: 'our choice',
  },
  {
    what: 'The guest agent answers where it is enabled and the system is up (the image is taken to contain it).',
    source: 'our choice',
  },
  {
    what: 'cicustom vendor data: the packages list only; the file itself lies at /var/lib/cloud/instance/vendor-data.txt.',
    source: 'our choice',
  },
  {
    what: 'Snapshots of guests are always refused (as on raw directory volumes), also on ZFS.',
    source: 'pve-behaviour.md',
  },
  {
    what: 'Lines of /etc/pve/.rrd: pve2-node, pve2.3-vm, pve2-storage on 8.x, pve-node-9.0, pve-vm-9.0, pve-storage-9.0 on 9.x; the further fields of 9.x are 0 or U.',
    source: 'vendor source, from memory',
  },
  {
    what: '/etc/pve/.version and .clusterlog have the vendor form but counters of our own.',
    source: 'vendor source, from memory',
  },
  {
    what: "pve-ssl.pem and the authority use P-256 keys instead of RSA; subject, names, lifetime and fingerprint are the vendor's.",
    source: 'our choice',
  },
  {
    what: 'A password of a user of the realm pve is kept as a salted hash of our own with the prefix $5$.',
    source: 'our choice',
  },
  {
    what: 'HTTPS on 8006 knows tokens only (no tickets), checks the secret but not the privileges.',
    source: 'our choice',
  },
  {
    what: 'Tables of results without --output-format: columns in alphabetical order where the record does not show them; no units.',
    source: 'our choice',
  },
  {
    what: "The short usage after an unknown sub-command is grouped like ha-manager's only for ha-manager.",
    source: 'our choice',
  },
  {
    what: 'vzdump makes an archive of 5 % of the disks at 400 MB/s, qmrestore reads it at 300 MB/s; a restored machine has the packages of its original. Of a restore that broke off only the lock and the disks stay. pvesm extractconfig prints the configuration as it was, then the map of its devices; its words about a file that is no archive are ours.',
    source: 'our choice',
  },
  {
    what: 'A link that carries nothing, and a node that is alone, are noticed at once and are back at once; real corosync waits for its token (3 s and 0.65 s a node beyond two) and a new membership, a qdevice for its witness.',
    source: 'our choice',
  },
  {
    what: 'iptables keeps rules of INPUT and OUTPUT as they were given and knows no tables, other chains or policies; they have an effect on corosync alone, and what they ask beside protocol, own address and port is passed over.',
    source: 'our choice',
  },
  {
    what: 'A stopped HA service follows its configuration to the node where somebody moved it.',
    source: 'vendor source, from memory',
  },
  {
    what: 'pvesubscription has no key; pct knows no containers.',
    source: 'our choice',
  },
  {
    what: 'Weekdays in calendar events are accepted but not looked at when the next run is computed.',
    source: 'our choice',
  },
];
