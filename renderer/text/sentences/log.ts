import type { Text } from '../../../electron/api/text.ts';

export const logSentences = {
  rows: { en: 'Lines of the log', es: 'Líneas del registro' },
  of: { en: '{place} of {count}', es: '{place} de {count}' },
  noMatch: { en: 'not found', es: 'no aparece' },
  next: { en: 'Next match', es: 'Siguiente coincidencia' },
  previous: { en: 'Previous match', es: 'Coincidencia anterior' },
  scope: { en: 'Of which step', es: 'De qué paso' },
  thisStep: { en: 'This step', es: 'Este paso' },
  wholeRun: { en: 'Whole run', es: 'Toda la ejecución' },
  host: { en: 'Of which machine', es: 'De qué equipo' },
  everyHost: { en: 'All machines', es: 'Todos los equipos' },
  level: { en: 'What kind of lines', es: 'Qué clase de líneas' },
  everything: { en: 'All lines', es: 'Todas las líneas' },
  commands: { en: 'Commands', es: 'Órdenes' },
  output: { en: 'Output', es: 'Salida' },
  errors: { en: 'Errors', es: 'Errores' },
  notes: { en: 'Notes', es: 'Notas' },
  save: { en: 'Save', es: 'Guardar' },
  saving: { en: 'Saving: {count}', es: 'Se guarda: {count}' },
  none: { en: 'No line of this kind.', es: 'No hay líneas de esta clase.' },
  reading: { en: 'The log is read.', es: 'Se lee el registro.' },
  copyWhat: {
    en: 'Copies the newest {count} lines at most; Save takes all of them.',
    es: 'Copia como mucho las {count} líneas más recientes; Guardar las toma todas.',
  },
} satisfies Record<string, Text>;
