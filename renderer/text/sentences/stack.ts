import type { Text } from '../../../electron/api/text.ts';

export const stackSentences = {
  title: { en: 'Applications', es: 'Aplicaciones' },
  aside: { en: 'Save, bring back, remove', es: 'Guardar, recuperar, retirar' },
  on: { en: '{stack} on {host}', es: '{stack} en {host}' },
  backup: { en: 'Back up…', es: 'Guardar…' },
  restore: { en: 'Restore…', es: 'Restaurar…' },
  remove: { en: 'Remove…', es: 'Retirar…' },
  backupOf: { en: 'Back up {instance}', es: 'Guardar {instance}' },
  restoreOf: { en: 'Restore {instance}', es: 'Restaurar {instance}' },
  removeOf: { en: 'Remove {instance}', es: 'Retirar {instance}' },
  needed: { en: 'Stays: {users} cannot do without it', es: 'Se queda: {users} no puede prescindir de ella' },
  backupTitle: { en: 'Back up {instance}?', es: '¿Guardar {instance}?' },
  backupWhat: {
    en: 'Its data are saved on {host} while it runs; the newest seven backups are kept there. The command line brings one to this computer too.',
    es: 'Sus datos se guardan en {host} mientras funciona; allí se conservan las siete copias más recientes. La línea de órdenes trae además una a este ordenador.',
  },
  restoreTitle: { en: 'Restore {instance}?', es: '¿Restaurar {instance}?' },
  restoreWhat: {
    en: 'What {instance} holds now is replaced by the backup, all or nothing. It stands still meanwhile.',
    es: 'Lo que {instance} contiene ahora se sustituye por la copia, todo o nada. Mientras tanto está parada.',
  },
  where: { en: 'Where', es: 'Dónde' },
  which: { en: 'Backup', es: 'Copia' },
  none: { en: '{host} keeps no backup of {instance}.', es: '{host} no guarda ninguna copia de {instance}.' },
  looking: { en: 'Looking for backups on {host}', es: 'Buscando copias en {host}' },
  oneBackup: { en: '{moment}, {size}', es: '{moment}, {size}' },
  go: { en: 'Restore', es: 'Restaurar' },
  removeTitle: { en: 'Remove {instance}?', es: '¿Retirar {instance}?' },
  removeWhat: {
    en: 'Its containers and files on {host} go; its backups there stay. While the site names it, the next installation brings it again.',
    es: 'Sus contenedores y archivos en {host} desaparecen; sus copias de allí se quedan. Mientras el sitio la nombre, la próxima instalación la trae de nuevo.',
  },
  withData: { en: 'Its data too, for good', es: 'También sus datos, para siempre' },
} satisfies Record<string, Text>;
