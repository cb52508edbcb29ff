import { catalogue } from '../catalogue.ts';

/** How a machine is installed, what it must have inside, and the language of its system. */
export const siteMachineDiagnostics = catalogue({
  'site.install-missing': {
    severity: 'error',
    summary: {
      en: '{name} is to be installed, but its [hosts.install] is missing.',
      es: '{name} se va a instalar, pero falta su [hosts.install].',
    },
    hint: {
      en: 'Add the disk serials, the management MAC and the password reference, or write origin = "existing".',
      es: 'Añada los números de serie, la MAC de gestión y la referencia de la contraseña, o escriba origin = "existing".',
    },
  },
  'site.install-unused': {
    severity: 'warning',
    summary: {
      en: '{name} exists already; its [hosts.install] is not used.',
      es: '{name} ya existe; su [hosts.install] no se usa.',
    },
    hint: { en: 'Remove it, or write origin = "installed".', es: 'Quítelo, o escriba origin = "installed".' },
  },
  'site.role-os': {
    severity: 'error',
    summary: {
      en: '{name} has the role {role} but runs {os}.',
      es: '{name} tiene el papel {role} pero su sistema es {os}.',
    },
    hint: {
      en: 'A pve-node runs pve, and only Proxmox is installed by our media.',
      es: 'Un pve-node tiene pve, y nuestros medios solo instalan Proxmox.',
    },
  },
  'site.raid-missing': {
    severity: 'error',
    summary: {
      en: '{name} installs on {filesystem} without saying the raid level.',
      es: '{name} se instala en {filesystem} sin indicar el nivel raid.',
    },
    hint: {
      en: 'Add raid = "raid0" for one disk, "raid1" for two.',
      es: 'Añada raid = "raid0" para un disco, "raid1" para dos.',
    },
  },
  'site.raid-not-used': {
    severity: 'error',
    summary: {
      en: '{name} installs on {filesystem}, which has no raid level {raid}.',
      es: '{name} se instala en {filesystem}, que no tiene nivel raid {raid}.',
    },
    hint: {
      en: 'Remove raid, or use zfs (or btrfs with raid0, raid1, raid10).',
      es: 'Quite raid, o use zfs (o btrfs con raid0, raid1, raid10).',
    },
  },
  'site.raid-disks': {
    severity: 'error',
    summary: {
      en: '{name} has this many disks: {count}. {layout} needs: {needed}.',
      es: '{name} tiene esta cantidad de discos: {count}. {layout} necesita: {needed}.',
    },
    hint: {
      en: 'Correct diskSerials (or diskPaths) or the raid level.',
      es: 'Corrija diskSerials (o diskPaths) o el nivel raid.',
    },
  },
  'site.disks-not-nameable': {
    severity: 'error',
    summary: {
      en: 'The installer cannot be told exactly the {count} disks of {name}: one pattern for their serials would also take others.',
      es: 'No se pueden indicar al instalador exactamente los {count} discos de {name}: un patrón para sus números de serie tomaría también otros.',
    },
    hint: {
      en: 'Write the whole inventory of {name} under hardware.disks, or install on one or two disks.',
      es: 'Escriba el inventario completo de {name} en hardware.disks, o instale en uno o dos discos.',
    },
  },
  'site.disk-not-in-inventory': {
    severity: 'error',
    summary: {
      en: '{name} has no disk with the serial {serial}.',
      es: '{name} no tiene ningún disco con el número de serie {serial}.',
    },
    hint: { en: 'Its disks are: {known}.', es: 'Sus discos son: {known}.' },
  },
  'site.disk-not-in-inventory-near': {
    severity: 'error',
    summary: {
      en: '{name} has no disk with the serial {serial}. One differs by {differs} characters: {near}.',
      es: '{name} no tiene ningún disco con el número de serie {serial}. Hay uno que difiere en {differs} caracteres: {near}.',
    },
    hint: { en: 'Compare with the label and write {near}.', es: 'Compare con la etiqueta y escriba {near}.' },
  },
  'site.mac-not-in-inventory': {
    severity: 'error',
    summary: { en: '{name} has no port with the MAC {mac}.', es: '{name} no tiene ningún puerto con la MAC {mac}.' },
    hint: { en: 'Its ports are: {known}.', es: 'Sus puertos son: {known}.' },
  },
  'site.management-port-is-link': {
    severity: 'error',
    summary: {
      en: 'On {name} the port {mac} is the management port and the port of cluster link {link}.',
      es: 'En {name} el puerto {mac} es el de gestión y el del enlace {link} del clúster.',
    },
    hint: { en: 'Put the link on another port.', es: 'Ponga el enlace en otro puerto.' },
  },
  'site.hardware-cores': {
    severity: 'error',
    summary: {
      en: '{name} has {have} cores; the minimum is {need}.',
      es: '{name} tiene {have} núcleos; el mínimo es {need}.',
    },
    hint: { en: 'Use another machine (manual, section 2.1).', es: 'Use otro equipo (manual, apartado 2.1).' },
  },
  'site.hardware-memory': {
    severity: 'error',
    summary: {
      en: '{name} has {have} GiB of memory; the minimum is {need}.',
      es: '{name} tiene {have} GiB de memoria; el mínimo es {need}.',
    },
    hint: { en: 'Add memory (manual, section 2.1).', es: 'Amplíe la memoria (manual, apartado 2.1).' },
  },
  'site.hardware-memory-low': {
    severity: 'warning',
    summary: {
      en: '{name} has {have} GiB of memory; {need} are recommended.',
      es: '{name} tiene {have} GiB de memoria; se recomiendan {need}.',
    },
    hint: {
      en: 'It works; plan small machines (manual, section 2.1).',
      es: 'Funciona; planee máquinas pequeñas (manual, apartado 2.1).',
    },
  },
  'site.hardware-system-disk': {
    severity: 'error',
    summary: {
      en: 'The system disk {serial} of {name} has {have} GB; the minimum is {need}.',
      es: 'El disco de sistema {serial} de {name} tiene {have} GB; el mínimo es {need}.',
    },
    hint: { en: 'Use a larger disk (manual, section 2.1).', es: 'Use un disco mayor (manual, apartado 2.1).' },
  },
  'site.hardware-data-disk': {
    severity: 'warning',
    summary: {
      en: 'The data disk {serial} of {name} has {have} GB; {need} are recommended.',
      es: 'El disco de datos {serial} de {name} tiene {have} GB; se recomiendan {need}.',
    },
    hint: {
      en: 'It works; watch the space (manual, section 2.1).',
      es: 'Funciona; vigile el espacio (manual, apartado 2.1).',
    },
  },
  'site.hardware-nics': {
    severity: 'error',
    summary: {
      en: '{name} has {have} network ports; the minimum is {need}.',
      es: '{name} tiene {have} puertos de red; el mínimo es {need}.',
    },
    hint: {
      en: 'One for management and one for the cluster and the machines (manual, section 2.1).',
      es: 'Uno para gestión y otro para el clúster y las máquinas (manual, apartado 2.1).',
    },
  },
  'site.hardware-nic-speed': {
    severity: 'warning',
    summary: {
      en: 'The port {nic} of {name} has {have} Mb/s; the minimum is {need}.',
      es: 'El puerto {nic} de {name} tiene {have} Mb/s; el mínimo es {need}.',
    },
    hint: {
      en: 'Use another port or cable (manual, section 2.1).',
      es: 'Use otro puerto o cable (manual, apartado 2.1).',
    },
  },
  'site.unknown-keyboard': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer knows no keyboard "{value}".',
      es: 'El instalador de Proxmox no conoce el teclado «{value}».',
    },
    hint: { en: 'Use one of: {known}.', es: 'Use uno de: {known}.' },
  },
  'site.unknown-country': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer knows no country "{value}".',
      es: 'El instalador de Proxmox no conoce el país «{value}».',
    },
    hint: {
      en: 'Write the two small letters of the country, for example es.',
      es: 'Escriba las dos letras minúsculas del país, por ejemplo es.',
    },
  },
  'site.unknown-timezone': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer knows no time zone "{value}".',
      es: 'El instalador de Proxmox no conoce la zona horaria «{value}».',
    },
    hint: { en: 'Write it like Europe/Madrid, or UTC.', es: 'Escríbala como Europe/Madrid, o UTC.' },
  },
  'site.bad-mailto': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer refuses the mail address "{value}".',
      es: 'El instalador de Proxmox rechaza la dirección de correo «{value}».',
    },
    hint: {
      en: 'Write one like root@{domain}; nothing is sent during the install.',
      es: 'Escriba una como root@{domain}; durante la instalación no se envía nada.',
    },
  },
  'site.image-not-debian': {
    severity: 'warning',
    summary: {
      en: 'The image {image} of {template} does not say by its name that it is Debian.',
      es: 'La imagen {image} de {template} no indica en su nombre que sea Debian.',
    },
    hint: {
      en: 'Without the Internet, the guest agent and Docker are installed from Debian packages only. Use a Debian cloud image, or one that already holds qemu-guest-agent and no stack.',
      es: 'Sin Internet, el agente y Docker solo se instalan con paquetes de Debian. Use una imagen de nube de Debian, o una que ya contenga qemu-guest-agent y sin aplicaciones.',
    },
  },
});
