import { catalogue } from '../catalogue.ts';

/** What a site says of one node's installation: disks, ports, names, passwords. Part of the area `site`. */
export const siteInstallDiagnostics = catalogue({
  'site.needs-version': {
    severity: 'error',
    summary: {
      en: '{field} needs Proxmox VE {need}; the site installs {have}, whose installer does not know it.',
      es: '{field} necesita Proxmox VE {need}; el sitio instala {have}, cuyo instalador no lo conoce.',
    },
    hint: {
      en: 'Remove {field}, or install {need}: pve.version and its ISO.',
      es: 'Quite {field}, o instale {need}: pve.version y su ISO.',
    },
  },
  // ------------------------------------------------------------------------------------------------------------- disks
  'site.disks-unsaid': {
    severity: 'error',
    summary: {
      en: 'Nothing says on which disks {name} is installed; they will be erased.',
      es: 'Nada dice en qué discos se instala {name}; se borrarán.',
    },
    hint: {
      en: 'Write the serial on the label of its system disk (diskSerials); diskPaths or diskFilter where no serial is known.',
      es: 'Escriba el número de serie de la etiqueta de su disco de sistema (diskSerials); diskPaths o diskFilter si no se conoce.',
    },
  },
  'site.disks-said-twice': {
    severity: 'error',
    summary: {
      en: 'The disks of {name} are said in more than one way: {keys}.',
      es: 'Los discos de {name} se indican de más de una manera: {keys}.',
    },
    hint: {
      en: 'Keep one of them; diskSerials is the one that can be proven.',
      es: 'Deje una sola; diskSerials es la que se puede comprobar.',
    },
  },
  'site.disk-by-path': {
    severity: 'warning',
    summary: {
      en: '{name} is installed on {disks}: the kernel gives these names anew at every start, so another disk can be erased.',
      es: '{name} se instala en {disks}: el núcleo reparte estos nombres en cada arranque, así que puede borrarse otro disco.',
    },
    hint: {
      en: 'Write diskSerials instead, or take every other disk and stick out before the installation.',
      es: 'Escriba diskSerials en su lugar, o retire los demás discos y memorias USB antes de instalar.',
    },
  },
  'site.disk-path-suffix': {
    severity: 'warning',
    summary: {
      en: 'The installer of {name} compares "{path}" with the end of each device path and takes the first that fits.',
      es: 'El instalador de {name} compara «{path}» con el final de cada ruta y toma el primer disco que encaja.',
    },
    hint: {
      en: 'Write the whole path, for example /dev/sda or /dev/nvme0n1.',
      es: 'Escriba la ruta completa, por ejemplo /dev/sda o /dev/nvme0n1.',
    },
  },
  'site.disk-path-many': {
    severity: 'error',
    summary: {
      en: '"{path}" is the end of several disks of {name}: {disks}. The installer would erase the first it sees.',
      es: '«{path}» es el final de varios discos de {name}: {disks}. El instalador borraría el primero que vea.',
    },
    hint: { en: 'Write the whole path, or diskSerials.', es: 'Escriba la ruta completa, o diskSerials.' },
  },
  'site.disk-path-absent': {
    severity: 'error',
    summary: {
      en: '{name} has no disk {path}. With one disk the installation stops; with several the rest is erased without it.',
      es: '{name} no tiene el disco {path}. Con un solo disco la instalación se detiene; con varios se borran los demás sin él.',
    },
    hint: { en: 'Its disks are: {known}.', es: 'Sus discos son: {known}.' },
  },
  'site.disk-path-twice': {
    severity: 'error',
    summary: {
      en: '{first} and {second} of {name} are the same disk.',
      es: '{first} y {second} de {name} son el mismo disco.',
    },
    hint: { en: 'Name each disk once.', es: 'Indique cada disco una vez.' },
  },
  'site.filter-empty': {
    severity: 'error',
    summary: {
      en: '{field} is empty: the installer of {name} would stop.',
      es: '{field} está vacío: el instalador de {name} se detendría.',
    },
    hint: {
      en: 'Name one udev property and its value, for example ID_SERIAL_SHORT.',
      es: 'Indique una propiedad de udev y su valor, por ejemplo ID_SERIAL_SHORT.',
    },
  },
  'site.bad-glob': {
    severity: 'error',
    summary: {
      en: '{field} is no pattern: {pattern}.',
      es: '{field} no es un patrón: {pattern}.',
    },
    hint: {
      en: 'Known are ?, *, [abc] and [!x]; a bracket itself is written [[].',
      es: 'Se admiten ?, *, [abc] y [!x]; un corchete se escribe [[].',
    },
  },
  'site.disk-filter-or': {
    severity: 'warning',
    summary: {
      en: 'The disk filter of {name} has {count} entries; the first disk that fits any one of them is erased.',
      es: 'El filtro de discos de {name} tiene {count} condiciones; se borra el primer disco que cumpla una cualquiera.',
    },
    hint: {
      en: 'Keep one entry that fits the wanted disks alone, or write diskSerials.',
      es: 'Deje una condición que solo cumplan los discos deseados, o escriba diskSerials.',
    },
  },
  'site.disk-filter-any': {
    severity: 'warning',
    summary: {
      en: 'The disk filter of {name} has {count} entries and no diskFilterMatch; every disk that fits any one of them is erased.',
      es: 'El filtro de discos de {name} tiene {count} condiciones y ningún diskFilterMatch; se borra todo disco que cumpla una cualquiera.',
    },
    hint: {
      en: 'Write diskFilterMatch = "any" if each entry is to add disks to the set, or write diskSerials.',
      es: 'Escriba diskFilterMatch = "any" si cada condición ha de añadir discos al conjunto, o escriba diskSerials.',
    },
  },
  'site.disk-filter-all': {
    severity: 'warning',
    summary: {
      en: 'Under diskFilterMatch = "all" a disk of {name} that lacks a property ({keys}) counts as fitting and is erased.',
      es: 'Con diskFilterMatch = "all", un disco de {name} sin una propiedad ({keys}) cuenta como adecuado y se borra.',
    },
    hint: {
      en: 'Compare the spelling with the output of udevadm info, or write diskSerials.',
      es: 'Compare la grafía con la salida de udevadm info, o escriba diskSerials.',
    },
  },
  'site.filter-match-ignored': {
    severity: 'warning',
    summary: {
      en: 'diskFilterMatch of {name} has no effect: the installer looks at it only with diskFilter on zfs or btrfs.',
      es: 'diskFilterMatch de {name} no tiene efecto: el instalador solo lo mira con diskFilter en zfs o btrfs.',
    },
    hint: { en: 'Remove it.', es: 'Quítelo.' },
  },
  'site.install-table-foreign': {
    severity: 'error',
    summary: {
      en: '{name} installs on {filesystem}; its table {table} belongs to another filesystem.',
      es: '{name} se instala en {filesystem}; su tabla {table} es de otro sistema de archivos.',
    },
    hint: {
      en: 'Remove the table, or change filesystem.',
      es: 'Quite la tabla, o cambie filesystem.',
    },
  },
  'site.install-range': {
    severity: 'error',
    summary: {
      en: '{field} is {value}; usable is {usual}. The installer does not check it and fails after the disks are erased.',
      es: '{field} es {value}; vale {usual}. El instalador no lo comprueba y falla con los discos ya borrados.',
    },
    hint: { en: 'Correct {field}, or leave it out.', es: 'Corrija {field}, o quítelo.' },
  },
  'site.arc-above-memory': {
    severity: 'error',
    summary: {
      en: 'The ZFS cache of {name} may grow to {value} MiB; the machine has {have} MiB of memory.',
      es: 'La caché de ZFS de {name} puede crecer hasta {value} MiB; el equipo tiene {have} MiB de memoria.',
    },
    hint: {
      en: 'Write a tenth of the memory, or leave arcMaxMib out: then the installer chooses.',
      es: 'Escriba una décima parte de la memoria, o quite arcMaxMib: entonces elige el instalador.',
    },
  },
  'site.hdsize-above-disk': {
    severity: 'error',
    summary: {
      en: '{name} is to use {value} GiB of the disk {serial}, which has {have} GiB.',
      es: '{name} ha de usar {value} GiB del disco {serial}, que tiene {have} GiB.',
    },
    hint: { en: 'Write less, or leave hdsizeGib out.', es: 'Escriba menos, o quite hdsizeGib.' },
  },
  'site.swap-too-large': {
    severity: 'error',
    summary: {
      en: 'The swap of {name} is {swap} GiB; at most half of its {disk} GiB may be swap.',
      es: 'El intercambio de {name} es de {swap} GiB; como máximo la mitad de sus {disk} GiB puede serlo.',
    },
    hint: { en: 'Write a smaller swapsizeGib.', es: 'Escriba un swapsizeGib menor.' },
  },
  // ------------------------------------------------------------------------------------------------------------ labels
  'site.label-made-up': {
    severity: 'warning',
    summary: {
      en: '{value} is made up for a rehearsal; no machine has it.',
      es: '{value} es inventado para un ensayo; ningún equipo lo tiene.',
    },
    hint: {
      en: 'Write what stands on the label of {name} before its stick is made.',
      es: 'Escriba lo que dice la etiqueta de {name} antes de hacer su memoria.',
    },
  },
  'site.labels-made-up': {
    severity: 'error',
    summary: {
      en: 'This plan can only be rehearsed: {count} labels of {hosts} are made up.',
      es: 'Este plan solo se puede ensayar: {count} etiquetas de {hosts} son inventadas.',
    },
    hint: {
      en: 'Write what stands on the labels of the machines on the page Nodes. Nothing was touched.',
      es: 'Escriba en la página Nodos lo que dicen las etiquetas de los equipos. No se tocó nada.',
    },
  },
  // ------------------------------------------------------------------------------------------------------------- ports
  'site.management-port-unsaid': {
    severity: 'error',
    summary: {
      en: 'Nothing says which port of {name} goes to the management network.',
      es: 'Nada dice qué puerto de {name} va a la red de gestión.',
    },
    hint: {
      en: 'Write the MAC on the label of the port (managementMac); nicFilter where it is not known.',
      es: 'Escriba la MAC de la etiqueta del puerto (managementMac); nicFilter si no se conoce.',
    },
  },
  'site.management-port-twice': {
    severity: 'error',
    summary: {
      en: 'The management port of {name} is said in two ways: managementMac and nicFilter.',
      es: 'El puerto de gestión de {name} se indica de dos maneras: managementMac y nicFilter.',
    },
    hint: { en: 'Keep managementMac.', es: 'Deje managementMac.' },
  },
  'site.nic-filter-unused': {
    severity: 'error',
    summary: {
      en: 'nicFilter of {name} cannot be said together with an address by DHCP; the installer takes the port of the default route.',
      es: 'nicFilter de {name} no se admite con una dirección por DHCP; el instalador toma el puerto de la ruta por defecto.',
    },
    hint: { en: 'Remove nicFilter, or networkSource.', es: 'Quite nicFilter, o networkSource.' },
  },
  'site.nic-filter-or': {
    severity: 'warning',
    summary: {
      en: 'The port filter of {name} has {count} entries; the first port by name that fits any one of them is taken.',
      es: 'El filtro de puertos de {name} tiene {count} condiciones; se toma el primer puerto por nombre que cumpla una cualquiera.',
    },
    hint: { en: 'Keep one entry, or write managementMac.', es: 'Deje una condición, o escriba managementMac.' },
  },
  'site.nic-unpinned': {
    severity: 'warning',
    summary: {
      en: 'The ports of {name} are not pinned: a new card or kernel can rename them, and the node drops off the network.',
      es: 'Los puertos de {name} no se fijan: una tarjeta o un núcleo nuevos pueden renombrarlos y el nodo queda sin red.',
    },
    hint: { en: 'Remove pinNicNames = false.', es: 'Quite pinNicNames = false.' },
  },
  'site.nic-names-unused': {
    severity: 'error',
    summary: {
      en: '{name} has nicNames and pinNicNames = false.',
      es: '{name} tiene nicNames y pinNicNames = false.',
    },
    hint: { en: 'Remove one of them.', es: 'Quite uno de los dos.' },
  },
  'site.nic-name-taken': {
    severity: 'error',
    summary: {
      en: 'On {name} the ports {first} and {second} both get the name {nic}.',
      es: 'En {name} los puertos {first} y {second} reciben ambos el nombre {nic}.',
    },
    hint: { en: 'Give each port its own name.', es: 'Dé a cada puerto un nombre propio.' },
  },
  'site.nic-name-reserved': {
    severity: 'error',
    summary: {
      en: 'No port of {name} can be called {nic}: Proxmox gives such names itself.',
      es: 'Ningún puerto de {name} puede llamarse {nic}: Proxmox da esos nombres por su cuenta.',
    },
    hint: { en: 'Choose a name like lan0.', es: 'Elija un nombre como lan0.' },
  },
  'site.nic-mac-twice': {
    severity: 'error',
    summary: {
      en: 'nicNames of {name} names the port {mac} twice.',
      es: 'nicNames de {name} nombra dos veces el puerto {mac}.',
    },
    hint: { en: 'Keep one of the lines.', es: 'Deje una de las líneas.' },
  },
  // ---------------------------------------------------------------------------------------------------- system, access
  'site.password-unsaid': {
    severity: 'error',
    summary: {
      en: '{name} has no root password: the installer refuses an answer without one.',
      es: '{name} no tiene contraseña de root: el instalador rechaza una respuesta sin ella.',
    },
    hint: {
      en: 'Write rootPassword = "secret:root-password-{name}"; sitewright secrets init makes it.',
      es: 'Escriba rootPassword = "secret:root-password-{name}"; sitewright secrets init la genera.',
    },
  },
  'site.password-twice': {
    severity: 'error',
    summary: {
      en: '{name} has rootPassword and rootPasswordHash.',
      es: '{name} tiene rootPassword y rootPasswordHash.',
    },
    hint: {
      en: 'Keep rootPassword; rootPasswordHash is for a password that nobody here is to know.',
      es: 'Deje rootPassword; rootPasswordHash es para una contraseña que aquí nadie debe conocer.',
    },
  },
  'site.ssh-key-form': {
    severity: 'error',
    summary: {
      en: '{field} is no public SSH key on one line; the installer copies it unread and the log-in fails later.',
      es: '{field} no es una clave SSH pública en una línea; el instalador la copia sin leerla y el acceso falla después.',
    },
    hint: {
      en: 'Paste the line of the .pub file: ssh-ed25519 AAAA... name.',
      es: 'Pegue la línea del archivo .pub: ssh-ed25519 AAAA... nombre.',
    },
  },
  'site.reboot-reinstalls': {
    severity: 'warning',
    summary: {
      en: '{name} starts again by itself after the installation: with the stick still in, it erases its disks and installs anew.',
      es: '{name} arranca solo al terminar la instalación: con la memoria USB aún puesta, borra sus discos y se instala de nuevo.',
    },
    hint: {
      en: 'Remove rebootMode: the node then powers off, and one pulls the stick before powering it on.',
      es: 'Quite rebootMode: el nodo se apaga y se retira la memoria USB antes de encenderlo.',
    },
  },
  'site.reboot-on-error': {
    severity: 'warning',
    summary: {
      en: '{name} restarts when its installation fails: what went wrong is gone from its screen, and it begins again.',
      es: '{name} se reinicia si su instalación falla: lo ocurrido desaparece de su pantalla y vuelve a empezar.',
    },
    hint: {
      en: 'Remove rebootOnError; a failed node then waits with its message.',
      es: 'Quite rebootOnError; un nodo fallido espera entonces con su mensaje.',
    },
  },
  'site.dhcp-lease': {
    severity: 'warning',
    summary: {
      en: '{name} takes its address by lease; without one the installer writes 192.168.100.2 and says nothing.',
      es: '{name} toma su dirección por DHCP; sin concesión el instalador escribe 192.168.100.2 sin avisar.',
    },
    hint: {
      en: 'Reserve {address} for its management port in the DHCP server, or remove networkSource.',
      es: 'Reserve {address} para su puerto de gestión en el servidor DHCP, o quite networkSource.',
    },
  },
  'site.name-from-dhcp': {
    severity: 'warning',
    summary: {
      en: '{name} takes its name by lease; the lease must say {name}, since nothing finds the node under another.',
      es: '{name} toma su nombre por DHCP; la concesión debe decir {name}, pues con otro nada encuentra el nodo.',
    },
    hint: {
      en: 'Reserve the name in the DHCP server, or remove nameFromDhcp.',
      es: 'Reserve el nombre en el servidor DHCP, o quite nameFromDhcp.',
    },
  },
});
