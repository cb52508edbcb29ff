import type { Text } from '../text.ts';

/** Where a person meets a diagnostic: the pages of the journey, and what is not a page. */
export const HELP_PLACES = {
  sites: { en: 'Sites', es: 'Sitios' },
  site: { en: 'Site', es: 'Sitio' },
  nodes: { en: 'Nodes', es: 'Nodos' },
  network: { en: 'Network', es: 'Red' },
  storage: { en: 'Storage and quorum', es: 'Discos y quórum' },
  machines: { en: 'Machines and stacks', es: 'Máquinas y aplicaciones' },
  review: { en: 'Review', es: 'Revisión' },
  media: { en: 'Media', es: 'Memorias USB' },
  bundle: { en: 'Bundle', es: 'Paquete' },
  connect: { en: 'Connect', es: 'Conexión' },
  arrival: { en: 'Arrival', es: 'Llegada' },
  install: { en: 'Install', es: 'Instalación' },
  smoke: { en: 'Smoke tests', es: 'Pruebas' },
  report: { en: 'Report', es: 'Informe' },
  handover: { en: 'Hand-over', es: 'Entrega al cliente' },
  anywhere: { en: 'any page', es: 'cualquier página' },
  terminal: { en: 'the command line', es: 'la línea de órdenes' },
} as const satisfies Readonly<Record<string, Text>>;

export type HelpPlace = keyof typeof HELP_PLACES;
