import type { Text } from '../../../electron/api/text.ts';

/** The network ports of a node. */
export const portsSentences = {
  title: { en: 'Network ports of {node}', es: 'Puertos de red de {node}' },
  name: { en: 'Port', es: 'Puerto' },
  mac: { en: 'MAC', es: 'MAC' },
  speed: { en: 'Speed (Mb/s)', es: 'Velocidad (Mb/s)' },
  role: { en: 'Carries', es: 'Lleva' },
  act: { en: 'Remove', es: 'Quitar' },
  management: { en: 'Management', es: 'Gestión' },
  none: { en: 'Nothing of the plan', es: 'Nada del plan' },
  of: { en: '{what}, {port}', es: '{what}, {port}' },
  newOne: { en: '{what} of a new port', es: '{what} de un puerto nuevo' },
  add: { en: 'Add the port', es: 'Añadir el puerto' },
  added: { en: 'Port {port} was added.', es: 'Se añadió el puerto {port}.' },
  remove: { en: 'Remove {port}', es: 'Quitar {port}' },
  removed: {
    en: 'Port {port} was taken out. Ctrl+Z puts it back.',
    es: 'Se quitó el puerto {port}. Ctrl+Z lo repone.',
  },
  all: { en: 'All ports ({count})', es: 'Todos los puertos ({count})' },
  link: { en: 'link {id}', es: 'enlace {id}' },
  here: { en: 'this one', es: 'este' },
  keyPorts: { en: 'ports', es: 'puertos' },
} satisfies Record<string, Text>;
