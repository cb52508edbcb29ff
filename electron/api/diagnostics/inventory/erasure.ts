import { catalogue } from '../catalogue.ts';

/** What makes an installation unsafe: a disk or a network card that cannot be told, or another one than planned. */
export const erasureDiagnostics = catalogue({
  'erasure.no-inventory': {
    severity: 'warning',
    summary: {
      en: 'Which disks of {node} are erased cannot be told: nothing is known of the machine.',
      es: 'No se puede decir qué discos de {node} se borran: no se sabe nada de la máquina.',
    },
    hint: {
      en: 'Type its disks, or import the output of lsblk --json -O or udevadm info --export-db.',
      es: 'Escriba sus discos o importe la salida de lsblk --json -O o de udevadm info --export-db.',
    },
  },
  'erasure.no-nics': {
    severity: 'warning',
    summary: {
      en: 'Which network port of {node} becomes the management port cannot be told: none of its ports is known.',
      es: 'No se puede decir qué puerto de red de {node} será el de gestión: no se conoce ninguno de sus puertos.',
    },
    hint: {
      en: 'Type its ports with their MAC addresses, or import the output of ip -j link.',
      es: 'Escriba sus puertos con sus direcciones MAC o importe la salida de ip -j link.',
    },
  },
  'erasure.disk-unclear': {
    severity: 'error',
    summary: {
      en: 'It cannot be told whether the disk {disk} is erased.',
      es: 'No se puede decir si el disco {disk} se borra.',
    },
    hint: {
      en: 'Import the output of: udevadm info --export-db',
      es: 'Importe la salida de: udevadm info --export-db',
    },
  },
  'erasure.disk-unplanned': {
    severity: 'error',
    summary: {
      en: 'The disk {disk} would be erased, but the plan does not name it.',
      es: 'El disco {disk} se borraría, pero el plan no lo nombra.',
    },
    hint: {
      en: 'Make the filter match only the disks of the plan.',
      es: 'Haga que el filtro coincida solo con los discos del plan.',
    },
  },
  'erasure.disk-spared': {
    severity: 'error',
    summary: {
      en: 'The plan names the disk {disk}, but the installer would not use it.',
      es: 'El plan nombra el disco {disk}, pero el instalador no lo usaría.',
    },
    hint: {
      en: 'Compare the filter with the serial number of the disk.',
      es: 'Compare el filtro con el número de serie del disco.',
    },
  },
  'erasure.disk-absent': {
    severity: 'error',
    summary: {
      en: 'The plan names the serial number {serial}, but the machine has no such disk.',
      es: 'El plan nombra el número de serie {serial}, pero la máquina no tiene ese disco.',
    },
    hint: {
      en: 'Correct the serial number, or take the inventory of the right machine.',
      es: 'Corrija el número de serie o tome el inventario de la máquina correcta.',
    },
  },
  'erasure.serial-other': {
    severity: 'error',
    summary: {
      en: '{serial} is {key} of the disk {disk}; the installer compares ID_SERIAL_SHORT, which is «{short}».',
      es: '{serial} es {key} del disco {disk}; el instalador compara ID_SERIAL_SHORT, que es «{short}».',
    },
    hint: {
      en: 'Write {short} as the serial number of this disk.',
      es: 'Escriba {short} como número de serie de este disco.',
    },
  },
  'erasure.serial-twice': {
    severity: 'error',
    summary: {
      en: '{count} disks have the same serial number {serial}: {disks}.',
      es: '{count} discos tienen el mismo número de serie {serial}: {disks}.',
    },
    hint: {
      en: 'Unplug the second path of a multipath disk for the installation, or choose by another property.',
      es: 'Desconecte la segunda ruta de un disco multipath durante la instalación o elija por otra propiedad.',
    },
  },
  'erasure.filter-many': {
    severity: 'error',
    summary: {
      en: 'The answer fits {count} disks, and {filesystem} takes only the first: {disks}.',
      es: 'La respuesta coincide con {count} discos y {filesystem} toma solo el primero: {disks}.',
    },
    hint: {
      en: 'Choose by a property that only one disk has, such as ID_SERIAL_SHORT.',
      es: 'Elija por una propiedad que solo un disco tenga, como ID_SERIAL_SHORT.',
    },
  },
  'erasure.entry-many': {
    severity: 'error',
    summary: {
      en: 'An entry of disk-list is the end of several device names, and only the first of these disks is taken: {disks}.',
      es: 'Una entrada de disk-list es el final de varios nombres de dispositivo y solo se toma el primero de estos discos: {disks}.',
    },
    hint: {
      en: 'Choose by ID_SERIAL_SHORT, or write whole paths.',
      es: 'Elija por ID_SERIAL_SHORT o escriba rutas completas.',
    },
  },
  'erasure.filter-none': {
    severity: 'error',
    summary: {
      en: 'The answer fits no disk of this machine; the installer stops.',
      es: 'La respuesta no coincide con ningún disco de esta máquina; el instalador se detiene.',
    },
    hint: {
      en: 'Compare the filter with the inventory; upper and lower case count.',
      es: 'Compare el filtro con el inventario; importan mayúsculas y minúsculas.',
    },
  },
  'erasure.unlisted-disks': {
    severity: 'error',
    summary: {
      en: 'A disk that the inventory does not list may be erased.',
      es: 'Puede borrarse un disco que el inventario no lista.',
    },
    hint: {
      en: 'Import the output of: udevadm info --export-db',
      es: 'Importe la salida de: udevadm info --export-db',
    },
  },
  'erasure.install-stops': {
    severity: 'error',
    summary: {
      en: 'The installer stops on this machine before it erases anything.',
      es: 'El instalador se detiene en esta máquina antes de borrar algo.',
    },
    hint: {
      en: 'Check the answer against the inventory; the other lines say why.',
      es: 'Compruebe la respuesta con el inventario; las otras líneas dicen por qué.',
    },
  },
  'erasure.nic-unclear': {
    severity: 'error',
    summary: {
      en: 'It cannot be told whether {nic} becomes the management card.',
      es: 'No se puede decir si {nic} será la placa de gestión.',
    },
    hint: {
      en: 'Choose the card by its MAC address, or import the output of: ip -j link',
      es: 'Elija la placa por su dirección MAC o importe la salida de: ip -j link',
    },
  },
  'erasure.nic-many': {
    severity: 'error',
    summary: {
      en: 'The network filter fits {count} cards, and the installer takes only the first: {nics}.',
      es: 'El filtro de red coincide con {count} placas y el instalador toma solo la primera: {nics}.',
    },
    hint: {
      en: 'Choose by ID_NET_NAME_MAC with the MAC address of one card.',
      es: 'Elija por ID_NET_NAME_MAC con la dirección MAC de una placa.',
    },
  },
  'erasure.nic-none': {
    severity: 'error',
    summary: {
      en: 'The network filter fits no card of this machine; the installer stops.',
      es: 'El filtro de red no coincide con ninguna placa de esta máquina; el instalador se detiene.',
    },
    hint: { en: 'Compare the MAC address with the inventory.', es: 'Compare la dirección MAC con el inventario.' },
  },
  'erasure.nic-lease': {
    severity: 'error',
    summary: {
      en: 'The machine has {count} cards, and the one that gets the DHCP lease becomes the management card.',
      es: 'La máquina tiene {count} placas y la que reciba la concesión DHCP será la de gestión.',
    },
    hint: {
      en: 'Use from-answer with the MAC address, or plug only one cable.',
      es: 'Use from-answer con la dirección MAC o conecte un solo cable.',
    },
  },
  'erasure.nic-unplanned': {
    severity: 'error',
    summary: {
      en: '{nic} would become the management card, but the plan names {mac}.',
      es: '{nic} sería la placa de gestión, pero el plan nombra {mac}.',
    },
    hint: {
      en: 'Correct the MAC address of the management card.',
      es: 'Corrija la dirección MAC de la placa de gestión.',
    },
  },
  'erasure.nic-absent': {
    severity: 'error',
    summary: {
      en: 'The plan names the MAC address {mac}, but the machine has no such card.',
      es: 'El plan nombra la dirección MAC {mac}, pero la máquina no tiene esa placa.',
    },
    hint: {
      en: 'Correct the MAC address, or take the inventory of the right machine.',
      es: 'Corrija la dirección MAC o tome el inventario de la máquina correcta.',
    },
  },
  'erasure.unlisted-nics': {
    severity: 'error',
    summary: {
      en: 'A card that the inventory does not list may become the management card.',
      es: 'Una placa que el inventario no lista puede ser la de gestión.',
    },
    hint: {
      en: 'Choose the card by its MAC address, or import the output of: ip -j link',
      es: 'Elija la placa por su dirección MAC o importe la salida de: ip -j link',
    },
  },
  'erasure.raid-count': {
    severity: 'error',
    summary: {
      en: '{filesystem} {raid} needs at least {least} disks, for raid10 an even number; this machine gives {count}.',
      es: '{filesystem} {raid} necesita al menos {least} discos, para raid10 un número par; esta máquina da {count}.',
    },
    hint: { en: 'Add disks or choose another RAID level.', es: 'Agregue discos o elija otro nivel de RAID.' },
  },
  'erasure.mirror-sizes': {
    severity: 'error',
    summary: {
      en: 'The installer stops because the sizes of these disks differ by more than a tenth: {disks}.',
      es: 'El instalador se detiene porque los tamaños de estos discos difieren en más de una décima: {disks}.',
    },
    hint: { en: 'Use disks of the same size for {raid}.', es: 'Use discos del mismo tamaño para {raid}.' },
  },
  'erasure.holds-data': {
    severity: 'warning',
    summary: {
      en: 'The disk {disk} that is erased holds: {what}.',
      es: 'El disco {disk} que se borra contiene: {what}.',
    },
    hint: { en: 'Make sure that nobody needs it any more.', es: 'Asegúrese de que ya nadie lo necesite.' },
  },
  'erasure.names-move': {
    severity: 'warning',
    summary: {
      en: 'The answer chooses by the device name {name}, which the installer may give to another disk.',
      es: 'La respuesta elige por el nombre de dispositivo {name}, que el instalador puede dar a otro disco.',
    },
    hint: { en: 'Choose by ID_SERIAL_SHORT.', es: 'Elija por ID_SERIAL_SHORT.' },
  },
});
