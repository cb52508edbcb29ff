/** The realms every installation has. */
export const REALMS: readonly Readonly<Record<string, string>>[] = [
  { comment: 'Linux PAM standard authentication', realm: 'pam', type: 'pam' },
  { comment: 'Proxmox VE authentication server', realm: 'pve', type: 'pve' },
];
