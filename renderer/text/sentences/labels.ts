import type { Text } from '../../../electron/api/text.ts';

/** What stands on the labels of machines, and what a rehearsal takes in its place. */
export const labelsSentences = {
  open: { en: 'To be read from the machines: {count}', es: 'Por leer en los equipos: {count}' },
  openWhat: {
    en: 'The MAC stands beside the network port, the serial on each disk. Type them, or paste rows from a spreadsheet.',
    es: 'La MAC está junto al puerto de red y el número de serie en cada disco. Escríbalos o pegue filas de una hoja de cálculo.',
  },
  noMachines: {
    en: 'No machines at hand? A rehearsal takes made-up labels; the real install refuses them.',
    es: '¿No tiene los equipos a mano? Un ensayo admite etiquetas inventadas; la instalación real las rechaza.',
  },
  fill: { en: 'Fill in made-up labels', es: 'Rellenar con etiquetas inventadas' },
  made: { en: 'Made-up labels: {count}', es: 'Etiquetas inventadas: {count}' },
  madeWhat: {
    en: 'The plan can be rehearsed. Before the sticks are made, type what stands on the machines over them.',
    es: 'El plan se puede ensayar. Antes de hacer las memorias, escriba encima lo que dicen los equipos.',
  },
  stops: { en: 'What stops the plan', es: 'Qué detiene el plan' },
} satisfies Record<string, Text>;
