import type { Text } from '../../api/text.ts';

/** What the evidence of a report is called, and what its appendix says. */
export const EVIDENCE_TEXT = {
  'run-started': { en: 'Start of the run', es: 'Comienzo de la ejecución' },
  used: { en: 'Files that the run worked with', es: 'Archivos con los que trabajó la ejecución' },
  plan: { en: 'The plan', es: 'El plan' },
  'run-finished': { en: 'End of the run', es: 'Fin de la ejecución' },
  backup: { en: 'Backup of an application', es: 'Copia de una aplicación' },
  evidence: { en: 'Evidence', es: 'Pruebas' },
  column: { en: 'Proof', es: 'Prueba' },
  lead: {
    en: 'Each number stands for one record of a journal. The record is chained to the one before it; what was asked of the machines and what they answered is in evidence.json, under the same number.',
    es: 'Cada número es un registro de un diario. El registro está encadenado con el anterior; lo que se preguntó a los equipos y lo que respondieron está en evidence.json, con el mismo número.',
  },
  what: { en: 'What', es: 'Qué' },
  when: { en: 'When', es: 'Cuándo' },
  record: { en: 'Journal record', es: 'Registro del diario' },
  by: { en: 'Carried out by {by}, with Sitewright {version}', es: 'Realizado por {by}, con Sitewright {version}' },
  usedCount: { en: '{count} files by their SHA-256', es: '{count} archivos por su SHA-256' },
  steps: { en: '{count} steps; fingerprint {fingerprint}', es: '{count} pasos; huella {fingerprint}' },
  ended: { en: 'The run ended: {outcome}', es: 'La ejecución terminó: {outcome}' },
  promises: { en: 'Promises and what was measured', es: 'Lo prometido y lo medido' },
  promise: { en: 'Promise', es: 'Promesa' },
  promised: { en: 'Promised', es: 'Prometido' },
  measured: { en: 'Measured', es: 'Medido' },
  atMost: { en: 'at most {value}', es: 'como máximo {value}' },
  noPromise: { en: 'none', es: 'ninguna' },
} satisfies Record<string, Text>;
