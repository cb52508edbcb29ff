import { catalogue } from '../catalogue.ts';

/** What keeps an answer file from being written for a site. */
export const answerMakingDiagnostics = catalogue({
  'answer.make-hash-empty': {
    severity: 'error',
    summary: {
      en: 'The root password hash for {node} is empty.',
      es: 'El hash de la contraseña de root para {node} está vacío.',
    },
    hint: { en: 'Make a password for this node first.', es: 'Genere primero una contraseña para este nodo.' },
  },
  'answer.make-hash-form': {
    severity: 'error',
    summary: {
      en: 'The root password hash for {node} is no $6$ (sha512-crypt) hash.',
      es: 'El hash de la contraseña de root para {node} no es un hash $6$ (sha512-crypt).',
    },
    hint: {
      en: 'Make a new password; only $6$ hashes are written.',
      es: 'Genere una contraseña nueva; solo se escriben hashes $6$.',
    },
  },
  'answer.make-left-out': {
    severity: 'warning',
    summary: {
      en: '«{key}» is left out of the answer for {node}: PVE {version} does not know it.',
      es: '«{key}» queda fuera de la respuesta de {node}: PVE {version} no la conoce.',
    },
    hint: { en: 'Remove the setting or choose a newer version.', es: 'Quite el ajuste o elija una versión más nueva.' },
  },
});
