import type { Text } from '../../../electron/api/text.ts';

/** This laptop on the first page, and sites whose folder is not where it was. */
export const laptopSentences = {
  title: { en: 'This laptop', es: 'Este portátil' },
  room: { en: 'Room for images', es: 'Espacio para imágenes' },
  free: { en: '{size} free', es: '{size} libres' },
  unknown: { en: 'not told by the system', es: 'el sistema no lo dice' },
  bases: { en: 'Base ISO', es: 'ISO de base' },
  noBase: { en: 'none used yet', es: 'aún no se usó ninguna' },
  write: { en: 'Write USB', es: 'Escribir USB' },
  sticks: { en: 'Ready, sticks in it: {count}', es: 'Listo, memorias puestas: {count}' },
  notHere: { en: 'not from a browser: in the app', es: 'no desde un navegador: en la aplicación' },
  network: { en: 'Network', es: 'Red' },
  noNetwork: { en: 'no address', es: 'sin dirección' },
  gone: { en: 'The folder is not here', es: 'La carpeta no está aquí' },
  goneWhere: {
    en: 'It was last opened from {folder}. It may have moved, or its drive is not plugged in.',
    es: 'Se abrió por última vez desde {folder}. Puede haberse movido, o su unidad no está conectada.',
  },
  locate: { en: 'Locate…', es: 'Localizar…' },
  locateWhat: { en: 'Locate {name}', es: 'Localizar {name}' },
  locateWhy: {
    en: 'The site.toml of “{name}” where it is now. The list follows it there; nothing is copied.',
    es: 'El site.toml de «{name}» donde está ahora. La lista lo sigue allí; no se copia nada.',
  },
  locateIt: { en: 'It is here', es: 'Está aquí' },
  forget: { en: 'Off the list', es: 'Quitar de la lista' },
  forgetWhat: { en: 'Off the list: {name}', es: 'Quitar de la lista: {name}' },
} satisfies Record<string, Text>;
