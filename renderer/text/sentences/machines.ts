import type { Text } from '../../../electron/api/text.ts';

export const machinesSentences = {
  title: { en: 'Machines and stacks', es: 'Máquinas y aplicaciones' },
  lead: {
    en: 'What runs on the cluster, and what still fits when one node is down.',
    es: 'Qué corre en el clúster y qué cabe todavía con un nodo caído.',
  },
  templates: { en: 'Templates', es: 'Plantillas' },
  machines: { en: 'Virtual machines', es: 'Máquinas virtuales' },
  stacks: { en: 'Application stacks', es: 'Aplicaciones' },
  id: { en: 'ID', es: 'ID' },
  name: { en: 'Name', es: 'Nombre' },
  image: { en: 'Image', es: 'Imagen' },
  node: { en: 'Node', es: 'Nodo' },
  cores: { en: 'Cores', es: 'Núcleos' },
  memory: { en: 'RAM (MiB)', es: 'RAM (MiB)' },
  disk: { en: 'Disk (GiB)', es: 'Disco (GiB)' },
  address: { en: 'Address', es: 'Dirección' },
  stack: { en: 'Stack', es: 'Aplicación' },
  on: { en: 'On', es: 'En' },
  allUp: { en: 'all nodes up', es: 'todos los nodos activos' },
  oneDown: { en: '{host} down', es: '{host} caído' },
} satisfies Record<string, Text>;
