import type { Text } from '../../../electron/api/text.ts';

export const reportSentences = {
  title: { en: 'Report', es: 'Informe' },
  lead: {
    en: 'The as-built document. Every claim leads to its evidence; no secret is in it.',
    es: 'El documento de obra. Cada afirmación lleva a su prueba; no contiene secretos.',
  },
  preview: { en: 'Preview', es: 'Vista previa' },
  write: { en: 'Write the report', es: 'Escribir el informe' },
  written: { en: 'Written to {folder}', es: 'Escrito en {folder}' },
  none: { en: 'There is no run to report on yet.', es: 'Aún no hay ninguna ejecución de la que informar.' },
  notWritten: {
    en: 'A preview: nothing is written yet.',
    es: 'Una vista previa: aún no se ha escrito nada.',
  },
  files: { en: 'Files', es: 'Archivos' },
  run: { en: 'Run', es: 'Ejecución' },
  head: { en: 'Journal head', es: 'Cabeza del diario' },
  verify: { en: 'Check it later with:', es: 'Compruébelo después con:' },
} satisfies Record<string, Text>;
