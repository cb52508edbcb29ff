import type { Text } from '../../../electron/api/text.ts';

export const gateSentences = {
  clear: { en: 'Nothing stops the plan.', es: 'Nada detiene el plan.' },
  errors: { en: '{count} entries stop the plan.', es: '{count} datos detienen el plan.' },
  warnings: {
    en: 'Warnings: {count}. Nothing stops the plan.',
    es: 'Avisos: {count}. Nada detiene el plan.',
  },
} satisfies Record<string, Text>;
