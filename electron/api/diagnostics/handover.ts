import { catalogue } from './catalogue.ts';

export const handoverDiagnostics = catalogue({
  'handover.inside-site': {
    severity: 'error',
    summary: {
      en: 'The secrets are not written to {path}: it lies in the site folder {folder}.',
      es: 'Los secretos no se escriben en {path}: está dentro de la carpeta del sitio {folder}.',
    },
    hint: {
      en: 'That folder is copied and put onto sticks. Name a folder outside of it, best on a stick for the customer alone.',
      es: 'Esa carpeta se copia y se lleva en memorias USB. Indique una carpeta de fuera, mejor en una memoria solo para el cliente.',
    },
  },
  'handover.copy-inside-site': {
    severity: 'error',
    summary: {
      en: 'The site is not copied to {path}: it lies in the site folder {folder}.',
      es: 'El sitio no se copia en {path}: está dentro de la carpeta del sitio {folder}.',
    },
    hint: {
      en: 'Name a folder outside of it, such as the stick of the customer.',
      es: 'Indique una carpeta de fuera, como la memoria USB del cliente.',
    },
  },
  'handover.not-ours': {
    severity: 'error',
    summary: {
      en: '{path} is not as a copy of this site left it.',
      es: '{path} no está como lo dejó una copia de este sitio.',
    },
    hint: {
      en: 'Nothing was written. Somebody put or changed it there: move it away, or name another folder.',
      es: 'No se escribió nada. Alguien lo puso o lo cambió ahí: muévalo a otro lugar o indique otra carpeta.',
    },
  },
  'handover.no-space': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{place} has {free} MB free; the copy of the site needs {needed} MB.',
      es: 'En {place} quedan {free} MB; la copia del sitio necesita {needed} MB.',
    },
    hint: {
      en: 'Make room there, or take another place. Nothing was written.',
      es: 'Libere espacio ahí o use otro lugar. No se escribió nada.',
    },
  },
  'handover.damaged': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The copy of {path} in {place} does not read back as it was written.',
      es: 'La copia de {path} en {place} no se lee como se escribió.',
    },
    hint: {
      en: 'Copy again; only what differs is written. If it happens twice, use another stick or check the disk.',
      es: 'Copie de nuevo; solo se escribe lo que difiere. Si se repite, use otra memoria o revise el disco.',
    },
  },
  'handover.hosts-lack': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'These nodes do not have the copy of the site: {lacking}. These have it: {done}.',
      es: 'Estos nodos no tienen la copia del sitio: {lacking}. La tienen: {done}.',
    },
    hint: {
      en: 'Correct what is said of each and copy again: what is there is not sent a second time.',
      es: 'Corrija lo que se dice de cada uno y copie de nuevo: lo que ya está no se envía otra vez.',
    },
  },
  'handover.file-exists': {
    severity: 'error',
    summary: { en: 'There is already a file {path}.', es: 'Ya existe el archivo {path}.' },
    hint: {
      en: 'Nothing was written over it. Name another folder, or take the file away first.',
      es: 'No se escribió nada encima. Indique otra carpeta o retire antes el archivo.',
    },
  },
  'handover.recipient': {
    severity: 'error',
    summary: {
      en: '"{recipient}" is no public key of age: one of its letters is wrong.',
      es: '«{recipient}» no es una clave pública de age: tiene una letra equivocada.',
    },
    hint: {
      en: 'Copy it whole from the customer: it begins with age1 and is made by age-keygen.',
      es: 'Cópiela entera de lo que envió el cliente: empieza por age1 y la hace age-keygen.',
    },
  },
});
