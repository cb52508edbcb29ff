// Names under which a Linux system knows the package.

/** polkit's action of the flasher. */
export const WRITE_DRIVES = 'org.sitewright.write-drives';
export const POLICY_FILE = 'usr/share/polkit-1/actions/org.sitewright.policy';
