import { catalogue } from '../catalogue.ts';

/** What was made of a base: overlays and complete images, and the writing of them. */
export const imageMadeDiagnostics = catalogue({
  'image.patch-refused': {
    severity: 'error',
    summary: {
      en: 'The patch made for this image does not pass its own check, and nothing is written.',
      es: 'El parche hecho para esta imagen no supera su propia comprobación y no se escribe nada.',
    },
    hint: {
      en: 'Report this with the lines below; use another ISO meanwhile.',
      es: 'Comunique esto con las líneas siguientes; entretanto use otra ISO.',
    },
  },
  'image.overlay-broken': {
    severity: 'error',
    summary: { en: 'The overlay {file} is damaged.', es: 'La superposición {file} está dañada.' },
    hint: {
      en: 'Make the image of this node again.',
      es: 'Genere de nuevo la imagen de este nodo.',
    },
  },
  'image.overlay-newer': {
    severity: 'error',
    summary: {
      en: 'The overlay {file} has format {format}, which a newer Sitewright made.',
      es: 'La superposición {file} tiene el formato {format}, hecho por un Sitewright más nuevo.',
    },
    hint: {
      en: 'Update Sitewright, or make the image again with this version.',
      es: 'Actualice Sitewright, o genere de nuevo la imagen con esta versión.',
    },
  },
  'image.overlay-other-base': {
    severity: 'error',
    summary: {
      en: 'The overlay {file} belongs to a base with SHA-256 {expected}; the given ISO has {seen}.',
      es: 'La superposición {file} pertenece a una base con SHA-256 {expected}; la ISO indicada tiene {seen}.',
    },
    hint: {
      en: 'Give the ISO the overlay was made for, or make the image again for this one.',
      es: 'Indique la ISO para la que se hizo, o genere de nuevo la imagen para esta.',
    },
  },
  'image.output-is-base': {
    severity: 'error',
    summary: {
      en: 'The image of {node} would overwrite the base {file}.',
      es: 'La imagen de {node} sobrescribiría la base {file}.',
    },
    hint: { en: 'Choose another output folder.', es: 'Elija otra carpeta de salida.' },
  },
  'image.write-failed': {
    severity: 'error',
    summary: { en: 'The file {file} cannot be written.', es: 'No se puede escribir el archivo {file}.' },
    hint: {
      en: 'Check free space and permissions of the folder, then try again.',
      es: 'Compruebe el espacio libre y los permisos de la carpeta y vuelva a intentarlo.',
    },
    retryable: true,
  },
  'image.cancelled': {
    severity: 'error',
    summary: {
      en: 'Making the images was cancelled; the unfinished file is removed.',
      es: 'La creación de imágenes se canceló; el archivo sin terminar se ha quitado.',
    },
    hint: { en: 'Start it again when you are ready.', es: 'Iníciela de nuevo cuando quiera.' },
  },
});
