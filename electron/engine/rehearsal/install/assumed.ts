import type { Assumption } from '../assumption.ts';

/**
 * What of the simulated machines and their installer no test compares with the real ones. Compared are: which answers are read
 * and what they would install (with the vendor's own verdicts), the reading of ISO images (with images of other makers).
 */
export const INSTALL_ASSUMED: readonly Assumption[] = [
  {
    what: 'How long firmware, menu, installer and first start take; dhclient gives up after 60 s, SLAAC after 2 s more.',
    source: 'our choice',
  },
  {
    what: 'Firmware looks at the stick first, then at the disk, at every start; it starts what has boot code (BIOS) or an EFI partition.',
    source: 'our choice',
  },
  {
    what: 'Words on the screen of the installer, apart from those that answer-schema.md and verdicts of the vendor give; a wrong answer whose words are not known is told in a sentence of our own.',
    source: 'vendor source, from memory',
  },
  {
    what: 'What the low-level installer says where the disks do not suffice for their RAID level; that it says so before it erases any.',
    source: 'vendor source, from memory',
  },
  {
    what: 'The menu offers the automatic installation when /auto-installer-mode.toml and /auto-installer-capable are on the medium.',
    source: 'vendor source, from memory',
  },
  {
    what: 'The simulated DHCP server gives addresses of the declared range in the order of the hosts; a machine that keeps its lease has its planned address and name reserved; options 250 and 251 and DNS TXT records are not there.',
    source: 'our choice',
  },
  {
    what: 'Mode partition never finds its partition; SLAAC never gives an address.',
    source: 'our choice',
  },
  {
    what: 'Errors of the HTTP client: those of ureq with rustls, as 9.2 has them, in all versions; without a fingerprint a certificate of our own is never believed.',
    source: 'vendor source, from memory',
  },
  {
    what: 'The webhook keeps the keys of the answer request in `dmi` (asset_tag); versions of Debian, kernel and pve-manager; CPU flags.',
    source: 'vendor source, from memory',
  },
  {
    what: 'A disk that is erased takes the earlier system of the machine with it; VG pve on other disks is not renamed.',
    source: 'our choice',
  },
  {
    what: 'Sizes, swap, ARC limit and RAID layout of the installed system; ext4 and xfs look the same afterwards.',
    source: 'our choice',
  },
  {
    what: 'The subscription key is staged and never used; mailto and keyboard leave no trace in the installed system.',
    source: 'our choice',
  },
  {
    what: 'agetty draws /etc/issue and /etc/issue.d once, and again only after --reload or a restart of getty@tty1; pvebanner writes /etc/issue at every start.',
    source: 'manual, from memory',
  },
  {
    what: 'Two machines with the same answer: the second runs, and nobody reaches it.',
    source: 'our choice',
  },
];
