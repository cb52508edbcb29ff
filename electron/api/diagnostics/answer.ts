import { catalogue } from './catalogue.ts';

/** Answer files: what the installer refuses (errors) and what it silently does otherwise than expected (warnings). */
export const answerDiagnostics = catalogue({
  'answer.too-large': {
    severity: 'error',
    summary: {
      en: 'The answer file is larger than {limitKib} KiB.',
      es: 'El archivo de respuestas ocupa más de {limitKib} KiB.',
    },
    hint: {
      en: 'Check that this is the answer file; a real one has a few KiB.',
      es: 'Compruebe que este es el archivo de respuestas; uno real tiene unos pocos KiB.',
    },
  },
  'answer.syntax': {
    severity: 'error',
    summary: {
      en: 'The answer file is not readable as TOML.',
      es: 'El archivo de respuestas no se puede leer como TOML.',
    },
    hint: { en: 'Correct the line shown and check again.', es: 'Corrija la línea indicada y vuelva a comprobar.' },
  },
  'answer.toml-foreign': {
    severity: 'error',
    summary: {
      en: 'The TOML 1.0 reader of the installer does not read «{what}».',
      es: 'El lector de TOML 1.0 del instalador no lee «{what}».',
    },
    hint: {
      en: 'Write inline tables on one line without a last comma, times with seconds, smaller numbers, and no \\e or \\x in texts.',
      es: 'Escriba las tablas en línea en un solo renglón y sin coma final, las horas con segundos, números menores y los textos sin \\e ni \\x.',
    },
  },
  'answer.unknown-key': {
    severity: 'error',
    summary: {
      en: 'PVE {version} does not know the key «{key}».',
      es: 'PVE {version} no conoce la clave «{key}».',
    },
    hint: {
      en: 'Remove the key or correct its spelling. Known here: {known}.',
      es: 'Quite la clave o corrija su escritura. Aquí se conocen: {known}.',
    },
  },
  'answer.duplicate-key': {
    severity: 'error',
    summary: {
      en: 'The key «{key}» is given twice, also as «{alias}».',
      es: 'La clave «{key}» aparece dos veces, también como «{alias}».',
    },
    hint: { en: 'Keep only «{key}».', es: 'Deje solamente «{key}».' },
  },
  'answer.missing-key': {
    severity: 'error',
    summary: { en: 'The key «{key}» is missing.', es: 'Falta la clave «{key}».' },
    hint: { en: 'Add «{key}».', es: 'Agregue «{key}».' },
  },
  'answer.wrong-type': {
    severity: 'error',
    summary: {
      en: '«{key}» has the wrong kind of value; it is written like {expected}.',
      es: '«{key}» tiene un valor de otro tipo; se escribe como {expected}.',
    },
    hint: {
      en: 'Write the value in that form: quotes make a text, and true or 12 are no texts.',
      es: 'Escriba el valor en esa forma: las comillas hacen un texto, y true o 12 no son textos.',
    },
  },
  'answer.unknown-value': {
    severity: 'error',
    summary: {
      en: '«{key}» does not accept the value «{value}».',
      es: '«{key}» no acepta el valor «{value}».',
    },
    hint: { en: 'Use one of: {allowed}.', es: 'Use uno de estos: {allowed}.' },
  },
  'answer.fqdn-invalid': {
    severity: 'error',
    summary: {
      en: '«{value}» is no full host name for the installer.',
      es: '«{value}» no es un nombre de host completo para el instalador.',
    },
    hint: {
      en: 'Write host and domain, for example pve-1.site.example: letters, digits and dashes, no last dot, a host that is not only digits.',
      es: 'Escriba host y dominio, por ejemplo pve-1.site.example: letras, dígitos y guiones, sin punto final, y un host que no sea solo dígitos.',
    },
  },
  'answer.address-invalid': {
    severity: 'error',
    summary: { en: '«{key}» is no IP address: «{value}».', es: '«{key}» no es una dirección IP: «{value}».' },
    hint: { en: 'Write one IPv4 or IPv6 address.', es: 'Escriba una dirección IPv4 o IPv6.' },
  },
  'answer.cidr-invalid': {
    severity: 'error',
    summary: {
      en: 'PVE {version} does not accept the address «{value}».',
      es: 'PVE {version} no acepta la dirección «{value}».',
    },
    hint: {
      en: 'Write the address with its prefix length, for example 192.168.1.11/24.',
      es: 'Escriba la dirección con su prefijo, por ejemplo 192.168.1.11/24.',
    },
  },
  'answer.country-unknown': {
    severity: 'error',
    summary: { en: 'The installer knows no country «{value}».', es: 'El instalador no conoce el país «{value}».' },
    hint: {
      en: 'Use the two-letter code in lower case, for example ar, es or de.',
      es: 'Use el código de dos letras en minúsculas, por ejemplo ar, es o de.',
    },
  },
  'answer.timezone-unknown': {
    severity: 'error',
    summary: {
      en: 'The installer knows no time zone «{value}».',
      es: 'El instalador no conoce la zona horaria «{value}».',
    },
    hint: {
      en: 'Use a zone such as America/Argentina/Buenos_Aires or exactly UTC; old names and Etc/UTC are refused.',
      es: 'Use una zona como America/Argentina/Buenos_Aires o exactamente UTC; los nombres antiguos y Etc/UTC se rechazan.',
    },
  },
  'answer.mailto-invalid': {
    severity: 'error',
    summary: { en: '«{value}» is no e-mail address.', es: '«{value}» no es una dirección de correo.' },
    hint: {
      en: 'Write one address such as ops@site.example.',
      es: 'Escriba una dirección como ops@site.example.',
    },
  },
  'answer.mailto-placeholder': {
    severity: 'error',
    summary: {
      en: 'mail@example.invalid is the installer’s placeholder and is refused.',
      es: 'mail@example.invalid es el texto de muestra del instalador y se rechaza.',
    },
    hint: { en: 'Write a real address.', es: 'Escriba una dirección real.' },
  },
  'answer.password-missing': {
    severity: 'error',
    summary: { en: 'The answer sets no root password.', es: 'La respuesta no fija una contraseña de root.' },
    hint: {
      en: 'Add root-password-hashed with a $6$ hash.',
      es: 'Agregue root-password-hashed con un hash $6$.',
    },
  },
  'answer.password-both': {
    severity: 'error',
    summary: {
      en: 'The answer sets root-password and root-password-hashed at the same time.',
      es: 'La respuesta fija root-password y root-password-hashed a la vez.',
    },
    hint: { en: 'Keep only root-password-hashed.', es: 'Deje solamente root-password-hashed.' },
  },
  'answer.password-short': {
    severity: 'error',
    summary: {
      en: 'The root password has {bytes} bytes; the installer demands {least}.',
      es: 'La contraseña de root tiene {bytes} bytes; el instalador exige {least}.',
    },
    hint: {
      en: 'Choose a longer password, or better give only its hash.',
      es: 'Elija una contraseña más larga o, mejor, indique solamente su hash.',
    },
  },
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
  'answer.first-boot-url-missing': {
    severity: 'error',
    summary: {
      en: 'first-boot takes its program from a URL, but no URL is given.',
      es: 'first-boot toma su programa de una URL, pero no se indica ninguna.',
    },
    hint: { en: 'Add first-boot.url.', es: 'Agregue first-boot.url.' },
  },
  'answer.underscore-key': {
    severity: 'error',
    summary: {
      en: 'validate-answer of PVE {version} refuses the underscore in «{key}»; the installer itself reads it.',
      es: 'validate-answer de PVE {version} rechaza el guion bajo en «{key}»; el instalador sí lo lee.',
    },
    hint: { en: 'Write «{better}».', es: 'Escriba «{better}».' },
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
  'answer.trap-filter-or': {
    severity: 'warning',
    summary: {
      en: 'The filter «{filter}» has {count} properties, and one match is enough: the first device with any of them is taken.',
      es: 'El filtro «{filter}» tiene {count} propiedades y basta una: se toma el primer dispositivo que cumpla cualquiera.',
    },
    hint: {
      en: 'Use one property that only the right device has, such as its serial number or MAC.',
      es: 'Use una sola propiedad que solo tenga el dispositivo correcto, como su número de serie o MAC.',
    },
  },
  'answer.trap-filter-any': {
    severity: 'warning',
    summary: {
      en: 'The filter «disk-setup.filter» has {count} properties and no filter-match: every disk with any one of them is erased.',
      es: 'El filtro «disk-setup.filter» tiene {count} propiedades y ningún filter-match: se borra todo disco que cumpla una cualquiera.',
    },
    hint: {
      en: 'Write filter-match = "any" if each property is to add disks to the set; for one that is to narrow it, "all".',
      es: 'Escriba filter-match = "any" si cada propiedad ha de añadir discos al conjunto; si ha de restringirlo, "all".',
    },
  },
  'answer.trap-filter-many': {
    severity: 'warning',
    summary: {
      en: 'The filter «{filter}» matches {count} devices; the installer takes {taken} without asking.',
      es: 'El filtro «{filter}» coincide con {count} dispositivos; el instalador toma {taken} sin preguntar.',
    },
    hint: { en: 'Make the filter match one device only.', es: 'Haga que el filtro coincida con un solo dispositivo.' },
  },
  'answer.trap-filter-match-single': {
    severity: 'warning',
    summary: {
      en: 'filter-match has no effect with {filesystem}: one matching property is enough.',
      es: 'filter-match no tiene efecto con {filesystem}: basta una propiedad que coincida.',
    },
    hint: {
      en: 'Use one property that only the right disk has, such as its serial number.',
      es: 'Use una sola propiedad que solo tenga el disco correcto, como su número de serie.',
    },
  },
  'answer.trap-filter-match-list': {
    severity: 'warning',
    summary: {
      en: 'filter-match has no effect beside disk-list.',
      es: 'filter-match no tiene efecto junto a disk-list.',
    },
    hint: { en: 'Remove filter-match.', es: 'Quite filter-match.' },
  },
  'answer.trap-filter-all': {
    severity: 'warning',
    summary: {
      en: 'Under filter-match = "all" a disk that lacks a property counts as matching it ({keys}).',
      es: 'Con filter-match = "all" un disco que carece de una propiedad cuenta como coincidente ({keys}).',
    },
    hint: {
      en: 'Check the spelling of the properties; a wrong name selects every disk.',
      es: 'Compruebe la escritura de las propiedades; un nombre equivocado selecciona todos los discos.',
    },
  },
  'answer.trap-filter-all-disks': {
    severity: 'warning',
    summary: {
      en: 'These disks are erased although they lack the property {key}: {disks}.',
      es: 'Estos discos se borran aunque carecen de la propiedad {key}: {disks}.',
    },
    hint: {
      en: 'Use only properties that every disk has, such as ID_SERIAL.',
      es: 'Use solo propiedades que todo disco tenga, como ID_SERIAL.',
    },
  },
  'answer.trap-disk-suffix': {
    severity: 'warning',
    summary: {
      en: '«{disk}» stands for any disk whose path ends so; the installer takes the first.',
      es: '«{disk}» vale por cualquier disco cuya ruta termine así; el instalador toma el primero.',
    },
    hint: {
      en: 'Write the whole path, such as /dev/sda, or filter by serial number.',
      es: 'Escriba la ruta completa, como /dev/sda, o filtre por número de serie.',
    },
  },
  'answer.trap-disk-many': {
    severity: 'warning',
    summary: {
      en: '«{disk}» is the end of several paths ({disks}); the installer takes {taken}.',
      es: '«{disk}» es el final de varias rutas ({disks}); el instalador toma {taken}.',
    },
    hint: {
      en: 'Write the whole path, such as /dev/sda, or filter by serial number.',
      es: 'Escriba la ruta completa, como /dev/sda, o filtre por número de serie.',
    },
  },
  'answer.trap-disk-dropped': {
    severity: 'warning',
    summary: {
      en: 'This machine has no disk «{disk}»; {filesystem} silently goes on without it.',
      es: 'Esta máquina no tiene el disco «{disk}»; {filesystem} sigue sin él y sin avisar.',
    },
    hint: { en: 'Correct disk-list before installing.', es: 'Corrija disk-list antes de instalar.' },
  },
  'answer.trap-disk-same': {
    severity: 'warning',
    summary: { en: '«{first}» and «{second}» are the same disk.', es: '«{first}» y «{second}» son el mismo disco.' },
    hint: { en: 'Name every disk once.', es: 'Indique cada disco una sola vez.' },
  },
  'answer.trap-raid-count': {
    severity: 'warning',
    summary: {
      en: '{filesystem} {raid} does not fit {count} disks; the parser accepts it and the installation fails later.',
      es: '{filesystem} {raid} no corresponde a {count} discos; se acepta la respuesta y la instalación falla después.',
    },
    hint: {
      en: 'It needs at least {least}, for raid10 an even number.',
      es: 'Necesita al menos {least}; para raid10, un número par.',
    },
  },
  'answer.trap-dhcp-lease': {
    severity: 'warning',
    summary: {
      en: 'Without a DHCP lease the installer does not stop: it installs 192.168.100.2/24.',
      es: 'Sin concesión DHCP el instalador no se detiene: instala 192.168.100.2/24.',
    },
    hint: {
      en: 'Use from-answer, or make sure that a DHCP server answers during installation.',
      es: 'Use from-answer o asegúrese de que un servidor DHCP responda durante la instalación.',
    },
  },
  'answer.trap-dhcp-nic': {
    severity: 'warning',
    summary: {
      en: 'The inventory tells no DHCP lease; {nic} is assumed as management card because it is the first by name.',
      es: 'El inventario no indica la concesión DHCP; se supone {nic} como placa de gestión por ser la primera por nombre.',
    },
    hint: {
      en: 'Add the network facts to the inventory, or use from-answer.',
      es: 'Agregue los datos de red al inventario o use from-answer.',
    },
  },
  'answer.trap-fqdn-lease': {
    severity: 'warning',
    summary: {
      en: 'The host name comes from DHCP: without one the installation stops, and a bad one silently becomes pve.example.invalid.',
      es: 'El nombre de host viene de DHCP: sin él la instalación se detiene, y uno inválido se convierte sin aviso en pve.example.invalid.',
    },
    hint: {
      en: 'Write the full host name. global.fqdn.domain, when set, wins over the domain of DHCP.',
      es: 'Escriba el nombre completo. global.fqdn.domain, si está, prevalece sobre el dominio de DHCP.',
    },
  },
  'answer.trap-nic-unpinned': {
    severity: 'warning',
    summary: {
      en: 'The network cards are not pinned: a later kernel may rename them and the node loses its network.',
      es: 'Las placas de red no están fijadas: un núcleo posterior puede renombrarlas y el nodo pierde la red.',
    },
    hint: {
      en: 'Add network.interface-name-pinning with enabled = true and a name for each MAC.',
      es: 'Agregue network.interface-name-pinning con enabled = true y un nombre para cada MAC.',
    },
  },
  'answer.trap-pinning-false': {
    severity: 'warning',
    summary: {
      en: 'PVE 9.2 pins every card although interface-name-pinning.enabled is false.',
      es: 'PVE 9.2 fija todas las placas aunque interface-name-pinning.enabled sea false.',
    },
    hint: { en: 'Leave the table out to have no pinning.', es: 'Quite la tabla para no fijar nombres.' },
  },
  'answer.trap-pin-mac': {
    severity: 'warning',
    summary: {
      en: '«{mac}» is no MAC address; the name {name} is never used.',
      es: '«{mac}» no es una dirección MAC; el nombre {name} no se usa nunca.',
    },
    hint: { en: 'Write it like b4:2e:99:ac:ad:b4.', es: 'Escríbala como b4:2e:99:ac:ad:b4.' },
  },
  'answer.trap-pin-absent': {
    severity: 'warning',
    summary: {
      en: 'This machine has no card {mac}; the name {name} is not used.',
      es: 'Esta máquina no tiene la placa {mac}; el nombre {name} no se usa.',
    },
    hint: {
      en: 'Correct the MAC address in the pinning table.',
      es: 'Corrija la dirección MAC en la tabla de nombres.',
    },
  },
  'answer.trap-range': {
    severity: 'warning',
    summary: {
      en: '«{key}» is {value}; nobody checks it before the disks are erased, and usual values are {usual}.',
      es: '«{key}» vale {value}; nadie lo comprueba antes de borrar los discos, y lo usual es {usual}.',
    },
    hint: { en: 'Correct the value or leave the key out.', es: 'Corrija el valor o quite la clave.' },
  },
  'answer.trap-gateway-outside': {
    severity: 'warning',
    summary: {
      en: 'The gateway {gateway} is not in the network of {cidr}.',
      es: 'La puerta de enlace {gateway} no está en la red de {cidr}.',
    },
    hint: {
      en: 'Correct gateway or cidr; the installer does not check it.',
      es: 'Corrija gateway o cidr; el instalador no lo comprueba.',
    },
  },
  'answer.trap-host-prefix': {
    severity: 'warning',
    summary: {
      en: 'The address «{value}» has no prefix; PVE 9.2 installs it as /{prefix}.',
      es: 'La dirección «{value}» no tiene prefijo; PVE 9.2 la instala como /{prefix}.',
    },
    hint: {
      en: 'Write the prefix of the network, for example /24.',
      es: 'Escriba el prefijo de la red, por ejemplo /24.',
    },
  },
  'answer.trap-network-filter-empty': {
    severity: 'warning',
    summary: {
      en: 'validate-answer accepts the empty network filter, but the installer stops on it.',
      es: 'validate-answer acepta el filtro de red vacío, pero el instalador se detiene en él.',
    },
    hint: { en: 'Add network.filter with ID_NET_NAME_MAC.', es: 'Agregue network.filter con ID_NET_NAME_MAC.' },
  },
  'answer.trap-hash-empty': {
    severity: 'warning',
    summary: {
      en: 'root-password-hashed is empty: the installer accepts it and root has no usable password.',
      es: 'root-password-hashed está vacío: el instalador lo acepta y root queda sin contraseña utilizable.',
    },
    hint: {
      en: 'Use a $6$ hash as Sitewright or openssl passwd -6 makes it.',
      es: 'Use un hash $6$ como el que hacen Sitewright u openssl passwd -6.',
    },
  },
  'answer.trap-hash-form': {
    severity: 'warning',
    summary: {
      en: 'root-password-hashed is no $6$ hash; the installer writes it unchecked and nobody may be able to log in.',
      es: 'root-password-hashed no es un hash $6$; el instalador lo escribe sin comprobar y quizá nadie pueda iniciar sesión.',
    },
    hint: {
      en: 'Use a $6$ hash as Sitewright or openssl passwd -6 makes it.',
      es: 'Use un hash $6$ como el que hacen Sitewright u openssl passwd -6.',
    },
  },
  'answer.trap-password-plain': {
    severity: 'warning',
    summary: {
      en: 'The root password stands readable in the answer file.',
      es: 'La contraseña de root está legible en el archivo de respuestas.',
    },
    hint: { en: 'Use root-password-hashed.', es: 'Use root-password-hashed.' },
  },
  'answer.trap-reboot': {
    severity: 'warning',
    summary: {
      en: '{key} restarts the machine: with the stick left in, it installs again and erases the disks.',
      es: '{key} reinicia la máquina: si la memoria sigue puesta, instala otra vez y borra los discos.',
    },
    hint: {
      en: 'Use reboot-mode = "power-off".',
      es: 'Use reboot-mode = "power-off".',
    },
  },
  'answer.trap-webhook': {
    severity: 'warning',
    summary: {
      en: 'If {url} does not answer during installation, a good installation ends in a shell.',
      es: 'Si {url} no responde durante la instalación, una instalación correcta termina en una consola.',
    },
    hint: {
      en: 'Use the webhook only where DHCP gives the installer an address.',
      es: 'Use el webhook solo donde DHCP dé una dirección al instalador.',
    },
  },
  'answer.trap-subscription-form': {
    severity: 'warning',
    summary: {
      en: 'The subscription key has no known form; it is refused only at the first boot.',
      es: 'La clave de suscripción no tiene una forma conocida; se rechaza recién en el primer arranque.',
    },
    hint: {
      en: 'Write it as on the certificate, for example pve2c-0123456789.',
      es: 'Escríbala como en el certificado, por ejemplo pve2c-0123456789.',
    },
  },
  'answer.trap-reboot-error': {
    severity: 'warning',
    summary: {
      en: 'reboot-on-error restarts the machine after an error: nobody can read the error, and with the stick left in it tries again and again.',
      es: 'reboot-on-error reinicia la máquina tras un error: nadie puede leer el error y, con la memoria puesta, lo intenta una y otra vez.',
    },
    hint: {
      en: 'Leave reboot-on-error out; the error then stays on the screen.',
      es: 'Quite reboot-on-error; así el error queda en la pantalla.',
    },
  },
  'answer.trap-fqdn-no-server': {
    severity: 'warning',
    summary: {
      en: 'The host name comes from DHCP, but the site has no DHCP server: the installation stops.',
      es: 'El nombre de host viene de DHCP, pero el sitio no tiene servidor DHCP: la instalación se detiene.',
    },
    hint: { en: 'Write the full host name.', es: 'Escriba el nombre de host completo.' },
  },
  'answer.trap-fqdn-domain': {
    severity: 'warning',
    summary: {
      en: 'With the domain «{domain}» no valid name comes out, and the installer silently uses pve.example.invalid.',
      es: 'Con el dominio «{domain}» no resulta un nombre válido y el instalador usa pve.example.invalid sin avisar.',
    },
    hint: {
      en: 'Write a domain such as site.example, or leave it out.',
      es: 'Escriba un dominio como site.example o quítelo.',
    },
  },
  'answer.trap-ssh-key': {
    severity: 'warning',
    summary: {
      en: 'Entry {number} of root-ssh-keys is no public key line; it is written unchecked and opens nothing.',
      es: 'La entrada {number} de root-ssh-keys no es una línea de clave pública; se escribe sin comprobar y no abre nada.',
    },
    hint: {
      en: 'Write one line such as: ssh-ed25519 AAAA… name',
      es: 'Escriba una línea como: ssh-ed25519 AAAA… nombre',
    },
  },
  'answer.trap-ssh-private': {
    severity: 'warning',
    summary: {
      en: 'Entry {number} of root-ssh-keys is a private key; it would lie readable on the stick.',
      es: 'La entrada {number} de root-ssh-keys es una clave privada; quedaría legible en la memoria.',
    },
    hint: {
      en: 'Write the public half instead, and make a new key pair.',
      es: 'Escriba la mitad pública y genere un par de claves nuevo.',
    },
  },
  'answer.trap-subscription-product': {
    severity: 'warning',
    summary: {
      en: 'The subscription key is of another product than Proxmox VE.',
      es: 'La clave de suscripción es de otro producto y no de Proxmox VE.',
    },
    hint: { en: 'Use a key that begins with pve.', es: 'Use una clave que comience con pve.' },
  },
  'answer.trap-dhcp-no-server': {
    severity: 'warning',
    summary: {
      en: 'The network comes from DHCP, but the site has no DHCP server: the installer does not stop and installs 192.168.100.2/24.',
      es: 'La red viene de DHCP, pero el sitio no tiene servidor DHCP: el instalador no se detiene e instala 192.168.100.2/24.',
    },
    hint: {
      en: 'Use from-answer, or declare the DHCP server of the site in network.dhcp.',
      es: 'Use from-answer o declare el servidor DHCP del sitio en network.dhcp.',
    },
  },
  'answer.trap-pin-mac-case': {
    severity: 'warning',
    summary: {
      en: 'Installers of 9.1 before 9.1.7 do not find the card {mac}, because the address is in upper case; {name} is not used.',
      es: 'Los instaladores 9.1 anteriores a 9.1.7 no encuentran la placa {mac} porque la dirección está en mayúsculas; {name} no se usa.',
    },
    hint: { en: 'Write it in lower case: {lower}.', es: 'Escríbala en minúsculas: {lower}.' },
  },
  'answer.trap-pin-name': {
    severity: 'warning',
    summary: {
      en: 'The name «{name}» for {mac} is of a kind that the system gives by itself; renaming may fail at the next start.',
      es: 'El nombre «{name}» para {mac} es de los que el sistema da por sí mismo; el cambio puede fallar en el próximo arranque.',
    },
    hint: { en: 'Choose a name of your own, such as mgmt0 or lan1.', es: 'Elija un nombre propio, como mgmt0 o lan1.' },
  },
  'answer.trap-gateway-self': {
    severity: 'warning',
    summary: {
      en: 'The gateway {gateway} is the address of the node itself.',
      es: 'La puerta de enlace {gateway} es la dirección del propio nodo.',
    },
    hint: {
      en: 'Write the address of the router; the installer does not check it.',
      es: 'Escriba la dirección del router; el instalador no lo comprueba.',
    },
  },
  'answer.trap-address-edge': {
    severity: 'warning',
    summary: {
      en: '{cidr} is the first or last address of its network, which no machine may have.',
      es: '{cidr} es la primera o la última dirección de su red, que ninguna máquina puede tener.',
    },
    hint: { en: 'Write the address of the node.', es: 'Escriba la dirección del nodo.' },
  },
  'answer.trap-dns-family': {
    severity: 'warning',
    summary: {
      en: 'The name server {dns} is of another IP version than {cidr}; the node has no way to it.',
      es: 'El servidor de nombres {dns} es de otra versión de IP que {cidr}; el nodo no tiene camino hasta él.',
    },
    hint: {
      en: 'Write a name server of the same IP version.',
      es: 'Escriba un servidor de nombres de la misma versión de IP.',
    },
  },
  'answer.trap-dns-outside': {
    severity: 'info',
    summary: {
      en: 'The name server {dns} is outside of {cidr}; it is reached only through {gateway}.',
      es: 'El servidor de nombres {dns} está fuera de {cidr}; solo se llega por {gateway}.',
    },
    hint: {
      en: 'Make sure that the gateway leads there.',
      es: 'Asegúrese de que la puerta de enlace lleve hasta allí.',
    },
  },
  'answer.trap-filter-name': {
    severity: 'warning',
    summary: {
      en: 'The filter chooses by {key}: device names may be given to other disks at the next start.',
      es: 'El filtro elige por {key}: los nombres de dispositivo pueden pasar a otros discos en el próximo arranque.',
    },
    hint: { en: 'Choose by ID_SERIAL_SHORT.', es: 'Elija por ID_SERIAL_SHORT.' },
  },
  'answer.trap-swap-large': {
    severity: 'warning',
    summary: {
      en: 'PVE 8.4 accepts a swap space of {swapGib} GiB on {hdGib} GiB; little or nothing is left for the system.',
      es: 'PVE 8.4 acepta un espacio de intercambio de {swapGib} GiB en {hdGib} GiB; queda poco o nada para el sistema.',
    },
    hint: {
      en: 'Give at most half of hdsize, as later versions demand.',
      es: 'Dé como máximo la mitad de hdsize, como exigen versiones posteriores.',
    },
  },
  'answer.trap-size-disk': {
    severity: 'warning',
    summary: {
      en: '«{key}» is {value} GiB, but the smallest disk that is used has {sizeGib} GiB.',
      es: '«{key}» vale {value} GiB, pero el disco más pequeño que se usa tiene {sizeGib} GiB.',
    },
    hint: { en: 'Lower the value or leave the key out.', es: 'Baje el valor o quite la clave.' },
  },
  'answer.trap-first-boot-ignored': {
    severity: 'warning',
    summary: {
      en: 'first-boot.{key} has no effect: the program comes from the ISO.',
      es: 'first-boot.{key} no tiene efecto: el programa viene de la ISO.',
    },
    hint: {
      en: 'Remove it, or set first-boot.source to from-url.',
      es: 'Quítela o ponga from-url en first-boot.source.',
    },
  },
  'answer.trap-webhook-no-server': {
    severity: 'warning',
    summary: {
      en: 'The site has no DHCP server, so the installer has no address and cannot reach {url}: a good installation ends in a shell.',
      es: 'El sitio no tiene servidor DHCP, así que el instalador no tiene dirección ni llega a {url}: una instalación correcta termina en una consola.',
    },
    hint: {
      en: 'Remove the webhook; use a first-boot program to report.',
      es: 'Quite el webhook; use un programa de primer arranque para informar.',
    },
  },
  'answer.trap-url-http': {
    severity: 'warning',
    summary: {
      en: '{table} uses {url} without encryption: anyone on the network can read or change what is sent.',
      es: '{table} usa {url} sin cifrado: cualquiera en la red puede leer o cambiar lo que se envía.',
    },
    hint: { en: 'Use https with cert-fingerprint.', es: 'Use https con cert-fingerprint.' },
  },
  'answer.trap-url-form': {
    severity: 'warning',
    summary: {
      en: '«{url}» in {table} is no web address; it is found out only when it is used.',
      es: '«{url}» en {table} no es una dirección web; se nota recién al usarla.',
    },
    hint: {
      en: 'Write an address such as https://192.168.1.5:8443/path.',
      es: 'Escriba una dirección como https://192.168.1.5:8443/ruta.',
    },
  },
  'answer.trap-no-fingerprint': {
    severity: 'warning',
    summary: {
      en: 'Without cert-fingerprint {url} needs a certificate that public authorities vouch for.',
      es: 'Sin cert-fingerprint, {url} necesita un certificado avalado por autoridades públicas.',
    },
    hint: { en: 'Add cert-fingerprint to {table}.', es: 'Agregue cert-fingerprint a {table}.' },
  },
  'answer.trap-fingerprint': {
    severity: 'warning',
    summary: {
      en: 'cert-fingerprint of {table} is no SHA-256 in hexadecimal (32 bytes); the connection fails when it is used.',
      es: 'cert-fingerprint de {table} no es un SHA-256 en hexadecimal (32 bytes); la conexión falla al usarse.',
    },
    hint: {
      en: 'Write the 64 hexadecimal digits of the certificate’s SHA-256.',
      es: 'Escriba los 64 dígitos hexadecimales del SHA-256 del certificado.',
    },
  },
  'answer.make-hash-empty': {
    severity: 'error',
    summary: {
      en: 'The root password hash for {node} is empty.',
      es: 'El hash de la contraseña de root para {node} está vacío.',
    },
    hint: { en: 'Make a password for this node first.', es: 'Genere primero una contraseña para este nodo.' },
  },
  'answer.make-hash-form': {
    severity: 'error',
    summary: {
      en: 'The root password hash for {node} is no $6$ (sha512-crypt) hash.',
      es: 'El hash de la contraseña de root para {node} no es un hash $6$ (sha512-crypt).',
    },
    hint: {
      en: 'Make a new password; only $6$ hashes are written.',
      es: 'Genere una contraseña nueva; solo se escriben hashes $6$.',
    },
  },
  'answer.make-left-out': {
    severity: 'warning',
    summary: {
      en: '«{key}» is left out of the answer for {node}: PVE {version} does not know it.',
      es: '«{key}» queda fuera de la respuesta de {node}: PVE {version} no la conoce.',
    },
    hint: { en: 'Remove the setting or choose a newer version.', es: 'Quite el ajuste o elija una versión más nueva.' },
  },
});
