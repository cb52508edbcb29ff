import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { namedDisks, UNSAID_SERIAL } from '../../../api/site-storage.ts';
import { isInstallerFqdn } from '../../answers/fqdn.ts';
import { allHosts, fqdn } from '../derive.ts';
import { addressKey, addressOf } from '../net.ts';
import { rules } from './rule.ts';

interface Use {
  readonly key: string;
  /** How a person would call the holder. */
  readonly holder: string;
  readonly field: string;
  readonly shown: string;
}

/** Every second use of a key. */
function repeated(uses: readonly Use[], make: (first: Use, second: Use) => Diagnostic): readonly Diagnostic[] {
  const seen = new Map<string, Use>();
  return uses.flatMap((use) => {
    const first = seen.get(use.key);
    if (first) return [make(first, use)];
    seen.set(use.key, use);
    return [];
  });
}

function named<T extends { readonly name: string }>(list: readonly T[], field: string): readonly Use[] {
  return list.map((entry, index) => ({
    key: entry.name,
    holder: entry.name,
    field: `${field}[${index}].name`,
    shown: entry.name,
  }));
}

function ids(list: readonly { readonly id: string | number }[], field: string): readonly Use[] {
  return list.map((entry, index) => ({
    key: String(entry.id),
    holder: String(entry.id),
    field: `${field}[${index}].id`,
    shown: String(entry.id),
  }));
}

function addresses(site: Site): readonly Use[] {
  const use = (address: string, holder: string, field: string): Use => ({
    key: addressKey(address),
    holder,
    field,
    shown: address,
  });
  return [
    use(site.network.management.gateway, 'gateway', 'network.management.gateway'),
    ...(site.network.laptop ? [use(site.network.laptop.address, 'laptop', 'network.laptop.address')] : []),
    ...site.hosts.map((host, index) => use(host.address, host.name, `hosts[${index}].address`)),
    ...site.hosts.flatMap((host, index) =>
      // A link may run over the management network with the management address.
      Object.entries(host.links)
        .filter(([, address]) => addressKey(address) !== addressKey(host.address))
        .map(([link, address]) => use(address, host.name, `hosts[${index}].links.${link}`)),
    ),
    ...site.machines.map((machine, index) =>
      use(addressOf(machine.address), machine.name, `machines[${index}].address`),
    ),
  ];
}

