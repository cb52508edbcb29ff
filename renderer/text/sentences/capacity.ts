import type { Text } from '../../../electron/api/text.ts';

export const capacitySentences = {
  title: { en: 'Capacity per node', es: 'Capacidad por nodo' },
  how: {
    en: 'Memory is what is left after the 2 GiB that Proxmox keeps. A replicated disk is counted on both ends.',
    es: 'La memoria es la que queda tras los 2 GiB que reserva Proxmox. Un disco replicado cuenta en ambos extremos.',
  },
  memory: { en: 'Memory', es: 'Memoria' },
  cores: { en: 'vCPU', es: 'vCPU' },
  disk: { en: 'Disk', es: 'Disco' },
  uses: { en: '{used} of {total} {unit}', es: '{used} de {total} {unit}' },
  unknown: { en: '{used} {unit}; what it has is not known yet', es: '{used} {unit}; aún no se sabe cuánto tiene' },
  tooMuch: { en: 'too much', es: 'demasiado' },
  shared: { en: 'shared', es: 'compartidas' },
  machines: { en: '{count} machines', es: '{count} máquinas' },
  idle: { en: 'Nothing moves when one of these goes down: {names}', es: 'Nada se mueve si cae uno de estos: {names}' },
  nowhere: { en: 'Without a place to run: {names}', es: 'Sin sitio donde funcionar: {names}' },
} satisfies Record<string, Text>;
