import type { Text } from '../../../electron/api/text.ts';

export const diagnosticSentences = {
  seen: { en: 'What we saw', es: 'Lo que vimos' },
  doNow: { en: 'What to do now', es: 'Qué hacer ahora' },
} satisfies Record<string, Text>;
