import type { Text } from '../../../electron/api/text.ts';

export const sitesSentences = {
  title: { en: 'Sites', es: 'Sitios' },
  lead: {
    en: 'Each site is one folder: the plan, its journal and its evidence. Copy the folder and the site goes with it.',
    es: 'Cada sitio es una carpeta: el plan, su diario y sus pruebas. Copie la carpeta y el sitio va con ella.',
  },
  all: { en: 'All sites on this laptop', es: 'Todos los sitios de este portátil' },
  count: { en: 'Folders: {count}', es: 'Carpetas: {count}' },
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
  openOther: { en: 'Open a site…', es: 'Abrir un sitio…' },
  openOtherTitle: { en: 'Open a site', es: 'Abrir un sitio' },
  openOtherWhy: {
    en: 'The site.toml of a folder that is on this laptop, or on a stick that is in it.',
    es: 'El site.toml de una carpeta que está en este portátil, o en una memoria conectada a él.',
  },
  openIt: { en: 'Open', es: 'Abrir' },
  copy: { en: 'New site from this', es: 'Sitio nuevo a partir de este' },
  newName: { en: 'Name of the new site', es: 'Nombre del sitio nuevo' },
  make: { en: 'Make the folder', es: 'Crear la carpeta' },
  none: {
    en: 'No site yet. Open one that somebody gave you, or make a new site from an example.',
    es: 'Aún no hay sitios. Abra uno que le hayan dado o cree un sitio nuevo a partir de un ejemplo.',
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
