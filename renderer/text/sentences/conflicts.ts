import type { Text } from '../../../electron/api/text.ts';

export const conflictsSentences = {
  title: { en: 'Overlaps and double use', es: 'Solapes y uso doble' },
  none: {
    en: 'Nothing overlaps and no address is used twice: {ranges} ranges and {addresses} addresses looked at.',
    es: 'Nada se solapa y ninguna dirección se usa dos veces: {ranges} rangos y {addresses} direcciones revisados.',
  },
  go: { en: 'Go to its field', es: 'Ir a su campo' },
  ranges: { en: 'Ranges that are looked at', es: 'Rangos que se revisan' },
  range: { en: 'Range', es: 'Rango' },
  whose: { en: 'Whose', es: 'De quién' },
  management: { en: 'management network', es: 'red de gestión' },
  link: { en: 'cluster link {name}', es: 'enlace de clúster {name}' },
  interface: { en: 'interface {name}', es: 'interfaz {name}' },
  machine: { en: 'machine {name}', es: 'máquina {name}' },
  compose: { en: 'compose network of {name}', es: 'red compose de {name}' },
  pods: { en: 'pods of {name}', es: 'pods de {name}' },
  services: { en: 'services of {name}', es: 'servicios de {name}' },
  docker: { en: 'Docker on {name}, by itself', es: 'Docker en {name}, por sí mismo' },
} satisfies Record<string, Text>;
