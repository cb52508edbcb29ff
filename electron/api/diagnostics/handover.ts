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
