import type { Text } from '../../../electron/api/text.ts';

export const nodesSentences = {
  title: { en: 'Nodes', es: 'Nodos' },
  lead: {
    en: 'One row a machine. What is not marked can stay empty: a booted node sends it.',
    es: 'Una fila por equipo. Lo que no está marcado puede quedar vacío: un nodo arrancado lo envía.',
  },
  name: { en: 'Name', es: 'Nombre' },
  address: { en: 'Management address', es: 'Dirección de gestión' },
  ports: { en: 'Network ports (MAC)', es: 'Puertos de red (MAC)' },
  system: { en: 'System disk (serial)', es: 'Disco de sistema (serie)' },
  data: { en: 'Data disk (serial)', es: 'Disco de datos (serie)' },
  cpu: { en: 'CPU, RAM', es: 'CPU, RAM' },
  ram: { en: 'RAM (GB)', es: 'RAM (GB)' },
  label: { en: 'Label on site', es: 'Etiqueta en el sitio' },
  cores: { en: '{cores} cores', es: '{cores} núcleos' },
  memory: { en: '{memory} GB', es: '{memory} GB' },
  unknown: { en: 'unknown until it arrives', es: 'desconocido hasta que llegue' },
  voteOnly: { en: 'Vote only, no machines', es: 'Solo vota, sin máquinas' },
  existing: {
    en: '{os} already installed. Sitewright leaves its disks alone.',
    es: '{os} ya instalado. Sitewright no toca sus discos.',
  },
  matches: { en: 'Matches exactly 1 disk', es: 'Coincide con 1 solo disco' },
  noInventory: { en: 'Not in the typed inventory', es: 'No figura en el inventario escrito' },
  erased: { en: 'The installer erases this disk.', es: 'El instalador borra este disco.' },
} satisfies Record<string, Text>;
