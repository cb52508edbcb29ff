import type { Site } from './site.ts';
import type { Text } from './text.ts';

type Role = Site['hosts'][number]['roles'][number];

/** What a machine is in the site, for people. */
export const ROLE_NAMES: Readonly<Record<Role, Text>> = {
  'pve-node': { en: 'Proxmox VE node', es: 'Nodo Proxmox VE' },
  witness: { en: 'Witness', es: 'Testigo' },
  server: { en: 'Server', es: 'Servidor' },
};
