import type { FieldSheet } from '../../api/field-sheet.ts';
import type { Host, Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { installedHosts } from '../site/delivery.ts';
import { fqdn, linkPorts, managementCidr } from '../site/derive.ts';
import { cabling } from './cabling.ts';
import { firmwareSettings } from './firmware-settings.ts';
import { hostDisks } from './host-disks.ts';
import { packing } from './packing.ts';
import { filled, plain } from './sheet-text.ts';

const T = {
  about: { en: '{fqdn}, {address}', es: '{fqdn}, {address}' },
  place: { en: '{fqdn}, {address}, {place}', es: '{fqdn}, {address}, {place}' },
  link: { en: 'link {link}: {address}', es: 'enlace {link}: {address}' },
  stick: { en: 'install stick: ERASES the system disk', es: 'memoria de instalación: BORRA el disco del sistema' },
  pull: { en: 'pull it when the machine is off', es: 'retírela cuando la máquina se apague' },
} satisfies Record<string, Text>;

/** The field sheet of a site: a pure function of it. Hosts stand in the order of the file. */
export function makeFieldSheet(site: Site): FieldSheet {
  const perNode = site.media.delivery === 'stick-per-node' ? installedHosts(site) : [];
  return {
    site: site.name,
    organisation: site.organisation,
    packing: packing(site),
    hosts: site.hosts.map((host) => {
      const disks = hostDisks(site, host);
      return {
        name: host.name,
        about: filled(host.label === undefined ? T.about : T.place, {
          fqdn: fqdn(site, host),
          address: managementCidr(site, host),
          place: host.label ?? '',
        }),
        tables: [
          ...(host.os === 'pve' ? [firmwareSettings(site, host)] : []),
          ...(disks ? [disks] : []),
          cabling(site, host),
        ],
      };
    }),
    labels: [
      ...site.hosts.map((host) => ({ name: host.name, kind: 'machine' as const, lines: machineLines(site, host) })),
      ...perNode.map((host) => ({
        name: host.name,
        kind: 'stick' as const,
        lines: [plain(`${site.name}, PVE ${site.pve.version}`), T.stick, T.pull],
      })),
    ],
  };
}

function machineLines(site: Site, host: Host): readonly Text[] {
  const links = linkPorts(site, host).map(({ link, cidr }) => filled(T.link, { link, address: cidr }));
  return [plain(managementCidr(site, host)), ...links, ...(host.label === undefined ? [] : [plain(host.label)])];
}
