import { catalogue } from '../catalogue.ts';

/** Saving an instance of a stack, bringing its data back, taking it away. */
export const stackOperationDiagnostics = catalogue({
  'stack.unknown-instance': {
    severity: 'error',
    summary: {
      en: 'The site has no stack instance «{instance}».',
      es: 'El sitio no tiene ninguna instancia «{instance}».',
    },
    hint: {
      en: 'Known instances: {known}. One that site.toml does not name any more can only be removed; to save or restore it, name it there again and apply.',
      es: 'Instancias conocidas: {known}. Una que site.toml ya no nombra solo se puede retirar; para guardarla o restaurarla, nómbrela de nuevo y aplique.',
    },
  },
  'stack.not-found': {
    severity: 'error',
    summary: {
      en: 'The site has no stack instance «{instance}», and none of its hosts holds one that it left behind.',
      es: 'El sitio no tiene ninguna instancia «{instance}» y ninguno de sus equipos guarda una que haya quedado.',
    },
    hint: { en: 'Left behind on its hosts: {known}.', es: 'Han quedado en sus equipos: {known}.' },
  },
  'stack.not-found-yet': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The site has no stack instance «{instance}», and whether it was left behind could not be seen on {silent}.',
      es: 'El sitio no tiene ninguna instancia «{instance}» y no se ha podido ver si quedó en {silent}.',
    },
    hint: {
      en: 'Start these hosts, or see why they do not answer; then remove it again. Left behind on the others: {known}.',
      es: 'Arranque esos equipos o averigüe por qué no responden; después retírela de nuevo. Han quedado en los demás: {known}.',
    },
  },
  'stack.cannot-back-up': {
    severity: 'error',
    summary: {
      en: 'The stack {stack} of {instance} keeps no data that could be saved alone.',
      es: 'El conjunto {stack} de {instance} no tiene datos que se puedan guardar por separado.',
    },
    hint: {
      en: 'Back up the machine that it runs on instead (backups in site.toml).',
      es: 'Haga copia de la máquina en la que se ejecuta (backups en site.toml).',
    },
  },
  'stack.cannot-restore': {
    severity: 'error',
    summary: {
      en: 'The stack {stack} of {instance} has no way to bring data back.',
      es: 'El conjunto {stack} de {instance} no tiene modo de recuperar datos.',
    },
    hint: {
      en: 'Restore the machine that it runs on instead, from its own backup.',
      es: 'Restaure la máquina en la que se ejecuta, desde su propia copia.',
    },
  },
  'stack.cannot-remove': {
    severity: 'error',
    summary: {
      en: 'The stack {stack} of {instance} cannot be removed by itself.',
      es: 'El conjunto {stack} de {instance} no se puede retirar por separado.',
    },
    hint: { en: 'It goes with the machine that it runs on.', es: 'Se retira con la máquina en la que se ejecuta.' },
  },
  'stack.not-confirmed': {
    severity: 'error',
    summary: {
      en: 'Nothing was done: «{typed}» was typed, and it needs {wanted}.',
      es: 'No se hizo nada: se escribió «{typed}» y hace falta {wanted}.',
    },
    hint: {
      en: 'Type the name of the instance, letter by letter.',
      es: 'Escriba el nombre de la instancia, letra por letra.',
    },
  },
  'stack.needed-by': {
    severity: 'error',
    summary: {
      en: '{instance} stays: {users} cannot do without it.',
      es: '{instance} se queda: {users} no puede prescindir de ella.',
    },
    hint: {
      en: 'Take these out of site.toml and remove them first.',
      es: 'Saque antes esas instancias de site.toml y retírelas.',
    },
  },
  'stack.data-unreadable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'What {instance} on {host} holds cannot be read now.',
      es: 'No se puede leer ahora lo que contiene {instance} en {host}.',
    },
    hint: {
      en: 'Its database has to run: the smoke tests say which service does not. Apply the site where it was never installed.',
      es: 'Su base de datos debe estar en marcha: las pruebas de humo dicen qué servicio no lo está. Aplique el sitio si nunca se instaló.',
    },
  },
  'stack.backups-unreadable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The backups of {instance} on {host} cannot be listed.',
      es: 'No se pueden enumerar las copias de {instance} en {host}.',
    },
    hint: {
      en: 'See what {host} answered; they lie in /var/backups/sitewright/{instance}.',
      es: 'Mire lo que respondió {host}; están en /var/backups/sitewright/{instance}.',
    },
  },
  'stack.no-room-for-backup': {
    severity: 'error',
    summary: {
      en: '{host} has {free} MiB free, and a backup of {instance} may need {needed} MiB.',
      es: '{host} tiene {free} MiB libres y una copia de {instance} puede necesitar {needed} MiB.',
    },
    hint: {
      en: 'Nothing was written. Make room on {host}, or bring older backups away from /var/backups/sitewright/{instance} and remove them there.',
      es: 'No se escribió nada. Libere espacio en {host}, o llévese las copias antiguas de /var/backups/sitewright/{instance} y bórrelas allí.',
    },
  },
  'stack.not-saved': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The data of {instance} on {host} were not saved.',
      es: 'Los datos de {instance} en {host} no se guardaron.',
    },
    hint: {
      en: 'The instance goes on as before, and so do its older backups. See what {host} answered.',
      es: 'La instancia sigue como antes y sus copias anteriores también. Mire lo que respondió {host}.',
    },
  },
  'stack.out-unwritable': {
    severity: 'error',
    summary: {
      en: 'The backup cannot be written to {file} on this computer: {why}.',
      es: 'No se puede escribir la copia en {file} en este ordenador: {why}.',
    },
    hint: {
      en: 'Name another place. What was saved on the machine stays there.',
      es: 'Indique otro lugar. Lo guardado en la máquina se queda allí.',
    },
  },
  'stack.no-such-backup': {
    severity: 'error',
    summary: {
      en: '«{backup}» is neither a file of this computer nor a backup of {instance} on {host}.',
      es: '«{backup}» no es un archivo de este ordenador ni una copia de {instance} en {host}.',
    },
    hint: { en: 'Backups there: {known}.', es: 'Copias de allí: {known}.' },
  },
  'stack.backup-damaged': {
    severity: 'error',
    summary: {
      en: 'The backup {backup} on {host} is not as it was written.',
      es: 'La copia {backup} de {host} no está como se escribió.',
    },
    hint: {
      en: 'Nothing was changed. Take another backup, and check the disk of {host}.',
      es: 'No se cambió nada. Use otra copia y compruebe el disco de {host}.',
    },
  },
  'stack.not-restored': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{backup} was not brought back into {instance} on {host}; its data are as before.',
      es: '{backup} no se recuperó en {instance} de {host}; sus datos están como antes.',
    },
    hint: {
      en: 'See what {host} answered: a file that is damaged or of something else is refused. Take another backup.',
      es: 'Mire lo que respondió {host}: un archivo dañado o de otra cosa se rechaza. Use otra copia.',
    },
  },
  'stack.project-shared': {
    severity: 'error',
    summary: {
      en: '{instance} stays: {folder} on {host} is of the same compose project, {project}.',
      es: '{instance} se queda: {folder} en {host} es del mismo proyecto de compose, {project}.',
    },
    hint: {
      en: 'The containers may be those of the other one. Where that is a former name of this instance, remove it by that name first (its data stay); else give the two different projects in site.toml and apply.',
      es: 'Los contenedores pueden ser de la otra. Si es un nombre anterior de esta instancia, retire antes ese nombre (sus datos se quedan); si no, dé a las dos proyectos distintos en site.toml y aplique.',
    },
  },
  'stack.not-removed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{instance} is still on {host}, in part or whole.',
      es: '{instance} sigue en {host}, entera o en parte.',
    },
    hint: {
      en: 'See what {host} answered, and remove it again: it goes on where it stopped.',
      es: 'Mire lo que respondió {host} y retírela de nuevo: continúa donde se detuvo.',
    },
  },
  'stack.upgrade-unsaved': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{instance} on {host} keeps its version: its data could not be saved before the upgrade.',
      es: '{instance} en {host} conserva su versión: no se pudieron guardar sus datos antes de actualizar.',
    },
    hint: {
      en: 'See the reason below and remove it; then apply again.',
      es: 'Vea el motivo abajo y resuélvalo; después aplique de nuevo.',
    },
  },
  'stack.rolled-back-with-data': {
    severity: 'error',
    summary: {
      en: 'The new {instance} on {host} did not come up ({services}); what ran before is back and runs, with the data as they were before.',
      es: 'El nuevo {instance} de {host} no se ha levantado ({services}); ha vuelto lo que funcionaba antes y está en marcha, con los datos de antes.',
    },
    hint: {
      en: 'The new version had changed the form of the data: {backup}, saved before it, was brought back, and what came in since is gone. The lines below say why it did not come up.',
      es: 'La nueva versión había cambiado la forma de los datos: se recuperó {backup}, guardada antes, y lo que llegó después se ha perdido. Las líneas siguientes dicen por qué no se ha levantado.',
    },
  },
});
