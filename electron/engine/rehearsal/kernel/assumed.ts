import type { Assumption } from '../assumption.ts';

/** What of the simulated kernel, its shell and its SSH server no test compares with the real ones (the shell's scripts run in dash too, SSH and SFTP are asked by OpenSSH). */
export const KERNEL_ASSUMED: readonly Assumption[] = [
  {
    what: 'bash is the same shell as sh: arrays, [[ ]], here-strings and process substitution are unknown.',
    source: 'our choice',
  },
  {
    what: 'A boot takes 25 s; no boot messages, no boot order of units beyond "enabled comes up".',
    source: 'our choice',
  },
  {
    what: 'A host without power or with a cut link answers nothing; a packet is never lost, late or double on a link that is up.',
    source: 'our choice',
  },
  {
    what: 'Free space, memory and processor load do not change: a full disk and a lack of memory do not happen.',
    source: 'our choice',
  },
  { what: 'Permissions of files are kept and shown but stop nobody, root or not.', source: 'our choice' },
  { what: 'A hard link is a copy at the time it is made.', source: 'our choice' },
  { what: '/proc and /sys hold the files that Sitewright reads and no others.', source: 'our choice' },
  { what: 'Signals end a process at its next wait; a process that ignores TERM does not exist.', source: 'our choice' },
  {
    what: 'The SSH server knows keys and passwords, exec, a shell that reads its commands from the connection, SFTP version 3 and direct-tcpip; a terminal is granted but none is there; no agent, no compression.',
    source: 'our choice',
  },
  { what: "Login banners, PAM messages and sshd's own log lines are left out.", source: 'our choice' },
  {
    what: 'Simulated time runs faster than the machine by a fixed factor; what waits on real time (a TCP time-out of the laptop) sees it shorter.',
    source: 'our choice',
  },
];
