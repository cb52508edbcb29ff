import type { Text } from '../../../electron/api/text.ts';

/** A new site from a template. */
export const siteNewSentences = {
  open: { en: 'New site…', es: 'Sitio nuevo…' },
  title: { en: 'New site', es: 'Sitio nuevo' },
  lead: {
    en: 'A folder with a plan that is nearly complete: only what stands on the labels of the machines is missing. It can be rehearsed without them.',
    es: 'Una carpeta con un plan casi completo: solo falta lo que dicen las etiquetas de los equipos. Se puede ensayar sin ellas.',
  },
  template: { en: 'Begin with', es: 'Empezar con' },
  twoNodeWitness: { en: 'Two nodes and a witness', es: 'Dos nodos y un testigo' },
  twoNodeWitnessWhy: {
    en: 'One node may die: the other goes on, with at most 15 minutes of data lost.',
    es: 'Puede caer un nodo: el otro sigue, con una pérdida máxima de 15 minutos de datos.',
  },
  threeNode: { en: 'Three nodes', es: 'Tres nodos' },
  threeNodeWhy: {
    en: 'One node may die. No witness is needed; the links go over switches.',
    es: 'Puede caer un nodo. No hace falta testigo; los enlaces pasan por conmutadores.',
  },
  singleNode: { en: 'A single node', es: 'Un solo nodo' },
  singleNodeWhy: {
    en: 'No cluster. If the node dies, nothing takes over.',
    es: 'Sin clúster. Si el nodo cae, nada lo releva.',
  },
  name: { en: 'Name of the site', es: 'Nombre del sitio' },
  folder: { en: 'Name of its folder', es: 'Nombre de su carpeta' },
  folderHelp: {
    en: 'Small letters, digits and hyphens. It also marks what Sitewright creates on the site and stays as it is.',
    es: 'Letras minúsculas, cifras y guiones. También marca lo que Sitewright crea en el sitio y ya no cambia.',
  },
  address: { en: 'Address of the first node', es: 'Dirección del primer nodo' },
  addressHelp: {
    en: 'With its prefix: 192.168.1.11/24. The other machines follow it; each can be changed afterwards.',
    es: 'Con su prefijo: 192.168.1.11/24. Los demás equipos le siguen; después se puede cambiar cada uno.',
  },
  pve: { en: 'Version to install', es: 'Versión que se instala' },
  place: { en: 'Folder above it', es: 'Carpeta que la contiene' },
  placeHelp: {
    en: 'Where nothing is chosen: the folder of the settings, at first “sites” of your user.',
    es: 'Si no se elige nada: la carpeta de los ajustes, al principio «sites» de su usuario.',
  },
  make: { en: 'Make the site', es: 'Crear el sitio' },
} satisfies Record<string, Text>;
