import type { Text } from '../../../electron/api/text.ts';

export const arrivalSentences = {
  title: { en: 'Arrival', es: 'Llegada' },
  lead: {
    en: 'Which machines answer, and whether they are the ones you expect.',
    es: 'Qué equipos contestan y si son los que espera.',
  },
  machine: { en: 'Machine', es: 'Equipo' },
  address: { en: 'Address', es: 'Dirección' },
  ssh: { en: 'SSH', es: 'SSH' },
  api: { en: 'API', es: 'API' },
  hostKey: { en: 'Host key', es: 'Clave del equipo' },
  openPort: { en: 'answers', es: 'contesta' },
  refused: { en: 'refused', es: 'rechaza' },
  silent: { en: 'silent', es: 'en silencio' },
  same: { en: 'the pinned one', es: 'la fijada' },
  different: { en: 'CHANGED', es: 'CAMBIÓ' },
  noneYet: { en: 'not pinned yet', es: 'aún sin fijar' },
  again: { en: 'Look now', es: 'Mirar ahora' },
  lookRehearsed: { en: 'Look at the simulated site', es: 'Mirar el sitio simulado' },
  allAnswer: { en: 'All machines answer.', es: 'Todos los equipos contestan.' },
  someSilent: { en: '{count} machines do not answer yet.', es: '{count} equipos aún no contestan.' },
  notLooked: { en: 'Not looked yet.', es: 'Aún no se ha mirado.' },
} satisfies Record<string, Text>;
