import { catalogue } from './catalogue.ts';

const fillAgain = {
  en: 'Fill it again on the laptop: sitewright bundle stick {folder} --site SITE. Wait for its end, then eject the stick. It goes on where it stopped.',
  es: 'Llénela de nuevo en el portátil: sitewright bundle stick {folder} --site SITIO. Espere a que termine y expulse la memoria. Continúa donde se detuvo.',
};

/** The deployment stick (docs/decisions/0019) and what is pushed to a host. */
export const deploymentDiagnostics = catalogue({
  'deploy.no-program': {
    severity: 'error',
    summary: {
      en: 'This Sitewright comes without the program for a deployment stick: {folder} lacks it.',
      es: 'Este Sitewright viene sin el programa para una memoria de despliegue: falta en {folder}.',
    },
    hint: {
      en: 'Use a released Sitewright, or build it on Linux x64 where the npm registry is reached: npm run build.',
      es: 'Use un Sitewright publicado o compílelo en Linux x64 con acceso al registro de npm: npm run build.',
    },
  },
  'deploy.not-there': {
    severity: 'error',
    summary: { en: 'There is no folder {folder}.', es: 'No existe la carpeta {folder}.' },
    hint: {
      en: 'Plug the stick in, wait until it is mounted and name the folder where it is.',
      es: 'Conecte la memoria, espere a que se monte e indique la carpeta donde está.',
    },
  },
  'deploy.not-mounted': {
    severity: 'error',
    summary: {
      en: 'No stick is mounted at {folder}: it is a folder of this computer’s own disk.',
      es: 'No hay ninguna memoria montada en {folder}: es una carpeta del disco de este equipo.',
    },
    hint: {
      en: 'Mount the stick and name its folder. --plain-folder fills a folder of this disk, to be copied to a stick later.',
      es: 'Monte la memoria e indique su carpeta. --plain-folder llena una carpeta de este disco, para copiarla después a una memoria.',
    },
  },
  'deploy.own-folder': {
    severity: 'error',
    summary: {
      en: '{folder} is where the site itself lies, not a stick for it.',
      es: '{folder} es donde está el propio sitio, no una memoria para él.',
    },
    hint: { en: 'Name the folder of a stick.', es: 'Indique la carpeta de una memoria.' },
  },
  'deploy.holds-other-site': {
    severity: 'error',
    summary: {
      en: 'The stick at {folder} is that of site {found}, not of {site}.',
      es: 'La memoria de {folder} es la del sitio {found}, no la de {site}.',
    },
    hint: {
      en: 'Take another stick, or delete what is on this one.',
      es: 'Use otra memoria o borre lo que hay en esta.',
    },
  },
  'deploy.worked-from': {
    severity: 'error',
    summary: {
      en: '{file} on the stick is neither what was written to it nor what the site has: work from the stick has changed it.',
      es: '{file} de la memoria no es lo que se escribió en ella ni lo que tiene el sitio: el trabajo desde la memoria lo ha cambiado.',
    },
    hint: {
      en: 'Not taken home yet: copy {file} from the stick into the site’s folder, it may hold secrets that were made on the site. Taken home already, and the site’s has changed since: do not copy it; delete it from the stick and fill again.',
      es: 'Si aún no lo ha traído de vuelta: copie {file} de la memoria a la carpeta del sitio, puede contener secretos generados en el sitio. Si ya lo trajo y el del sitio ha cambiado después: no lo copie; bórrelo de la memoria y llénela de nuevo.',
    },
  },
  'deploy.bad-name': {
    severity: 'error',
    summary: {
      en: 'A stick may not be able to hold {path}: {why}.',
      es: 'Es posible que una memoria no admita {path}: {why}.',
    },
    hint: {
      en: 'Give the file another name in the settings of the bundle and make the bundle again.',
      es: 'Ponga otro nombre al archivo en los ajustes del paquete y haga de nuevo el paquete.',
    },
  },
  'deploy.file-too-large': {
    severity: 'error',
    summary: {
      en: 'The stick at {folder} takes no file of {size} MB such as {path}: FAT ends at 4294 MB.',
      es: 'La memoria de {folder} no admite un archivo de {size} MB como {path}: FAT termina en 4294 MB.',
    },
    hint: {
      en: 'Format the stick with exFAT (Debian 12, Proxmox 8 and newer read it) and fill it again.',
      es: 'Formatee la memoria con exFAT (Debian 12, Proxmox 8 y posteriores lo leen) y llénela de nuevo.',
    },
  },
  'deploy.no-space': {
    severity: 'error',
    summary: {
      en: '{folder} has {free} MB free; {needed} MB are needed.',
      es: '{folder} tiene {free} MB libres; hacen falta {needed} MB.',
    },
    hint: {
      en: 'Delete what is not needed there, or take a larger stick. Nothing was written.',
      es: 'Borre lo que no haga falta o use una memoria mayor. No se ha escrito nada.',
    },
  },
  'deploy.no-stick': {
    severity: 'error',
    summary: {
      en: 'No deployment stick was found. Looked at: {places}.',
      es: 'No se encontró ninguna memoria de despliegue. Se buscó en: {places}.',
    },
    hint: {
      en: 'Mount the stick (lsblk shows its name): mount /dev/sdX1 /mnt/usb_datos. Then start /mnt/usb_datos/sitewright.',
      es: 'Monte la memoria (lsblk muestra su nombre): mount /dev/sdX1 /mnt/usb_datos. Después inicie /mnt/usb_datos/sitewright.',
    },
  },
  'deploy.half-copied': {
    severity: 'error',
    summary: {
      en: 'The stick at {folder} is not whole: {what}.',
      es: 'La memoria de {folder} no está completa: {what}.',
    },
    hint: fillAgain,
  },
  'deploy.damaged': {
    severity: 'error',
    summary: {
      en: '{path} on the stick is not what was written to it.',
      es: '{path} de la memoria no es lo que se escribió en ella.',
    },
    hint: fillAgain,
  },
  'deploy.wrong-site': {
    severity: 'error',
    summary: {
      en: 'The stick at {folder} was filled for site {site}; what is asked for is site {asked}.',
      es: 'La memoria de {folder} se llenó para el sitio {site}; se pide el sitio {asked}.',
    },
    hint: {
      en: 'Use the stick of that site, or name none: the stick’s own is then meant.',
      es: 'Use la memoria de ese sitio o no indique ninguno: entonces se toma el de la memoria.',
    },
  },
  'deploy.not-a-host': {
    severity: 'error',
    summary: {
      en: 'This machine ({machine}) is no host of site {site}: none of its addresses is theirs.',
      es: 'Este equipo ({machine}) no es un host del sitio {site}: ninguna de sus direcciones es la de uno.',
    },
    hint: {
      en: 'Plug the stick into {node} ({address}), or take the stick of this machine’s site. Seen here: {seen}.',
      es: 'Conecte la memoria en {node} ({address}) o use la memoria del sitio de este equipo. Visto aquí: {seen}.',
    },
  },
  'deploy.other-key': {
    severity: 'error',
    summary: {
      en: 'This machine has the address of {host} ({address}), but its host key is not the one known for {host}.',
      es: 'Este equipo tiene la dirección de {host} ({address}), pero su clave de host no es la conocida de {host}.',
    },
    hint: {
      en: 'Two sites may use the same addresses: compare the name on the machine with the site’s. If {host} was reinstalled on purpose, take its entry out of site/host-keys.json on the stick and start again: it is then known by its name. Nothing was changed.',
      es: 'Dos sitios pueden usar las mismas direcciones: compare el nombre del equipo con el del sitio. Si {host} se reinstaló a propósito, quite su entrada de site/host-keys.json en la memoria e inicie de nuevo: entonces se reconoce por su nombre. No se cambió nada.',
    },
  },
  'deploy.other-name': {
    severity: 'error',
    summary: {
      en: 'This machine has the address of {host} ({address}), but it is called {machine}.',
      es: 'Este equipo tiene la dirección de {host} ({address}), pero se llama {machine}.',
    },
    hint: {
      en: 'Two sites may use the same addresses. If it is {host} after all, give it that name first, or reach it once from the laptop and fill the stick again: it is then known by its host key. Nothing was changed.',
      es: 'Dos sitios pueden usar las mismas direcciones. Si a pesar de todo es {host}, póngale antes ese nombre, o acceda a él una vez desde el portátil y llene de nuevo la memoria: entonces se reconoce por su clave de host. No se cambió nada.',
    },
  },
  'deploy.not-root': {
    severity: 'error',
    summary: {
      en: 'From the stick this machine itself is changed; that needs root, and this is {user}.',
      es: 'Desde la memoria se cambia este mismo equipo; para eso hace falta root y este es {user}.',
    },
    hint: { en: 'Log in as root, or put sudo before it.', es: 'Inicie sesión como root o anteponga sudo.' },
  },
  'deploy.read-only': {
    severity: 'error',
    summary: {
      en: 'The stick at {folder} cannot be written to: {why}.',
      es: 'No se puede escribir en la memoria de {folder}: {why}.',
    },
    hint: {
      en: 'The journal and new secrets go onto it: mount -o remount,rw {folder}. With a write-protected stick: copy all of it to a folder and start it there.',
      es: 'El diario y los secretos nuevos se guardan en ella: mount -o remount,rw {folder}. Con una memoria protegida contra escritura: cópiela entera a una carpeta e iníciela allí.',
    },
  },
  'deploy.unknown-host': {
    severity: 'error',
    summary: { en: 'The site has no host {host}.', es: 'El sitio no tiene ningún host {host}.' },
    hint: { en: 'Its hosts are: {known}.', es: 'Sus hosts son: {known}.' },
  },
  'deploy.host-full': {
    severity: 'error',
    summary: {
      en: '{host} has {free} MB free at {folder}; {needed} MB are to be brought.',
      es: '{host} tiene {free} MB libres en {folder}; hay que llevar {needed} MB.',
    },
    hint: {
      en: 'Free some space on {host}. What no lock names is removed by: sitewright bundle push SITE --to {host} --prune.',
      es: 'Libere espacio en {host}. Lo que ningún archivo de bloqueo nombra se borra con: sitewright bundle push SITIO --to {host} --prune.',
    },
  },
  'deploy.host-unreadable': {
    severity: 'error',
    summary: {
      en: '{host} could not say what {folder} holds.',
      es: '{host} no pudo decir qué contiene {folder}.',
    },
    hint: {
      en: 'Look at the folder on {host}: it has to be a folder of root. What the host said is in the details.',
      es: 'Mire la carpeta en {host}: debe ser una carpeta de root. Lo que dijo el host está en los detalles.',
    },
    retryable: true,
  },
  'deploy.not-removed': {
    severity: 'error',
    summary: {
      en: '{host} could not remove what no lock names from {folder}.',
      es: '{host} no pudo borrar de {folder} lo que ningún archivo de bloqueo nombra.',
    },
    hint: {
      en: 'See what {host} answered, in the details; most often its disk is mounted read-only.',
      es: 'Mire en los detalles lo que respondió {host}; lo más frecuente es que su disco esté montado en solo lectura.',
    },
  },
  'deploy.bundle-changed': {
    severity: 'error',
    summary: {
      en: '{path} of the bundle is not what the lock says: {why}.',
      es: '{path} del paquete no es lo que dice el archivo de bloqueo: {why}.',
    },
    hint: {
      en: 'sitewright bundle make SITE brings it again.',
      es: 'sitewright bundle make SITIO lo trae de nuevo.',
    },
  },
});
