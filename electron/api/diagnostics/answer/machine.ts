import { catalogue } from '../catalogue.ts';

/** Disks and network cards that are said wrongly, or that this machine does not have. */
export const answerMachineDiagnostics = catalogue({
  'answer.network-key-forbidden': {
    severity: 'error',
    summary: {
      en: '«{key}» is not allowed while the network comes from DHCP.',
      es: '«{key}» no se permite mientras la red viene de DHCP.',
    },
    hint: {
      en: 'Remove it, or set network.source to from-answer.',
      es: 'Quítela o ponga from-answer en network.source.',
    },
  },
  'answer.pin-name-invalid': {
    severity: 'error',
    summary: {
      en: 'The interface name «{name}» for {mac} is not allowed.',
      es: 'El nombre de interfaz «{name}» para {mac} no se permite.',
    },
    hint: {
      en: 'Use 2 to 15 characters: a letter first, then letters, digits or underscores.',
      es: 'Use de 2 a 15 caracteres: primero una letra y después letras, dígitos o guiones bajos.',
    },
  },
  'answer.pin-name-duplicate': {
    severity: 'error',
    summary: {
      en: 'Two network cards get the same name «{name}»: {macs}.',
      es: 'Dos placas de red reciben el mismo nombre «{name}»: {macs}.',
    },
    hint: { en: 'Give each card its own name.', es: 'Dé a cada placa su propio nombre.' },
  },
  'answer.pin-name-taken': {
    severity: 'error',
    summary: {
      en: 'The name «{name}» for {mac} is the one that the installer gives to the card {other}.',
      es: 'El nombre «{name}» para {mac} es el que el instalador da a la placa {other}.',
    },
    hint: {
      en: 'Use another name than nic0, nic1, …, or name all cards.',
      es: 'Use otro nombre que nic0, nic1, … o nombre todas las placas.',
    },
  },
  'answer.disks-missing': {
    severity: 'error',
    summary: {
      en: 'The answer names no disks: disk-list and filter are both empty.',
      es: 'La respuesta no indica discos: disk-list y filter están vacíos.',
    },
    hint: { en: 'Add a filter on ID_SERIAL_SHORT.', es: 'Agregue un filtro por ID_SERIAL_SHORT.' },
  },
  'answer.disks-both': {
    severity: 'error',
    summary: {
      en: 'The answer has disk-list and filter; PVE {version} allows one of them.',
      es: 'La respuesta tiene disk-list y filter; PVE {version} permite uno de los dos.',
    },
    hint: { en: 'Keep one of the two.', es: 'Deje uno de los dos.' },
  },
  'answer.disks-one': {
    severity: 'error',
    summary: {
      en: '{filesystem} is installed on one disk, but disk-list names {count}.',
      es: '{filesystem} se instala en un disco, pero disk-list indica {count}.',
    },
    hint: { en: 'Name one disk, or use zfs or btrfs.', es: 'Indique un disco o use zfs o btrfs.' },
  },
  'answer.disk-table-foreign': {
    severity: 'error',
    summary: {
      en: 'The options «{table}» do not fit the file system {filesystem}.',
      es: 'Las opciones «{table}» no corresponden al sistema de archivos {filesystem}.',
    },
    hint: { en: 'Remove disk-setup.{table}.', es: 'Quite disk-setup.{table}.' },
  },
  'answer.raid-missing': {
    severity: 'error',
    summary: { en: '{filesystem} needs a RAID level.', es: '{filesystem} necesita un nivel de RAID.' },
    hint: {
      en: 'Add disk-setup.{filesystem}.raid; raid0 with one disk is a plain disk.',
      es: 'Agregue disk-setup.{filesystem}.raid; raid0 con un disco es un disco simple.',
    },
  },
  'answer.raid-too-few': {
    severity: 'error',
    summary: {
      en: '{filesystem} {raid} needs {least} disks; {count} are given.',
      es: '{filesystem} {raid} necesita {least} discos; hay {count}.',
    },
    hint: { en: 'Add disks or choose another RAID level.', es: 'Agregue discos o elija otro nivel de RAID.' },
  },
  'answer.raid-odd': {
    severity: 'error',
    summary: {
      en: '{filesystem} raid10 needs an even number of disks; {count} are given.',
      es: '{filesystem} raid10 necesita un número par de discos; hay {count}.',
    },
    hint: { en: 'Add or remove one disk.', es: 'Agregue o quite un disco.' },
  },
  'answer.disk-duplicate': {
    severity: 'error',
    summary: { en: 'disk-list names «{disk}» twice.', es: 'disk-list indica «{disk}» dos veces.' },
    hint: { en: 'Name every disk once.', es: 'Indique cada disco una sola vez.' },
  },
  'answer.swap-too-large': {
    severity: 'error',
    summary: {
      en: 'The swap space of {swapGib} GiB is more than half of hdsize ({hdGib} GiB).',
      es: 'El espacio de intercambio de {swapGib} GiB supera la mitad de hdsize ({hdGib} GiB).',
    },
    hint: { en: 'Lower swapsize or raise hdsize.', es: 'Baje swapsize o suba hdsize.' },
  },
  'answer.btrfs-unsupported': {
    severity: 'error',
    summary: {
      en: 'The product on this ISO cannot be installed on btrfs.',
      es: 'El producto de esta ISO no se instala en btrfs.',
    },
    hint: { en: 'Choose zfs or ext4.', es: 'Elija zfs o ext4.' },
  },
  'answer.glob-invalid': {
    severity: 'error',
    summary: {
      en: 'The filter pattern «{pattern}» for {key} is not valid; the installer stops on it.',
      es: 'El patrón «{pattern}» del filtro {key} no es válido; el instalador se detiene en él.',
    },
    hint: {
      en: 'Close every «[», and use at most one «*» in a row.',
      es: 'Cierre cada «[» y use como mucho un «*» seguido.',
    },
  },
  'answer.filter-empty': {
    severity: 'error',
    summary: {
      en: 'The filter «{filter}» is empty; the installer stops on it.',
      es: 'El filtro «{filter}» está vacío; el instalador se detiene en él.',
    },
    hint: { en: 'Add at least one property.', es: 'Agregue al menos una propiedad.' },
  },
  'answer.filter-no-device': {
    severity: 'error',
    summary: {
      en: 'The filter «{filter}» matches no device of this machine.',
      es: 'El filtro «{filter}» no coincide con ningún dispositivo de esta máquina.',
    },
    hint: {
      en: 'Compare the filter with the properties in the inventory; upper and lower case count.',
      es: 'Compare el filtro con las propiedades del inventario; importan mayúsculas y minúsculas.',
    },
  },
  'answer.disk-absent': {
    severity: 'error',
    summary: { en: 'This machine has no disk «{disk}».', es: 'Esta máquina no tiene el disco «{disk}».' },
    hint: { en: 'Correct disk-list.', es: 'Corrija disk-list.' },
  },
  'answer.disks-none': {
    severity: 'error',
    summary: {
      en: 'None of the listed disks exists on this machine: {disks}.',
      es: 'Ninguno de los discos indicados existe en esta máquina: {disks}.',
    },
    hint: { en: 'Correct disk-list.', es: 'Corrija disk-list.' },
  },
  'answer.fqdn-no-lease-name': {
    severity: 'error',
    summary: {
      en: 'The DHCP server gives this machine no host name.',
      es: 'El servidor DHCP no da un nombre de host a esta máquina.',
    },
    hint: { en: 'Write the full host name in the answer.', es: 'Escriba el nombre de host completo en la respuesta.' },
  },
  'answer.fqdn-no-domain': {
    severity: 'error',
    summary: {
      en: 'Neither the DHCP server nor the answer gives a domain.',
      es: 'Ni el servidor DHCP ni la respuesta indican un dominio.',
    },
    hint: {
      en: 'Add global.fqdn.domain or write the full name.',
      es: 'Agregue global.fqdn.domain o escriba el nombre completo.',
    },
  },
  'answer.inventory-large': {
    severity: 'error',
    summary: { en: 'The inventory is larger than {limitMib} MiB.', es: 'El inventario ocupa más de {limitMib} MiB.' },
    hint: {
      en: 'Check that this is the inventory of one machine.',
      es: 'Compruebe que es el inventario de una sola máquina.',
    },
  },
  'answer.inventory-invalid': {
    severity: 'error',
    summary: { en: 'The inventory is not readable at «{place}».', es: 'El inventario no se puede leer en «{place}».' },
    hint: {
      en: 'Give the udev properties by disk and by network card, and the disk list of the installer.',
      es: 'Indique las propiedades udev por disco y por placa de red, y la lista de discos del instalador.',
    },
  },
  'answer.inventory-torn': {
    severity: 'error',
    summary: {
      en: 'Disk {index} of the inventory has properties but no entry in the disk list; the installer would crash.',
      es: 'El disco {index} del inventario tiene propiedades pero no figura en la lista de discos; el instalador fallaría.',
    },
    hint: { en: 'Take the inventory again.', es: 'Tome el inventario de nuevo.' },
  },
});
