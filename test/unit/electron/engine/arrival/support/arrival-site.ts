import { type Site, SiteSchema } from '../../../../../../electron/api/site.ts';

export interface ArrivalSiteOptions {
  readonly laptop?: { readonly address: string; readonly port?: number } | null;
  readonly version?: '8.4' | '9.1' | '9.2';
  readonly dhcp?: boolean;
  readonly rebootMode?: 'reboot' | 'power-off';
  readonly delivery?: 'stick-per-node' | 'one-image';
}

/** Two nodes that our media install and a witness that is there already, as a value. */
export function arrivalSite(options: ArrivalSiteOptions = {}): Site {
  const node = (number: number) => ({
    name: `pve-node${number}`,
    origin: 'installed',
    os: 'pve',
    roles: ['pve-node'],
    address: `192.168.1.1${number}`,
    install: {
      diskSerials: [`SYSTEM-${number}`],
      managementMac: `02:00:00:00:0${number}:01`,
      rootPassword: 'secret:root-password',
      rebootMode: options.rebootMode ?? 'power-off',
    },
    hardware: {
      memoryGib: 32,
      systemSerial: `SERIAL-${number}`,
      assetTag: `TAG-${number}`,
      disks: [
        { serial: `SYSTEM-${number}`, sizeGb: 480 },
        { serial: `DATA-${number}`, sizeGb: 960 },
      ],
      nics: [
        { name: 'nic0', mac: `02:00:00:00:0${number}:01` },
        { name: 'nic1', mac: `02:00:00:00:0${number}:02`, link: 0 },
      ],
    },
  });
  const laptop = options.laptop === null ? undefined : { address: '127.0.0.1', port: 8443, ...options.laptop };
  return SiteSchema.parse({
    schemaVersion: 1,
    id: 'municipal',
    name: 'Municipal',
    country: 'es',
    keyboard: 'es',
    timezone: 'Europe/Madrid',
    mailto: 'it@municipal.lan',
    pve: { version: options.version ?? '9.2' },
    access: {
      sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKDmXXnX5dcIBR1CXyqHPJkK5FZ8Cm4hVoVQHFxZp9aa site',
      sshPrivateKey: 'secret:ssh-key',
    },
    network: {
      domain: 'municipal.lan',
      management: { cidr: '192.168.1.0/24', gateway: '192.168.1.1', dns: ['192.168.1.1'] },
      ...(options.dhcp ? { dhcp: { rangeStart: '192.168.1.100', rangeEnd: '192.168.1.150' } } : {}),
      ...(laptop ? { laptop } : {}),
    },
    media: { delivery: options.delivery ?? 'stick-per-node' },
    hosts: [
      node(1),
      node(2),
      { name: 'witness', origin: 'existing', os: 'debian', roles: ['witness'], address: '192.168.1.20' },
    ],
  });
}
