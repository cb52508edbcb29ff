import type { DebSpec } from './deb.ts';

/** Folder of the bundle -> the packages of its set, in the order of their dependencies. */
export interface PackageSet {
  readonly folder: 'debs/pve' | 'debs/witness' | 'debs/guest';
  readonly packages: readonly DebSpec[];
}

const nss = (version: string): readonly DebSpec[] => [
  {
    name: 'libnspr4',
    version: '4:4.35-1',
    architecture: 'amd64',
    section: 'libs',
    summary: 'NetScape Portable Runtime',
  },
  {
    name: 'libnss3',
    version,
    architecture: 'amd64',
    section: 'libs',
    depends: ['libnspr4'],
    summary: 'Network Security Service libraries',
  },
  {
    name: 'libnss3-tools',
    version,
    architecture: 'amd64',
    depends: ['libnss3'],
    summary: 'Network Security Service tools',
  },
];

/**
 * What `bundle make` would bring for the two-node site: the witness' vote on both sides, and Docker with compose for the
 * guest. Names and versions are Debian's (bookworm for the witness and PVE 8, trixie for the guest); Depends names only
 * what the sets hold themselves, as the base systems bring the rest.
 */
export function standInPackages(options: { readonly pveMajor: 8 | 9 }): readonly PackageSet[] {
  const corosync = options.pveMajor === 8 ? '3.0.3-1' : '3.0.3-1+b2';
  const nssVersion = options.pveMajor === 8 ? '2:3.87.1-1+deb12u1' : '2:3.110-1';
  return [
    {
      folder: 'debs/pve',
      packages: [
        ...nss(nssVersion),
        {
          name: 'corosync-qdevice',
          version: corosync,
          architecture: 'amd64',
          depends: ['libnss3-tools'],
          summary: 'cluster engine quorum device daemon',
        },
      ],
    },
    {
      folder: 'debs/witness',
      packages: [
        ...nss(nssVersion),
        {
          name: 'corosync-qnetd',
          version: corosync,
          architecture: 'amd64',
          depends: ['libnss3-tools'],
          summary: 'cluster engine quorum device network daemon',
        },
      ],
    },
    { folder: 'debs/guest', packages: guestPackages },
  ];
}

const guestPackages: readonly DebSpec[] = [
  { name: 'runc', version: '1.1.15+ds1-2', architecture: 'amd64', summary: 'Open Container Project - runtime' },
  {
    name: 'containerd',
    version: '1.7.24~ds1-6',
    architecture: 'amd64',
    depends: ['runc'],
    summary: 'open and reliable container runtime',
  },
  { name: 'tini', version: '0.19.0-3', architecture: 'amd64', summary: 'tiny but valid init for containers' },
  {
    name: 'iptables',
    version: '1.8.11-2',
    architecture: 'amd64',
    section: 'net',
    summary: 'administration tools for packet filtering and NAT',
  },
  {
    name: 'docker.io',
    version: '26.1.5+dfsg1-9',
    architecture: 'amd64',
    depends: ['containerd', 'iptables', 'runc', 'tini'],
    summary: 'Linux container runtime',
  },
  {
    name: 'docker-cli',
    version: '26.1.5+dfsg1-9',
    architecture: 'amd64',
    summary: 'Linux container runtime -- client',
  },
  {
    name: 'docker-compose',
    version: '2.26.1-4',
    architecture: 'amd64',
    depends: ['docker-cli'],
    summary: 'Docker Compose v2 plugin',
  },
  {
    name: 'docker-registry',
    version: '2.8.3+ds1-1',
    architecture: 'amd64',
    summary: 'Docker toolset to pack, ship, store, and deliver content',
  },
  {
    name: 'qemu-guest-agent',
    version: '1:10.0.2+ds-2',
    architecture: 'amd64',
    summary: 'Guest-side qemu-system agent',
  },
];
