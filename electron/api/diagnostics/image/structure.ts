import { catalogue } from '../catalogue.ts';
import { damaged, otherBase } from './hints.ts';

/** For kinds of images where a rewritten complete image is safe, but has to be asked for. */
const rewritable = {
  en: 'Use the unchanged installer ISO as the vendor publishes it. Or make complete images with a rewritten root directory: sitewright image make --full --rewrite',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante. O genere imágenes completas con el directorio raíz reescrito: sitewright image make --full --rewrite',
} as const;

/** For kinds where it is not. */
const notRewritable = {
  en: 'Use the unchanged installer ISO as the vendor publishes it. For this kind --rewrite is not offered either: the installer could look into the part without the answer.',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante. Para este tipo tampoco se ofrece --rewrite: el instalador podría mirar en la parte sin la respuesta.',
} as const;

/** What an ISO is, as far as it says whether answers can be laid into it. */
export const imageStructureDiagnostics = catalogue({
  'image.unreadable': {
    severity: 'error',
    summary: { en: 'The image {file} cannot be read.', es: 'No se puede leer la imagen {file}.' },
    hint: {
      en: 'Check that the file exists and that you may read it.',
      es: 'Compruebe que el archivo existe y que usted puede leerlo.',
    },
  },
  'image.not-iso9660': {
    severity: 'error',
    summary: { en: 'The file is no ISO 9660 image.', es: 'El archivo no es una imagen ISO 9660.' },
    hint: otherBase,
  },
  'image.truncated': {
    severity: 'error',
    summary: {
      en: 'The image refers to {length} bytes at {position}, but ends at {sizeBytes}.',
      es: 'La imagen remite a {length} bytes en {position}, pero termina en {sizeBytes}.',
    },
    hint: damaged,
  },
  'image.broken-structure': {
    severity: 'error',
    summary: {
      en: 'The structure of the image is damaged at block {block}.',
      es: 'La estructura de la imagen está dañada en el bloque {block}.',
    },
    hint: damaged,
  },
  'image.too-complex': {
    severity: 'error',
    summary: {
      en: 'The image is larger or deeper nested than any installer is.',
      es: 'La imagen es más grande o está más anidada que la de cualquier instalador.',
    },
    hint: otherBase,
  },
  'image.block-size': {
    severity: 'error',
    summary: {
      en: 'The image has blocks of {blockBytes} bytes; only 2048 is supported.',
      es: 'La imagen tiene bloques de {blockBytes} bytes; solo se admiten de 2048.',
    },
    hint: otherBase,
  },
  'image.udf-bridge': {
    severity: 'error',
    summary: {
      en: 'The image carries a UDF file system beside ISO 9660; answers are not added to such images.',
      es: 'La imagen lleva un sistema de archivos UDF junto a ISO 9660; a tales imágenes no se añaden respuestas.',
    },
    hint: notRewritable,
  },
  'image.second-tree': {
    severity: 'error',
    summary: {
      en: 'The image carries a further directory tree (ISO 9660:1999 or a second Joliet); answers are not added to it.',
      es: 'La imagen lleva otro árbol de directorios (ISO 9660:1999 o un segundo Joliet); no se le añaden respuestas.',
    },
    hint: notRewritable,
  },
  'image.no-rock-ridge': {
    severity: 'error',
    summary: {
      en: 'The image has no Rock Ridge names, so the installer would not find its answer.',
      es: 'La imagen no tiene nombres Rock Ridge, así que el instalador no encontraría su respuesta.',
    },
    hint: notRewritable,
  },
  'image.partition-offset': {
    severity: 'error',
    summary: {
      en: 'The image carries a second superblock for partition offset {blocks}; added files would be unreadable through it.',
      es: 'La imagen lleva un segundo superbloque para el desplazamiento de partición {blocks}; por él no se podrían leer los archivos añadidos.',
    },
    hint: notRewritable,
  },
  'image.md5-tagged': {
    severity: 'error',
    summary: {
      en: 'The image carries checksums of itself, which added files would contradict.',
      es: 'La imagen lleva sumas de comprobación de sí misma, que los archivos añadidos contradirían.',
    },
    hint: rewritable,
  },
  'image.unknown-sort-order': {
    severity: 'error',
    summary: {
      en: 'The root directory ({tree}) is sorted in an unknown way; a new record would not be found.',
      es: 'El directorio raíz ({tree}) está ordenado de un modo desconocido; no se encontraría una entrada nueva.',
    },
    hint: rewritable,
  },
  'image.continuation-in-root': {
    severity: 'error',
    summary: {
      en: 'Attributes are stored inside the root directory itself; it cannot be edited in place.',
      es: 'Hay atributos guardados dentro del propio directorio raíz; no se puede editar en su sitio.',
    },
    hint: rewritable,
  },
  'image.no-padding': {
    severity: 'error',
    summary: {
      en: 'The new files need {neededBytes} bytes; the padding of the image has {freeBytes} free, and it cannot grow.',
      es: 'Los archivos nuevos necesitan {neededBytes} bytes; el relleno de la imagen tiene {freeBytes} libres y ella no puede crecer.',
    },
    hint: otherBase,
  },
  'image.root-full': {
    severity: 'error',
    summary: {
      en: 'The root directory ({tree}) has no room for the new records.',
      es: 'El directorio raíz ({tree}) no tiene sitio para las entradas nuevas.',
    },
    hint: rewritable,
  },
  'image.name-is-directory': {
    severity: 'error',
    summary: { en: 'The image has a directory named /{name}.', es: 'La imagen tiene un directorio llamado /{name}.' },
    hint: otherBase,
  },
});
