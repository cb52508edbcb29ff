/** How long each part of an installation takes, simulated seconds. Of the size seen on servers, not measured on any. */
export const SECONDS = {
  firmware: 45,
  /** The vendor's menu starts its first entry after ten seconds (pve-installation.adoc). */
  menu: 10,
  /** Kernel, initrd, the search for the medium, the squashfs. */
  installerStart: 30,
  leaseFound: 4,
  /** dhclient's own patience on a LAN without DHCP, then two seconds for SLAAC. */
  leaseMissing: 62,
  /** Each part of the installation, with the last percent it reaches. */
  install: [
    { seconds: 8, percent: 5, what: 'creating partitions' },
    { seconds: 12, percent: 12, what: 'creating file systems' },
    { seconds: 45, percent: 35, what: 'extracting base system' },
    { seconds: 60, percent: 65, what: 'extracting base system' },
    { seconds: 45, percent: 85, what: 'configuring packages' },
    { seconds: 20, percent: 95, what: 'make system bootable' },
    { seconds: 5, percent: 100, what: 'unmounting' },
  ],
  /** A failed installation with reboot-on-error waits so long (pve-facts 11.3). */
  rebootOnError: 30,
  shutDown: 5,
  diskBoot: 25,
  networkOnline: 8,
  fullyUp: 12,
  networkDown: 600,
} as const;
