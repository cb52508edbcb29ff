import { catalogue } from '../catalogue.ts';

/** Container images: their names, their parts, their folder on disk, how they are built. */
export const ociDiagnostics = catalogue({
  'oci.reference-invalid': {
    severity: 'error',
    summary: {
      en: '«{reference}» is no name of a container image: {why}.',
      es: '«{reference}» no es un nombre de imagen de contenedor: {why}.',
    },
    hint: {
      en: 'Write it as docker pull takes it: postgres:16, or registry.example:5000/team/app:1.2.',
      es: 'Escríbalo como lo toma docker pull: postgres:16 o registry.example:5000/team/app:1.2.',
    },
  },
  'oci.document-invalid': {
    severity: 'error',
    summary: {
      en: 'The document «{what}» of {subject} is not valid: {why}.',
      es: 'El documento «{what}» de {subject} no es válido: {why}.',
    },
    hint: {
      en: 'Bring the image from its registry again; where that repeats, the image itself is damaged.',
      es: 'Traiga la imagen de nuevo desde su registro; si se repite, la propia imagen está dañada.',
    },
  },
  'oci.platform-missing': {
    severity: 'error',
    summary: {
      en: '{reference} does not exist for {platform}; it exists for {offered}.',
      es: '{reference} no existe para {platform}; existe para {offered}.',
    },
    hint: {
      en: 'Choose another version of the image, or another image.',
      es: 'Elija otra versión de la imagen u otra imagen.',
    },
  },
  'oci.kind-unknown': {
    severity: 'error',
    summary: {
      en: '{subject} is of a kind that is not read: {mediaType}.',
      es: '{subject} es de un tipo que no se lee: {mediaType}.',
    },
    hint: {
      en: 'Name an image that Docker or an OCI tool made in the last years (manifest v2, schema 2, or OCI).',
      es: 'Indique una imagen hecha con Docker u otra herramienta OCI de los últimos años (manifiesto v2, esquema 2, u OCI).',
    },
  },
  'oci.digest-differs': {
    severity: 'error',
    summary: {
      en: '{subject} has another content than its digest says: {got}, not {wanted}.',
      es: '{subject} tiene otro contenido que el que dice su resumen: {got}, no {wanted}.',
    },
    hint: {
      en: 'Do not use it. Bring the image again from its registry.',
      es: 'No la use. Traiga la imagen de nuevo desde su registro.',
    },
  },
  'oci.blob-missing': {
    severity: 'error',
    summary: {
      en: 'The folder of images {folder} lacks {digest}, which {subject} needs.',
      es: 'A la carpeta de imágenes {folder} le falta {digest}, que {subject} necesita.',
    },
    hint: {
      en: 'Make the bundle again: it brings what is missing.',
      es: 'Haga de nuevo el contenido: trae lo que falta.',
    },
  },
  'oci.layout-unreadable': {
    severity: 'error',
    summary: {
      en: 'The folder of images {folder} cannot be read: {why}.',
      es: 'La carpeta de imágenes {folder} no se puede leer: {why}.',
    },
    hint: {
      en: 'Copy the folder again from where it came, or make the bundle again.',
      es: 'Copie la carpeta de nuevo desde su origen o haga de nuevo el contenido.',
    },
  },
  'oci.image-missing': {
    severity: 'error',
    summary: {
      en: 'The folder of images {folder} has no {reference}.',
      es: 'La carpeta de imágenes {folder} no tiene {reference}.',
    },
    hint: {
      en: 'Make the bundle again: it brings what is missing.',
      es: 'Haga de nuevo el contenido: trae lo que falta.',
    },
  },
  'oci.archive-unsafe': {
    severity: 'error',
    summary: {
      en: '{file} cannot become a part of an image: {why}.',
      es: '{file} no puede formar parte de una imagen: {why}.',
    },
    hint: {
      en: 'Fetch {file} again from where it came; where that repeats, leave it out.',
      es: 'Descargue {file} de nuevo desde su origen; si se repite, prescinda de él.',
    },
  },
  'oci.build-invalid': {
    severity: 'error',
    summary: {
      en: 'No image can be built of this: {why}.',
      es: 'No se puede construir una imagen con esto: {why}.',
    },
    hint: {
      en: 'Correct what the image is described by, then repeat.',
      es: 'Corrija la descripción de la imagen y repita.',
    },
  },
});
