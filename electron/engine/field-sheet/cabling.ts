import type { SheetTable } from '../../api/field-sheet.ts';
import type { Host, Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { linkPorts, managementCidr, pveNodes } from '../site/derive.ts';
import { pinnedNicNames } from '../site/nic-names.ts';
import { filled, NOTHING, plain } from './sheet-text.ts';

const T = {
  title: { en: 'Cables', es: 'Cables' },
  port: { en: 'Port', es: 'Puerto' },
  mac: { en: 'MAC', es: 'MAC' },
  to: { en: 'Goes to', es: 'Va a' },
  address: { en: 'Address', es: 'Dirección' },
  done: { en: 'Done', es: 'Hecho' },
  management: { en: 'switch, management network {cidr}', es: 'conmutador, red de gestión {cidr}' },
  managementPort: { en: 'management port', es: 'puerto de gestión' },
  managementDhcp: { en: 'by DHCP', es: 'por DHCP' },
  linkPort: { en: 'port of cluster link {link}', es: 'puerto del enlace {link} del clúster' },
  straight: { en: 'cluster link {link}: {peer}', es: 'enlace {link} del clúster: {peer}' },
  peerPort: { en: '{host}, port {port}', es: '{host}, puerto {port}' },
  linkSwitch: { en: 'switch of cluster link {link}, {cidr}', es: 'conmutador del enlace {link} del clúster, {cidr}' },
  bond: { en: 'switch: {mode}', es: 'conmutador: {mode}' },
  lacp: {
    en: 'switch: one LACP group (802.3ad) for all ports of {name}',
    es: 'conmutador: un grupo LACP (802.3ad) para todos los puertos de {name}',
  },
  vlan: { en: 'VLAN {tag}, tagged on the switch port', es: 'VLAN {tag}, etiquetada en el puerto del conmutador' },
  bridge: { en: 'switch, for virtual machines', es: 'conmutador, para máquinas virtuales' },
  unknown: { en: 'not said', es: 'sin indicar' },
} satisfies Record<string, Text>;

/** Which cable goes from which port to where; ports are told by their MAC, which is on the label of the machine. */
export function cabling(site: Site, host: Host): SheetTable {
  const rows = [managementRow(site, host), ...linkRows(site, host), ...networkRows(host)];
  return { title: T.title, head: [T.port, T.mac, T.to, T.address, T.done], rows: rows.map((row) => [...row, NOTHING]) };
}

type Row = readonly [port: Text, mac: Text, to: Text, address: Text];

function managementRow(site: Site, host: Host): Row {
  const mac = host.install?.managementMac?.toLowerCase();
  const nic = host.hardware?.nics.find((entry) => entry.mac.toLowerCase() === mac);
  const name = (mac === undefined ? undefined : pinnedNicNames(site, host)?.[mac]) ?? nic?.name;
  return [
    name === undefined ? T.managementPort : portText(name, nic?.name),
    mac === undefined ? T.unknown : plain(mac),
    filled(T.management, { cidr: site.network.management.cidr }),
    host.install?.networkSource === 'from-dhcp' ? T.managementDhcp : plain(managementCidr(site, host)),
  ];
}

function linkRows(site: Site, host: Host): readonly Row[] {
  return linkPorts(site, host).map((port) => {
    const network = site.network.links.find((entry) => entry.id === port.link);
    const peers = pveNodes(site).filter((other) => other.name !== host.name);
    const [peer, ...more] = peers.flatMap((other) => {
      const there = linkPorts(site, other).find((entry) => entry.link === port.link);
      return there ? [{ other, there }] : [];
    });
    const nic = host.hardware?.nics.find((entry) => entry.mac.toLowerCase() === port.mac);
    return [
      port.nicName === undefined ? filled(T.linkPort, { link: port.link }) : portText(port.nicName, nic?.name),
      port.mac === undefined ? T.unknown : plain(port.mac),
      peer && more.length === 0
        ? straightTo(port.link, peer.other.name, peer.there.nicName)
        : filled(T.linkSwitch, { link: port.link, cidr: network?.cidr ?? '' }),
      plain(port.cidr),
    ];
  });
}

/** Two nodes share a link: the cable may go straight to the other one. */
function straightTo(link: number, host: string, port: string | undefined): Text {
  const peer = port === undefined ? plain(host) : filled(T.peerPort, { host, port });
  return {
    en: filled(T.straight, { link, peer: peer.en }).en,
    es: filled(T.straight, { link, peer: peer.es }).es,
  };
}

function networkRows({ network, hardware }: Host): readonly Row[] {
  if (!network) return [];
  const macOf = (name: string) => hardware?.nics.find((nic) => nic.name === name)?.mac.toLowerCase() ?? '';
  const isPort = (name: string) => !/^(bond|vmbr)\d+/.test(name) && !name.includes('.');
  return [
    ...network.bonds.flatMap((bond) =>
      bond.ports.map(
        (port): Row => [
          plain(`${port} (${bond.name})`),
          plain(macOf(port)),
          filled(bond.mode === '802.3ad' ? T.lacp : T.bond, { name: bond.name, mode: bond.mode }),
          plain(bond.address ?? ''),
        ],
      ),
    ),
    ...network.vlans.map(
      (vlan): Row => [
        plain(vlan.device),
        plain(macOf(vlan.device)),
        filled(T.vlan, { tag: vlan.tag }),
        plain(vlan.address ?? ''),
      ],
    ),
    ...network.bridges.flatMap((bridge) =>
      bridge.ports
        .filter(isPort)
        .map(
          (port): Row => [plain(`${port} (${bridge.name})`), plain(macOf(port)), T.bridge, plain(bridge.address ?? '')],
        ),
    ),
  ];
}

/** The name after the installation, and the one that the installer's screen shows where that is another. */
function portText(name: string, seen: string | undefined): Text {
  return plain(seen === undefined || seen === name ? name : `${name} (${seen})`);
}
