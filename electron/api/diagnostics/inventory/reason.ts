import { catalogue } from '../catalogue.ts';

/** Why a disk or a network card is taken, spared or cannot be told. */
export const erasureReasonDiagnostics = catalogue({
  'erasure.entry-matches': {
    severity: 'info',
    summary: {
      en: '{key} is «{value}» and matches «{pattern}».',
      es: '{key} es «{value}» y coincide con «{pattern}».',
    },
    hint: { en: 'Check that this is the device that you mean.', es: 'Compruebe que es el dispositivo correcto.' },
  },
  'erasure.list-names-it': {
    severity: 'info',
    summary: { en: 'disk-list names it as «{entry}».', es: 'disk-list lo nombra como «{entry}».' },
    hint: {
      en: 'Device names may change at the next start; a serial number does not.',
      es: 'Los nombres de dispositivo pueden cambiar en el próximo arranque; un número de serie no.',
    },
  },
  'erasure.nothing-against': {
    severity: 'info',
    summary: {
      en: 'Under filter-match = "all" nothing speaks against it; it lacks: {keys}.',
      es: 'Con filter-match = "all" nada lo excluye; carece de: {keys}.',
    },
    hint: {
      en: 'Use a property that every disk has, such as ID_SERIAL.',
      es: 'Use una propiedad que todo disco tenga, como ID_SERIAL.',
    },
  },
  'erasure.nothing-matches': {
    severity: 'info',
    summary: { en: 'No entry of the answer matches it.', es: 'Ninguna entrada de la respuesta coincide.' },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.entry-differs': {
    severity: 'info',
    summary: { en: '{key} is «{value}», not «{pattern}».', es: '{key} es «{value}», no «{pattern}».' },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.not-in-list': {
    severity: 'info',
    summary: { en: 'disk-list does not name it.', es: 'disk-list no lo nombra.' },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.other-first': {
    severity: 'info',
    summary: { en: 'Only one is taken, and {other} comes first.', es: 'Solo se toma uno, y {other} viene antes.' },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.installer-stops': {
    severity: 'info',
    summary: {
      en: 'The installer stops before it erases anything.',
      es: 'El instalador se detiene antes de borrar algo.',
    },
    hint: { en: 'See the errors of this answer.', es: 'Vea los errores de esta respuesta.' },
  },
  'erasure.property-unknown': {
    severity: 'info',
    summary: {
      en: 'The inventory does not tell {key}, which the answer asks for.',
      es: 'El inventario no indica {key}, por el que pregunta la respuesta.',
    },
    hint: {
      en: 'Import the output of: udevadm info --export-db',
      es: 'Importe la salida de: udevadm info --export-db',
    },
  },
  'erasure.path-unknown': {
    severity: 'info',
    summary: {
      en: 'The inventory does not tell the device name, which disk-list asks for.',
      es: 'El inventario no indica el nombre del dispositivo, por el que pregunta disk-list.',
    },
    hint: {
      en: 'Name the disk by its serial number, or import the output of: lsblk --json -O',
      es: 'Nombre el disco por su número de serie o importe la salida de: lsblk --json -O',
    },
  },
  'erasure.order-unknown': {
    severity: 'info',
    summary: {
      en: 'Only one is taken, and {other} may come first.',
      es: 'Solo se toma uno, y {other} puede venir antes.',
    },
    hint: {
      en: 'Name the device by a property that only it has, or import the output of: udevadm info --export-db',
      es: 'Nombre el dispositivo por una propiedad que solo él tenga o importe la salida de: udevadm info --export-db',
    },
  },
  'erasure.unlisted-first': {
    severity: 'info',
    summary: {
      en: 'Only one is taken, and a device that the inventory does not list may come first.',
      es: 'Solo se toma uno, y un dispositivo que el inventario no lista puede venir antes.',
    },
    hint: {
      en: 'Import the output of: udevadm info --export-db',
      es: 'Importe la salida de: udevadm info --export-db',
    },
  },
  'erasure.pattern-invalid': {
    severity: 'info',
    summary: {
      en: 'The pattern «{pattern}» is not valid; the installer may stop on it.',
      es: 'El patrón «{pattern}» no es válido; el instalador puede detenerse en él.',
    },
    hint: { en: 'Correct the pattern.', es: 'Corrija el patrón.' },
  },
  'erasure.only-nic': {
    severity: 'info',
    summary: { en: 'It is the only card.', es: 'Es la única placa.' },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.lease-route': {
    severity: 'info',
    summary: {
      en: 'The default route of the lease goes over it.',
      es: 'La ruta predeterminada de la concesión pasa por ella.',
    },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.lease-elsewhere': {
    severity: 'info',
    summary: { en: 'The lease came over {other}.', es: 'La concesión vino por {other}.' },
    hint: { en: 'Nothing to do if that is what you mean.', es: 'Nada que hacer si eso es lo que se busca.' },
  },
  'erasure.lease-unknown': {
    severity: 'info',
    summary: {
      en: 'It depends on which card gets the DHCP lease during installation.',
      es: 'Depende de qué placa reciba la concesión DHCP durante la instalación.',
    },
    hint: {
      en: 'Use from-answer with the MAC address of the card.',
      es: 'Use from-answer con la dirección MAC de la placa.',
    },
  },
});