export const nameRules = rules([
  {
    id: 'names.unique',
    looksAt: ['hosts[].name', 'machines[].name', 'templates[].name', 'groups[].name'],
    codes: ['site.duplicate-name'],
    check: (site) =>
      repeated(
        [
          ...named(site.hosts, 'hosts'),
          ...named(site.machines, 'machines'),
          ...named(site.templates, 'templates'),
          ...named(site.groups, 'groups'),
        ],
        (first, second) =>
          diagnostic('site.duplicate-name', {
            params: { name: second.shown, first: first.field, field: second.field },
            subject: { field: second.field, host: second.holder },
          }),
      ),
  },
  {
    id: 'names.ids-unique',
    looksAt: ['machines[].id', 'templates[].id', 'storages[].id', 'stacks[].id', 'network.links[].id'],
    codes: ['site.duplicate-id'],
    check: (site) =>
      [
        [...ids(site.templates, 'templates'), ...ids(site.machines, 'machines')],
        ids(site.storages, 'storages'),
        ids(site.stacks, 'stacks'),
        ids(site.network.links, 'network.links'),
      ].flatMap((uses) =>
        repeated(uses, (first, second) =>
          diagnostic('site.duplicate-id', {
            params: { id: second.shown, first: first.field, field: second.field },
            subject: { field: second.field },
          }),
        ),
      ),
  },
  {
    id: 'names.addresses-unique',
    looksAt: [
      'hosts[].address',
      'hosts[].links',
      'machines[].address',
      'network.management.gateway',
      'network.laptop.address',
    ],
    codes: ['site.duplicate-address'],
    check: (site) =>
      repeated(addresses(site), (first, second) =>
        diagnostic('site.duplicate-address', {
          params: { address: second.shown, first: first.holder, name: second.holder },
          subject: { field: second.field, host: second.holder },
        }),
      ),
  },
  {
    id: 'names.macs-unique',
    looksAt: ['hosts[].install.managementMac', 'hosts[].hardware.nics[].mac'],
    codes: ['site.duplicate-mac'],
    check: (site) =>
      repeated(
        site.hosts.flatMap((host, index) => {
          const nics = (host.hardware?.nics ?? []).map((nic, port) => ({
            key: nic.mac.toLowerCase(),
            holder: host.name,
            field: `hosts[${index}].hardware.nics[${port}].mac`,
            shown: nic.mac,
          }));
          const management = host.install?.managementMac;
          if (!management || nics.some((nic) => nic.key === management.toLowerCase())) return nics;
          return [
            ...nics,
            {
              key: management.toLowerCase(),
              holder: host.name,
              field: `hosts[${index}].install.managementMac`,
              shown: management,
            },
          ];
        }),
        (first, second) =>
          diagnostic('site.duplicate-mac', {
            params: { mac: second.shown, first: first.holder, name: second.holder },
            subject: { field: second.field, host: second.holder },
          }),
      ),
  },
  {
    id: 'names.serials-unique',
    looksAt: ['hosts[].install.diskSerials', 'hosts[].hardware.disks[].serial', 'storages[].disks'],
    codes: ['site.duplicate-serial'],
    check: (site) => repeated(serials(site), serialTwice),
  },
  {
    id: 'names.not-only-digits',
    looksAt: ['hosts[].name'],
    codes: ['site.name-only-digits'],
    check: (site) =>
      site.hosts.flatMap((host, index) =>
        /^\d+$/.test(host.name)
          ? [
              diagnostic('site.name-only-digits', {
                params: { name: host.name },
                subject: { field: `hosts[${index}].name`, host: host.name },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'names.domain',
    looksAt: ['network.domain'],
    codes: ['site.fqdn-refused'],
    check: (site) => {
      const { domain } = site.network;
      if (domain.split('.').every((label) => isInstallerFqdn(`x.${label}`))) return [];
      return [diagnostic('site.fqdn-refused', { params: { fqdn: domain }, subject: { field: 'network.domain' } })];
    },
  },
  {
    id: 'names.fqdn-length',
    looksAt: ['network.domain', 'hosts[].name', 'machines[].name'],
    codes: ['site.fqdn-too-long'],
    check: (site) =>
      allHosts(site).flatMap((host) => {
        const full = fqdn(site, host);
        return full.length > 253
          ? [
              diagnostic('site.fqdn-too-long', {
                params: { fqdn: full, length: full.length },
                subject: { field: 'network.domain', host: host.name },
              }),
            ]
          : [];
      }),
  },
]);

function serialTwice(first: Use, second: Use): Diagnostic {
  return diagnostic('site.duplicate-serial', {
    params: { serial: second.shown, first: first.holder, name: second.holder },
    subject: { field: second.field, host: second.holder },
  });
}

/** Serials by machine: inside one machine the inventory, the install disks and the data disks may name one disk again. */
function serials(site: Site): readonly Use[] {
  const uses: Use[] = [];
  const known = new Set<string>();
  const add = (host: string, serial: string, field: string, repeatsCount: boolean): void => {
    if (serial === UNSAID_SERIAL) return;
    const pair = `${host} ${serial}`;
    if (known.has(pair) && !repeatsCount) return;
    known.add(pair);
    uses.push({ key: serial, holder: host, field, shown: serial });
  };
  site.hosts.forEach((host, index) => {
    const inventory = host.hardware?.disks ?? [];
    inventory.forEach((disk, slot) => {
      add(host.name, disk.serial, `hosts[${index}].hardware.disks[${slot}].serial`, true);
    });
    const own = new Set<string>();
    host.install?.diskSerials?.forEach((serial, slot) => {
      add(host.name, serial, `hosts[${index}].install.diskSerials[${slot}]`, own.has(serial));
      own.add(serial);
    });
  });
  const pools = new Set<string>();
  site.storages.forEach((storage, index) => {
    if (storage.type !== 'zfspool') return;
    for (const { host, serial, field } of namedDisks(storage)) {
      add(host, serial, `storages[${index}].${field}`, pools.has(`${host} ${serial}`));
      pools.add(`${host} ${serial}`);
    }
  });
  return uses;
}
