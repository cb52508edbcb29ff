import type { Assumption } from '../assumption.ts';

/** What of the simulated Debian no test compares with the real programs. Compared are: the programs in the shell's scripts (with dash and coreutils), .deb and xz reading, the order of versions. */
export const DEBIAN_ASSUMED: readonly Assumption[] = [
  {
    what: 'chown, chgrp, install, mktemp, realpath, date, hostname, uname, id, whoami, which, nproc, uptime, logger: options and messages.',
    source: 'manual, from memory',
  },
  {
    what: 'nohup, setsid, flock, kill, pgrep, pkill: options and messages; flock locks files only, not descriptors.',
    source: 'manual, from memory',
  },
  {
    what: 'sudo: the group sudo may do everything without a password, others are told "a password is required"; sudoers files are not read.',
    source: 'our choice',
  },
  { what: 'chpasswd and openssl-made hashes: a password given with -e is not checked at login.', source: 'our choice' },
  {
    what: 'systemctl: states, exit codes and sentences of a unit that is there, missing, failed or transient; masking only disables.',
    source: 'manual, from memory',
  },
  {
    what: 'systemctl start runs ExecStart of a unit file without its dependencies, its environment or its user.',
    source: 'our choice',
  },
  {
    what: 'systemd-run: properties other than Type, StandardOutput, StandardError, Environment, WorkingDirectory, RemainAfterExit and CollectMode are accepted and do nothing; timers wait, calendars do not.',
    source: 'our choice',
  },
  {
    what: 'journalctl shows the newest thousand lines that simulated programs wrote; --since, --until and -p are accepted and not looked at.',
    source: 'our choice',
  },
  {
    what: 'dpkg and apt-get: order and wording of the lines, 0.5 s or 0.8 s for each package; maintainer scripts do not run and machine code is left out.',
    source: 'our choice',
  },
  {
    what: 'A dependency on a package that is not known to be missing from a fresh install is taken for met.',
    source: 'our choice',
  },
  {
    what: 'Units that a package brings, and that a package upgrade restarts them.',
    source: 'vendor source, from memory',
  },
  {
    what: 'apt-get install of a local file with --no-download fails as apt 2.6.1 was seen to; other versions of apt are taken to do the same.',
    source: 'our choice',
  },
  {
    what: 'apt-get update offline: "Temporary failure resolving" for each source after 5 s, exit code 0.',
    source: 'manual, from memory',
  },
  {
    what: 'ip, ss, ping, getent: the forms that are asked for; changes with ip are refused as unknown.',
    source: 'manual, from memory',
  },
  {
    what: 'smartctl -H -A: the lines that are read; only SATA and NVMe disks answer. ip neigh shows every host of a network, spoken to or not.',
    source: 'manual, from memory',
  },
  {
    what: 'Figures of a good cable (0.2 ms) and of a bad one (45 ms, a quarter lost, 1400 bytes); chrony sets the clock at once when it is started.',
    source: 'our choice',
  },
  {
    what: 'lsblk, blkid, wipefs, df, du, mountpoint: columns, defaults and sizes; wiping a disk that holds something is refused as busy.',
    source: 'manual, from memory',
  },
  {
    what: 'chronyc, timedatectl, hostnamectl: texts; an address that is no simulated host counts as a time server that answers.',
    source: 'our choice',
  },
  {
    what: 'ssh, scp, ssh-keygen, ssh-keyscan, ssh-copy-id on a simulated host: messages and exit codes of the usual failures.',
    source: 'manual, from memory',
  },
  {
    what: 'wget and curl: exit codes and messages; no TLS is spoken between simulated hosts, real TLS with this laptop.',
    source: 'manual, from memory',
  },
  {
    what: 'cloud-init status is done a fixed number of seconds after the boot; nothing of it runs.',
    source: 'our choice',
  },
  {
    what: 'Programs that are not simulated (perl, python3, awk, vi, nc) end as unknown, 127, although a real host has some.',
    source: 'our choice',
  },
];
