import type { SheetTable } from '../../api/field-sheet.ts';
import type { Site } from '../../api/site.ts';
import type { Text } from '../../api/text.ts';
import { installedHosts } from '../site/delivery.ts';
import { linkAddresses, pveNodes, witnessHost } from '../site/derive.ts';
import { filled, NOTHING, plain } from './sheet-text.ts';

const T = {
  title: { en: 'To pack', es: 'Para llevar' },
  thing: { en: 'Thing', es: 'Qué' },
  count: { en: 'Count', es: 'Cantidad' },
  note: { en: 'Note', es: 'Nota' },
  packed: { en: 'Packed', es: 'Listo' },
  laptop: { en: 'This laptop with its charger', es: 'Este portátil con su cargador' },
  laptopNote: {
    en: 'The folder of the site and its bundle are on it, the passphrase is known. Address on site: {address}.',
    es: 'Contiene la carpeta del sitio y su paquete, y se conoce la frase de paso. Dirección en el sitio: {address}.',
  },
  laptopPlain: {
    en: 'The folder of the site and its bundle are on it, the passphrase is known.',
    es: 'Contiene la carpeta del sitio y su paquete, y se conoce la frase de paso.',
  },
  sticks: { en: 'Install sticks, written and verified', es: 'Memorias de instalación, escritas y verificadas' },
  perNode: { en: 'One a node, labelled: {names}', es: 'Una por nodo, con etiqueta: {names}' },
  oneImage: { en: 'The same image on each: {names}', es: 'La misma imagen en cada una: {names}' },
  spareStick: { en: 'Empty stick, 8 GB or more', es: 'Memoria vacía de 8 GB o más' },
  spareStickNote: {
    en: 'To replace one that fails, or to carry what the bundle lacked.',
    es: 'Para sustituir una que falle o llevar lo que faltara en el paquete.',
  },
  adapter: { en: 'Network adapter for the laptop', es: 'Adaptador de red para el portátil' },
  adapterNote: { en: 'Where it has no network port of its own.', es: 'Si no tiene puerto de red propio.' },
  laptopCable: { en: 'Network cable for the laptop, 3 m', es: 'Cable de red para el portátil, 3 m' },
  toSwitch: { en: 'To the switch of the management network.', es: 'Al conmutador de la red de gestión.' },
  managementCables: { en: 'Network cables for management', es: 'Cables de red para gestión' },
  managementNote: { en: 'One a machine: {names}', es: 'Uno por equipo: {names}' },
  linkCables: { en: 'Network cables for cluster link {link}', es: 'Cables de red para el enlace {link} del clúster' },
  direct: {
    en: 'Straight from node to node, {cidr}. With a switch between: one a node.',
    es: 'Directo de nodo a nodo, {cidr}. Con un conmutador en medio: uno por nodo.',
  },
  viaSwitch: { en: 'One a node to a switch, {cidr}.', es: 'Uno por nodo a un conmutador, {cidr}.' },
  witness: { en: 'The witness {name}', es: 'El testigo {name}' },
  witnessNote: {
    en: 'A small machine with Debian; its disk is left alone. {place}',
    es: 'Una pequeña máquina con Debian; su disco no se toca. {place}',
  },
  screen: { en: 'Screen, keyboard and their cables', es: 'Pantalla, teclado y sus cables' },
  screenNote: {
    en: 'An installer that stopped says so on its screen only.',
    es: 'Un instalador detenido solo lo dice en su pantalla.',
  },
  sheet: { en: 'This sheet, labels cut out, tape', es: 'Esta hoja, las etiquetas recortadas, cinta' },
} satisfies Record<string, Text>;

/** What to take along, as it follows from the site. */
export function packing(site: Site): SheetTable {
  const nodes = pveNodes(site);
  const installed = installedHosts(site);
  const witness = witnessHost(site);
  const names = (hosts: readonly { readonly name: string }[]) => hosts.map(({ name }) => name).join(', ');
  const rows: (readonly Text[])[] = [];
  const add = (thing: Text, count: number, note: Text) => rows.push([thing, plain(String(count)), note]);
  const { laptop } = site.network;
  add(T.laptop, 1, laptop ? filled(T.laptopNote, { address: laptop.address }) : T.laptopPlain);
  if (installed.length > 0) {
    const how = site.media.delivery === 'one-image' ? T.oneImage : T.perNode;
    add(T.sticks, installed.length, filled(how, { names: names(installed) }));
  }
  add(T.spareStick, 1, T.spareStickNote);
  add(T.adapter, 1, T.adapterNote);
  add(T.laptopCable, 1, T.toSwitch);
  add(T.managementCables, site.hosts.length, filled(T.managementNote, { names: names(site.hosts) }));
  for (const link of site.network.links) {
    const on = nodes.filter((host) =>
      linkAddresses(host).some((entry) => entry.link === link.id && entry.address !== host.address),
    );
    if (on.length < 2) continue;
    const isDirect = on.length === 2;
    add(
      filled(T.linkCables, { link: link.id }),
      isDirect ? 1 : on.length,
      filled(isDirect ? T.direct : T.viaSwitch, { cidr: link.cidr }),
    );
  }
  if (witness) add(filled(T.witness, { name: witness.name }), 1, filled(T.witnessNote, { place: witness.label ?? '' }));
  add(T.screen, 1, T.screenNote);
  add(T.sheet, 1, NOTHING);
  return { title: T.title, head: [T.thing, T.count, T.note, T.packed], rows: rows.map((row) => [...row, NOTHING]) };
}
