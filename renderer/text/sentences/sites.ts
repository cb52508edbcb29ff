import type { Text } from '../../../electron/api/text.ts';

export const sitesSentences = {
  title: { en: 'Sites', es: 'Sitios' },
  lead: {
    en: 'Each site is one folder: the plan, its journal and its evidence. Copy the folder and the site goes with it.',
    es: 'Cada sitio es una carpeta: el plan, su diario y sus pruebas. Copie la carpeta y el sitio va con ella.',
  },
  all: { en: 'All sites on this laptop', es: 'Todos los sitios de este portátil' },
  count: { en: '{count} folders', es: '{count} carpetas' },
  site: { en: 'Site', es: 'Sitio' },
  machines: { en: 'Machines', es: 'Equipos' },
  state: { en: 'State', es: 'Estado' },
  nodes: { en: '{count} machines', es: '{count} equipos' },
  examples: { en: 'Rehearse an example', es: 'Ensayar un ejemplo' },
  examplesLead: {
    en: 'A simulated rack inside this laptop: the same pages, the same log, real SSH. No disk is touched.',
    es: 'Un bastidor simulado dentro de este portátil: las mismas páginas, el mismo registro, SSH real. No se toca ningún disco.',
  },
  open: { en: 'Open {name}', es: 'Abrir {name}' },
  copy: { en: 'New site from this', es: 'Sitio nuevo a partir de este' },
  newName: { en: 'Name of the new site', es: 'Nombre del sitio nuevo' },
  make: { en: 'Make the folder', es: 'Crear la carpeta' },
  none: {
    en: 'No site yet. Open an example, or make a new site from one.',
    es: 'Aún no hay sitios. Abra un ejemplo o cree un sitio nuevo a partir de uno.',
  },
  broken: { en: 'This folder cannot be opened', es: 'Esta carpeta no se puede abrir' },
  planned: { en: 'planned', es: 'planeado' },
  mediaMade: { en: 'media made', es: 'medios hechos' },
  installing: { en: 'install not finished', es: 'instalación sin terminar' },
  verified: { en: 'verified', es: 'verificado' },
  rehearsed: { en: 'rehearsed', es: 'ensayado' },
  status: {
    en: 'Nothing is sent anywhere: sites stay in their folders.',
    es: 'Nada se envía a ninguna parte: los sitios quedan en sus carpetas.',
  },
  continue: { en: 'Continue {name}', es: 'Continuar {name}' },
  rehearse: { en: 'Rehearse {name}', es: 'Ensayar {name}' },
  firstTime: {
    en: 'An example to begin with: two nodes and a witness, rehearsed on this laptop in about a minute. No server is needed.',
    es: 'Un ejemplo para empezar: dos nodos y un testigo, ensayados en este portátil en un minuto, más o menos. No hace falta ningún servidor.',
  },
  goOnHere: {
    en: 'The site opened last. It goes on where it was.',
    es: 'El último sitio abierto. Sigue donde estaba.',
  },
  nameRule: { en: 'small letters, digits and hyphens', es: 'letras minúsculas, cifras y guiones' },
} satisfies Record<string, Text>;
