import { catalogue } from '../catalogue.ts';

/** A backup is made, read, restored and started. */
export const drillRestoreDiagnostics = catalogue({
  'drill.no-machine': {
    severity: 'error',
    summary: {
      en: 'The site has no machine that could be restored.',
      es: 'El sitio no tiene ninguna máquina que se pueda restaurar.',
    },
    hint: {
      en: 'Add a machine to site.toml and apply.',
      es: 'Añada una máquina a site.toml y aplique.',
    },
  },
  'drill.storage-takes-no-backups': {
    severity: 'error',
    summary: {
      en: 'Storage {storage} takes no backups on {node}.',
      es: 'El almacenamiento {storage} no admite copias en {node}.',
    },
    hint: {
      en: 'Add "backup" to its content in site.toml, or a backup job with a storage that takes them, and apply. Nothing was changed.',
      es: 'Añada «backup» a su contenido en site.toml, o una tarea de copias con un almacenamiento que las admita, y aplique. No se cambió nada.',
    },
  },
  'drill.backup-failed': {
    severity: 'error',
    summary: {
      en: 'The backup of {machine} on {node} failed.',
      es: 'La copia de seguridad de {machine} en {node} falló.',
    },
    hint: {
      en: 'Read the last lines. Often the storage is full or away; free space, then start again.',
      es: 'Lea las últimas líneas. A menudo el almacenamiento está lleno o no está; libere espacio y empiece de nuevo.',
    },
  },
  'drill.no-backup': {
    severity: 'error',
    summary: {
      en: 'There is no backup of {machine} on {storage} after it was made.',
      es: 'No hay copia de {machine} en {storage} después de hacerla.',
    },
    hint: {
      en: 'vzdump skips a machine that runs on another node without a word. Look where {machine} runs, then start again.',
      es: 'vzdump omite sin avisar una máquina que corre en otro nodo. Mire dónde corre {machine} y empiece de nuevo.',
    },
  },
  'drill.restore-failed': {
    severity: 'error',
    summary: {
      en: 'The backup {backup} could not be restored.',
      es: 'La copia {backup} no se pudo restaurar.',
    },
    hint: {
      en: 'Read the last lines. A backup that cannot be restored is none: make a new one and try it.',
      es: 'Lea las últimas líneas. Una copia que no se puede restaurar no es copia: haga una nueva y pruébela.',
    },
  },
  'drill.backup-unreadable': {
    severity: 'error',
    summary: {
      en: 'The backup {backup} cannot be read.',
      es: 'La copia {backup} no se puede leer.',
    },
    hint: {
      en: 'Read the last lines. A backup that cannot be read is none: make a new one and try it. Nothing was restored.',
      es: 'Lea las últimas líneas. Una copia que no se puede leer no es copia: haga una nueva y pruébela. No se restauró nada.',
    },
  },
  'drill.restored-otherwise': {
    severity: 'error',
    summary: {
      en: 'What was restored from {backup} is not what that backup holds: {what}.',
      es: 'Lo restaurado de {backup} no es lo que contiene esa copia: {what}.',
    },
    hint: {
      en: 'The backup is not complete, or a storage of it is another now. Make a new backup and try it.',
      es: 'La copia no está completa, o uno de sus almacenamientos es ahora otro. Haga una copia nueva y pruébela.',
    },
  },
  'drill.restored-not-started': {
    severity: 'error',
    summary: {
      en: 'The machine restored from {backup} does not run.',
      es: 'La máquina restaurada de {backup} no corre.',
    },
    hint: {
      en: 'Read the last lines and look at its task in Proxmox. The restored machine was removed.',
      es: 'Lea las últimas líneas y mire su tarea en Proxmox. La máquina restaurada se eliminó.',
    },
  },
  'drill.no-room': {
    severity: 'error',
    summary: {
      en: '{storage} on {node} has no room to restore {machine}: {need} GiB needed, {have} GiB free.',
      es: '{storage} en {node} no tiene sitio para restaurar {machine}: hacen falta {need} GiB, libres {have} GiB.',
    },
    hint: {
      en: 'Free space there, or try a smaller machine. Nothing was changed.',
      es: 'Libere espacio allí o pruebe una máquina menor. No se cambió nada.',
    },
  },
  'drill.no-room-for-backup': {
    severity: 'error',
    summary: {
      en: '{storage} on {node} has no room for a backup of {machine}: {need} GiB needed at worst, {have} GiB free.',
      es: '{storage} en {node} no tiene sitio para una copia de {machine}: hacen falta {need} GiB en el peor caso, libres {have} GiB.',
    },
    hint: {
      en: 'Free space there, or give the backup job of the machine another storage. With a backup already on {storage} none is made. Nothing was changed.',
      es: 'Libere espacio allí o dé otro almacenamiento a la tarea de copias de la máquina. Si ya hay una copia en {storage} no se hace ninguna. No se cambió nada.',
    },
  },
  'drill.room-unknown': {
    severity: 'error',
    summary: {
      en: '{node} does not say how much room {storage} has; {machine} needs {need} GiB there.',
      es: '{node} no dice cuánto sitio tiene {storage}; {machine} necesita allí {need} GiB.',
    },
    hint: {
      en: 'Look at pvesm status on {node}: is the storage there and active? Nothing was changed.',
      es: 'Mire pvesm status en {node}: ¿está el almacenamiento, y activo? No se cambió nada.',
    },
  },
});
