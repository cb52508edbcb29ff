import type { Text } from '../../../electron/api/text.ts';

/** The panel beside the report: what one of its numbers stands on. */
export const evidenceSentences = {
  statements: {
    en: '{all} statements, {proven} with evidence.',
    es: '{all} afirmaciones, {proven} con prueba.',
  },
  of: { en: 'Evidence {number}', es: 'Prueba {number}' },
  close: { en: 'Close the evidence', es: 'Cerrar la prueba' },
  says: { en: 'The report says', es: 'El informe dice' },
  host: { en: 'Host', es: 'Equipo' },
  site: { en: 'the site, seen from this laptop', es: 'el sitio, visto desde este portátil' },
  when: { en: 'When', es: 'Cuándo' },
  run: { en: 'Run', es: 'Ejecución' },
  by: { en: 'By', es: 'Por' },
  seen: { en: 'What was seen', es: 'Qué se vio' },
  asked: { en: 'Command and answer', es: 'Orden y respuesta' },
  recordItself: { en: 'The record itself', es: 'El registro mismo' },
  leftOut: {
    en: '{count} lines in the middle are left out here; the log of the run has them.',
    es: 'Aquí se omiten {count} líneas del medio; están en el registro de la ejecución.',
  },
  journal: { en: 'In the journal', es: 'En el diario' },
  record: { en: 'Record', es: 'Registro' },
  recordAt: { en: 'journal.jsonl, record {record}', es: 'journal.jsonl, registro {record}' },
  before: { en: 'previous', es: 'anterior' },
  whole: { en: 'The chain is unbroken, {records} records', es: 'La cadena está íntegra, {records} registros' },
  broken: {
    en: 'The chain breaks after {records} records',
    es: 'La cadena se rompe tras {records} registros',
  },
  place: { en: 'The report carries this number in one place.', es: 'El informe lleva este número en un lugar.' },
  places: {
    en: 'The report carries this number in {places} places.',
    es: 'El informe lleva este número en {places} lugares.',
  },
} satisfies Record<string, Text>;
