import { catalogue } from './catalogue.ts';

const again = {
  en: 'The drive does not boot now. Write it again.',
  es: 'La unidad no arranca ahora. Escríbala de nuevo.',
} as const;
const lookAgain = {
  en: 'List the drives again and confirm the one you mean.',
  es: 'Enumere las unidades de nuevo y confirme la que desea.',
} as const;

export const flashDiagnostics = catalogue({
  'flash.request-bad': {
    severity: 'error',
    summary: { en: 'The writing helper does not accept its task.', es: 'El auxiliar de escritura no acepta su tarea.' },
    hint: {
      en: 'Application and helper are of different versions: install Sitewright again.',
      es: 'La aplicación y el auxiliar son de versiones distintas: instale Sitewright de nuevo.',
    },
  },
  'flash.not-found': {
    severity: 'error',
    summary: { en: 'There is no drive {device}.', es: 'No hay ninguna unidad {device}.' },
    hint: lookAgain,
  },
  'flash.no-such-file': {
    severity: 'error',
    summary: { en: 'There is neither a drive nor a file {device}.', es: 'No hay ninguna unidad ni archivo {device}.' },
    hint: {
      en: 'Name a drive as sitewright drives lists it. A new file of the same bytes is made by sitewright image make --full; flash writes only into a file that is there already, also an empty one.',
      es: 'Indique una unidad como la muestra sitewright drives. Un archivo nuevo con los mismos bytes lo genera sitewright image make --full; flash solo escribe en un archivo que ya existe, aunque esté vacío.',
    },
  },
  'flash.permission': {
    severity: 'error',
    summary: { en: 'You may not write to {device}.', es: 'Usted no puede escribir en {device}.' },
    hint: {
      en: 'Run the command as administrator (root).',
      es: 'Ejecute el comando como administrador (root).',
    },
  },
  'flash.busy': {
    severity: 'error',
    summary: { en: '{device} is in use by another program.', es: 'Otro programa está usando {device}.' },
    hint: {
      en: 'Eject it and close programs that show it, then try again. Nothing is written.',
      es: 'Expúlsela y cierre los programas que la muestran, y vuelva a intentarlo. No se ha escrito nada.',
    },
    retryable: true,
  },
  'flash.read-only': {
    severity: 'error',
    summary: { en: '{device} is write-protected.', es: '{device} está protegida contra escritura.' },
    hint: {
      en: 'Slide its lock switch, or use another drive.',
      es: 'Mueva su interruptor de bloqueo o use otra unidad.',
    },
  },
  'flash.not-a-drive': {
    severity: 'error',
    summary: {
      en: '{device} is neither a whole drive nor a plain file.',
      es: '{device} no es una unidad completa ni un archivo normal.',
    },
    hint: {
      en: 'Name the whole drive (/dev/sdb, not /dev/sdb1) or a file.',
      es: 'Indique la unidad completa (/dev/sdb, no /dev/sdb1) o un archivo.',
    },
  },
  'flash.confirm-mismatch': {
    severity: 'error',
    summary: {
      en: 'The confirmation «{given}» does not name the drive {device}.',
      es: 'La confirmación «{given}» no corresponde a la unidad {device}.',
    },
    hint: {
      en: 'List the drives and type what stands under «confirm» for this one.',
      es: 'Enumere las unidades y escriba lo que figura en «confirm» para esta.',
    },
  },
  'flash.identity-changed': {
    severity: 'error',
    summary: {
      en: '{device} is no longer the drive that was confirmed ({what}: {confirmed} then, {seen} now).',
      es: '{device} ya no es la unidad confirmada ({what}: antes {confirmed}, ahora {seen}).',
    },
    hint: lookAgain,
  },
  'flash.system-drive': {
    severity: 'error',
    summary: { en: '{device} carries the running system.', es: '{device} contiene el sistema en marcha.' },
    hint: lookAgain,
  },
  'flash.mounted': {
    severity: 'error',
    summary: { en: '{device} is in use at {mountpoints}.', es: '{device} está en uso en {mountpoints}.' },
    hint: { en: 'Eject or unmount it, then try again.', es: 'Expúlsela o desmóntela y vuelva a intentarlo.' },
  },
  'flash.source-on-drive': {
    severity: 'error',
    summary: {
      en: 'The image to be written lies on {device} itself.',
      es: 'La imagen que se va a escribir está en la propia {device}.',
    },
    hint: { en: 'Copy the image elsewhere first.', es: 'Copie antes la imagen a otro sitio.' },
  },
  'flash.too-small': {
    severity: 'error',
    summary: {
      en: '{device} holds {sizeBytes} bytes; the image needs {neededBytes}.',
      es: '{device} tiene {sizeBytes} bytes; la imagen necesita {neededBytes}.',
    },
    hint: { en: 'Use a larger drive.', es: 'Use una unidad más grande.' },
  },
  'flash.unsupported-platform': {
    severity: 'error',
    summary: {
      en: 'Drives cannot be written on {platform} yet: their identity could not be checked on the opened handle.',
      es: 'Aún no se pueden escribir unidades en {platform}: no se podría comprobar su identidad al abrirlas.',
    },
    hint: {
      en: 'Make complete ISO files (--full) and write them with another program.',
      es: 'Genere ISO completas (--full) y escríbalas con otro programa.',
    },
  },
  'flash.overlay-bad': {
    severity: 'error',
    summary: { en: 'The overlay {file} is damaged.', es: 'La superposición {file} está dañada.' },
    hint: { en: 'Make the image of this node again.', es: 'Genere de nuevo la imagen de este nodo.' },
  },
  'flash.base-needed': {
    severity: 'error',
    summary: {
      en: 'The overlay {file} needs its base ISO (SHA-256 {sha256}), which is not known on this machine.',
      es: 'La superposición {file} necesita su ISO base (SHA-256 {sha256}), que no se conoce en este equipo.',
    },
    hint: { en: 'Name it: --base FILE.iso', es: 'Indíquela: --base ARCHIVO.iso' },
  },
  'flash.base-size': {
    severity: 'error',
    summary: {
      en: 'The base {file} has {seen} bytes, and the overlay was made for one of {expected}.',
      es: 'La base {file} tiene {seen} bytes, y la superposición se hizo para una de {expected}.',
    },
    hint: {
      en: 'Give the ISO the overlay was made for.',
      es: 'Indique la ISO para la que se hizo la superposición.',
    },
  },
  'flash.base-changed': {
    severity: 'error',
    summary: {
      en: 'The base {file} was changed or replaced after its SHA-256 was taken.',
      es: 'La base {file} se modificó o se sustituyó después de calcular su SHA-256.',
    },
    hint: {
      en: 'Nothing is written. Let the copy or download end, then try again: the base is read anew.',
      es: 'No se ha escrito nada. Espere a que termine la copia o descarga y vuelva a intentarlo: la base se lee de nuevo.',
    },
    retryable: true,
  },
  'flash.not-an-image': {
    severity: 'error',
    summary: { en: '{file} is no ISO 9660 image.', es: '{file} no es una imagen ISO 9660.' },
    hint: {
      en: 'Name the installer ISO, or an image made by Sitewright.',
      es: 'Indique la ISO del instalador o una imagen generada por Sitewright.',
    },
  },
  'flash.vanished': {
    severity: 'error',
    summary: { en: '{device} was unplugged.', es: '{device} se ha desconectado.' },
    hint: again,
  },
  'flash.write-failed': {
    severity: 'error',
    summary: {
      en: '{device} fails at byte {position}.',
      es: '{device} falla en el byte {position}.',
    },
    hint: {
      en: 'The drive does not boot now. Try again; if it fails again, use another drive.',
      es: 'La unidad no arranca ahora. Vuelva a intentarlo; si falla otra vez, use otra unidad.',
    },
    retryable: true,
  },
  'flash.verify-mismatch': {
    severity: 'error',
    summary: {
      en: 'What {device} gives back is not what was written (first seen near byte {position}).',
      es: 'Lo que devuelve {device} no es lo que se escribió (visto por primera vez cerca del byte {position}).',
    },
    hint: {
      en: 'Do not use this drive: it is worn out or larger on paper than in fact.',
      es: 'No use esta unidad: está gastada o su tamaño real es menor que el indicado.',
    },
  },
  'flash.base-altered': {
    severity: 'error',
    summary: {
      en: 'The base {file} is not the one the overlay was made for, although its size and times say so (read back: {seen}, expected: {expected}).',
      es: 'La base {file} no es la de la superposición, aunque su tamaño y fechas lo digan (leído: {seen}, esperado: {expected}).',
    },
    hint: {
      en: 'The drive does not boot now. Download the ISO again, compare its SHA-256, make the images again.',
      es: 'La unidad no arranca ahora. Descargue la ISO de nuevo, compare su SHA-256 y genere de nuevo las imágenes.',
    },
  },
  'flash.base-unreadable': {
    severity: 'error',
    summary: {
      en: 'The base {file} cannot be read to its end, or changes while it is read.',
      es: 'La base {file} no se puede leer hasta el final o cambia mientras se lee.',
    },
    hint: {
      en: 'The drive does not boot now. Copy the ISO to this laptop again, then write the drive again.',
      es: 'La unidad no arranca ahora. Copie la ISO de nuevo a este portátil y vuelva a escribir la unidad.',
    },
  },
  'flash.retarget-other-base': {
    severity: 'error',
    summary: {
      en: '{device} does not carry this base: it differs at byte {position}, where no node has its own bytes.',
      es: '{device} no contiene esta base: difiere en el byte {position}, donde ningún nodo tiene bytes propios.',
    },
    hint: {
      en: 'Nothing is written. Write the whole image to it (sitewright flash), or name the base it was written from.',
      es: 'No se ha escrito nada. Escriba la imagen completa (sitewright flash) o indique la base con la que se escribió.',
    },
  },
  'flash.retarget-unsupported': {
    severity: 'error',
    summary: {
      en: 'On Windows {device} can only be written as a whole: the system takes its partitions away first.',
      es: 'En Windows {device} solo se puede escribir entera: el sistema le quita antes las particiones.',
    },
    hint: {
      en: 'Nothing is written. Write the whole image of the node to it, or re-target it on Linux or macOS.',
      es: 'No se ha escrito nada. Escriba en ella la imagen completa del nodo, o reasígnela en Linux o macOS.',
    },
  },
  'flash.not-a-stick': {
    severity: 'error',
    summary: { en: 'No installer image is on {device}.', es: 'En {device} no hay ninguna imagen de instalación.' },
    hint: {
      en: 'Nothing is written. Write the image of a node to it, or plug in another stick.',
      es: 'No se ha escrito nada. Escriba en ella la imagen de un nodo o conecte otra memoria.',
    },
  },
  'flash.release-failed': {
    severity: 'error',
    summary: {
      en: 'The system does not let go of {device}.',
      es: 'El sistema no suelta {device}.',
    },
    hint: {
      en: 'Nothing is written. Eject it, close programs that show it, plug it in again, then try again.',
      es: 'No se ha escrito nada. Expúlsela, cierre los programas que la muestran, conéctela de nuevo y vuelva a intentarlo.',
    },
    retryable: true,
  },
  'flash.named-twice': {
    severity: 'error',
    summary: { en: '{device} is named for two images.', es: '{device} está indicada para dos imágenes.' },
    hint: {
      en: 'Name another drive for each image; nothing is written for the second one.',
      es: 'Indique una unidad distinta para cada imagen; para la segunda no se ha escrito nada.',
    },
  },
  'flash.elevation-dismissed': {
    severity: 'error',
    summary: {
      en: 'Permission to write drives was not given.',
      es: 'No se ha dado permiso para escribir en las unidades.',
    },
    hint: {
      en: 'Nothing is written. Try again and enter the password, or run in a terminal: {command}',
      es: 'No se ha escrito nada. Vuelva a intentarlo e introduzca la contraseña, o ejecute en un terminal: {command}',
    },
    retryable: true,
  },
  'flash.elevation-no-agent': {
    severity: 'error',
    summary: {
      en: 'This desktop has nothing that could ask for the administrator’s password (no polkit agent), or you are not allowed to.',
      es: 'Este escritorio no tiene nada que pida la contraseña de administrador (ningún agente de polkit), o usted no está autorizado.',
    },
    hint: {
      en: 'Nothing is written. Start a polkit agent (polkit-gnome, lxpolkit, polkit-kde-agent), or run in a terminal: {command}',
      es: 'No se ha escrito nada. Inicie un agente de polkit (polkit-gnome, lxpolkit, polkit-kde-agent) o ejecute en un terminal: {command}',
    },
  },
  'flash.elevation-missing': {
    severity: 'error',
    summary: {
      en: 'The program that asks for the administrator’s password is not installed ({program}).',
      es: 'No está instalado el programa que pide la contraseña de administrador ({program}).',
    },
    hint: {
      en: 'Nothing is written. Install it, or run in a terminal: {command}',
      es: 'No se ha escrito nada. Instálelo o ejecute en un terminal: {command}',
    },
  },
  'flash.cancelled': {
    severity: 'error',
    summary: { en: 'Writing {device} was cancelled.', es: 'La escritura de {device} se canceló.' },
    hint: {
      en: 'If writing had begun, the drive does not boot. Write it again when you are ready.',
      es: 'Si la escritura había comenzado, la unidad no arranca. Escríbala de nuevo cuando quiera.',
    },
  },
  'flash.helper-missing': {
    severity: 'error',
    summary: { en: 'The writing helper cannot be started.', es: 'No se puede iniciar el auxiliar de escritura.' },
    hint: {
      en: 'Install or build Sitewright again.',
      es: 'Instale o compile Sitewright de nuevo.',
    },
  },
  'flash.helper-died': {
    severity: 'error',
    summary: {
      en: 'The writing helper ended before {device} was finished.',
      es: 'El auxiliar de escritura terminó antes de acabar con {device}.',
    },
    hint: again,
    retryable: true,
  },
});
