import type { CheckOutcome, RunKind, RunSummary } from './run.ts';
import type { StepResult } from './run-history.ts';
import type { Text } from './text.ts';

/** What the kinds of run are called, in lists of runs. */
export const RUN_NAMES = {
  apply: { en: 'Install', es: 'Instalación' },
  smoke: { en: 'Smoke tests', es: 'Pruebas' },
  drill: { en: 'Drill', es: 'Simulacro' },
  rehearse: { en: 'Install and smoke tests', es: 'Instalación y pruebas' },
  images: { en: 'Images', es: 'Imágenes' },
  flash: { en: 'Sticks', es: 'Memorias USB' },
  arrive: { en: 'Arrival', es: 'Llegada' },
  maintenance: { en: 'Maintenance', es: 'Mantenimiento' },
  bundle: { en: 'Bundle', es: 'Paquete' },
  stack: { en: 'Application', es: 'Aplicación' },
  handover: { en: 'Copy of the site', es: 'Copia del sitio' },
} as const satisfies Record<RunKind, Text>;

/** How a run ended. */
export const RUN_ENDS = {
  done: { en: 'Done', es: 'Hecha' },
  failed: { en: 'Failed', es: 'Falló' },
  cancelled: { en: 'Stopped', es: 'Detenida' },
  running: { en: 'Running', es: 'En curso' },
  interrupted: { en: 'Broken off', es: 'Interrumpida' },
} as const satisfies Record<RunSummary['outcome'], Text>;

/** How a step of a run ended. */
export const STEP_ENDS = {
  changed: { en: 'Done', es: 'Hecho' },
  unchanged: { en: 'No change', es: 'Sin cambios' },
  failed: { en: 'Failed', es: 'Falló' },
  skipped: { en: 'Not run', es: 'Sin ejecutar' },
  cancelled: { en: 'Stopped', es: 'Detenido' },
  'not-run': { en: 'Not reached', es: 'No alcanzado' },
  interrupted: { en: 'Broken off', es: 'Interrumpido' },
} as const satisfies Record<StepResult, Text>;

/** How a check ended, as it stands within a line. */
export const CHECK_ENDS = {
  passed: { en: 'passed', es: 'superada' },
  rehearsed: { en: 'rehearsed', es: 'ensayada' },
  failed: { en: 'failed', es: 'falló' },
  'not-applicable': { en: 'not applicable', es: 'no aplicable' },
} as const satisfies Record<CheckOutcome, Text>;

/** The end of a run or of a step within a line, as reports write it. */
export function withinLine({ en, es }: Text): Text {
  return { en: en.toLowerCase(), es: es.toLowerCase() };
}
