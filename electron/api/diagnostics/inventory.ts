import { catalogue } from './catalogue.ts';

/** What is known of a machine (`inventory`), and what the installer would do to it (`erasure`): verdicts, and what makes them unsafe. */
export const inventoryDiagnostics = catalogue({
  'inventory.node-unknown': {
    severity: 'error',
    summary: { en: 'The site has no machine called {node}.', es: 'El sitio no tiene ninguna máquina llamada {node}.' },
    hint: { en: 'Its machines are: {nodes}.', es: 'Sus máquinas son: {nodes}.' },
  },
  'inventory.too-large': {
    severity: 'error',
    summary: {
      en: 'The pasted text is larger than {limitMib} MiB.',
      es: 'El texto pegado ocupa más de {limitMib} MiB.',
    },
    hint: { en: 'Paste the output of one machine only.', es: 'Pegue la salida de una sola máquina.' },
  },
  'inventory.unknown-text': {
    severity: 'error',
    summary: {
      en: 'Nothing in this text is a listing of disks or network cards.',
      es: 'Nada en este texto es una lista de discos o placas de red.',
    },
    hint: {
      en: 'Paste the output of lsblk --json -O, of udevadm info --export-db, or of proxmox-auto-install-assistant device-info.',
      es: 'Pegue la salida de lsblk --json -O, de udevadm info --export-db o de proxmox-auto-install-assistant device-info.',
    },
  },
  'inventory.lsblk-plain': {
    severity: 'error',
    summary: {
      en: 'This is the table that lsblk draws; its columns cannot be told apart safely.',
      es: 'Esta es la tabla que dibuja lsblk; sus columnas no se distinguen con seguridad.',
    },
    hint: { en: 'Run it again as: lsblk --json -O', es: 'Ejecútelo de nuevo así: lsblk --json -O' },
  },
  'inventory.json-invalid': {
    severity: 'error',
    summary: {
      en: 'A part of the text begins as JSON and is not readable as JSON.',
      es: 'Una parte del texto comienza como JSON y no se puede leer como JSON.',
    },
    hint: {
      en: 'Copy the output again, from its first to its last line.',
      es: 'Copie la salida de nuevo, desde la primera hasta la última línea.',
    },
  },
  'inventory.unreadable': {
    severity: 'error',
    summary: { en: 'The listing is not readable at «{place}».', es: 'La lista no se puede leer en «{place}».' },
    hint: {
      en: 'Run the command again and paste its whole output.',
      es: 'Ejecute el comando de nuevo y pegue toda su salida.',
    },
  },
  'inventory.part-unknown': {
    severity: 'warning',
    summary: {
      en: 'The part that begins on line {line} is no listing that is known here; it is left out.',
      es: 'La parte que empieza en la línea {line} no es una lista conocida; se omite.',
    },
    hint: {
      en: 'Paste only outputs of lsblk, udevadm, device-info, system-info and ip -j link.',
      es: 'Pegue solo salidas de lsblk, udevadm, device-info, system-info e ip -j link.',
    },
  },
  'inventory.too-many': {
    severity: 'error',
    summary: { en: 'The listing has more than {limit} of: {what}.', es: 'La lista tiene más de {limit} de: {what}.' },
    hint: { en: 'Paste the output of one machine only.', es: 'Pegue la salida de una sola máquina.' },
  },
  'inventory.two-machines': {
    severity: 'error',
    summary: {
      en: 'Two parts of the text tell different things of {device}: «{first}» and «{second}».',
      es: 'Dos partes del texto dicen cosas distintas de {device}: «{first}» y «{second}».',
    },
    hint: {
      en: 'Paste the outputs of one machine, taken without restarting it in between.',
      es: 'Pegue las salidas de una sola máquina, tomadas sin reiniciarla entre una y otra.',
    },
  },
  'inventory.no-devices': {
    severity: 'warning',
    summary: {
      en: 'The text lists neither a disk nor a network card.',
      es: 'El texto no lista ningún disco ni placa de red.',
    },
    hint: {
      en: 'Run the command as root on the machine itself.',
      es: 'Ejecute el comando como root en la propia máquina.',
    },
  },
  'inventory.serial-unclear': {
    severity: 'warning',
    summary: {
      en: 'lsblk does not tell the serial number by which the installer knows these disks: {disks}.',
      es: 'lsblk no indica el número de serie por el que el instalador conoce estos discos: {disks}.',
    },
    hint: {
      en: 'Import the output of: udevadm info --export-db',
      es: 'Importe la salida de: udevadm info --export-db',
    },
  },
  'inventory.left-out-virtual': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: not a part of the machine.',
      es: 'Se omiten ({count}): {names}: no son parte de la máquina.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-optical': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: optical drives.',
      es: 'Se omiten ({count}): {names}: unidades ópticas.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-install-medium': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: they hold an ISO, and the installer leaves them out too.',
      es: 'Se omiten ({count}): {names}: contienen una ISO y el instalador también las omite.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-empty': {
    severity: 'info',
    summary: { en: 'Left out ({count}): {names}: without a medium.', es: 'Se omiten ({count}): {names}: sin medio.' },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-assembled': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: made out of other disks.',
      es: 'Se omiten ({count}): {names}: formados a partir de otros discos.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-no-mac': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: without a MAC address.',
      es: 'Se omiten ({count}): {names}: sin dirección MAC.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
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
