import type { Phase } from './plan.ts';
import type { Text } from './text.ts';

/** What the phases of an install are called, on every face and in the report. */
export const PHASE_NAMES: Readonly<Record<Phase, Text>> = {
  removal: { en: 'Removal', es: 'Retirada' },
  preflight: { en: 'Preflight', es: 'Comprobación previa' },
  base: { en: 'Base system', es: 'Sistema base' },
  cluster: { en: 'Cluster', es: 'Clúster' },
  storage: { en: 'Storage', es: 'Almacenamiento' },
  access: { en: 'Access', es: 'Accesos' },
  machines: { en: 'Machines', es: 'Máquinas' },
  availability: { en: 'Availability', es: 'Disponibilidad' },
  application: { en: 'Application', es: 'Aplicación' },
};
