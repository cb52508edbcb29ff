import type { Text } from '../../../electron/api/text.ts';

export const stepsSentences = {
  view: { en: 'How the steps are shown', es: 'Cómo se muestran los pasos' },
  matrix: { en: 'Matrix', es: 'Matriz' },
  list: { en: 'List', es: 'Lista' },
  machine: { en: 'Machine', es: 'Equipo' },
  state: { en: 'State', es: 'Estado' },
  took: { en: 'Took', es: 'Duró' },
  changed: { en: 'Changes', es: 'Cambios' },
  first: { en: '{what} ({count})', es: '{what} ({count})' },
} satisfies Record<string, Text>;
