import type { Text } from '../../../electron/api/text.ts';

export const stateSentences = {
  done: { en: 'Done', es: 'Hecho' },
  failed: { en: 'Failed', es: 'Falló' },
  warning: { en: 'Warning', es: 'Aviso' },
  running: { en: 'Running', es: 'En curso' },
  waiting: { en: 'Waiting', es: 'En espera' },
  noChange: { en: 'No change', es: 'Sin cambios' },
  notRun: { en: 'Not run', es: 'Sin ejecutar' },
  cancelled: { en: 'Stopped', es: 'Detenido' },
  changes: { en: 'Changes', es: 'Cambia' },
  later: { en: 'Later', es: 'Después' },
  blocked: { en: 'Blocked', es: 'Bloqueado' },
  notKnown: { en: 'Not known', es: 'No se sabe' },
  drift: { en: 'Drift', es: 'Desviado' },
  leftOut: { en: 'Left out', es: 'Omitido' },
  notForThis: { en: 'not for this machine', es: 'no es para este equipo' },
  passed: { en: 'Passed', es: 'Superada' },
  rehearsed: { en: 'Rehearsed', es: 'Ensayada' },
  notApplicable: { en: 'Not applicable', es: 'No aplicable' },
} satisfies Record<string, Text>;
