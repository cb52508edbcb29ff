import type { Text } from '../../../electron/api/text.ts';

export const supportSentences = {
  title: { en: 'When somebody has to help', es: 'Cuando alguien debe ayudar' },
  why: {
    en: 'One file with the site {site}, its newest runs and what this laptop is, without secrets. It is saved here; nothing is sent.',
    es: 'Un archivo con el sitio {site}, sus ejecuciones recientes y los datos de este portátil, sin secretos. Se guarda aquí; no se envía nada.',
  },
  needsSite: {
    en: 'Open a site first: the file for support is made of it.',
    es: 'Abra antes un sitio: de él se hace el archivo para soporte.',
  },
  make: { en: 'File for support', es: 'Archivo para soporte' },
  open: {
    en: '{name}: the secrets of the vault were searched for by their values, none is in it.',
    es: '{name}: se buscaron los secretos de la caja fuerte por sus valores; no contiene ninguno.',
  },
  locked: {
    en: '{name}: the vault was not opened, so what looks like a secret was taken out. Look through the file before you send it.',
    es: '{name}: la caja fuerte no se abrió, así que se quitó lo que parece un secreto. Revise el archivo antes de enviarlo.',
  },
  none: { en: '{name}: the site has no vault.', es: '{name}: el sitio no tiene caja fuerte.' },
} satisfies Record<string, Text>;
