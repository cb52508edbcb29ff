import { catalogue } from './catalogue.ts';

export const workspaceDiagnostics = catalogue({
  'workspace.locked': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The site folder {folder} is in use: {purpose}, process {pid} on {host}, since {since}.',
      es: 'La carpeta del sitio {folder} está en uso: {purpose}, proceso {pid} en {host}, desde {since}.',
    },
    hint: {
      en: 'Wait for it or end it. Two writers at once would spoil the journal.',
      es: 'Espere a que termine o ciérrelo. Dos que escriben a la vez estropearían el diario.',
    },
  },
  'workspace.locked-elsewhere': {
    severity: 'error',
    summary: {
      en: 'The site folder {folder} is locked by process {pid} on another computer, {host}, since {since} ({purpose}).',
      es: 'La carpeta del sitio {folder} está bloqueada por el proceso {pid} en otro equipo, {host}, desde {since} ({purpose}).',
    },
    hint: {
      en: 'Whether it still runs cannot be seen from here. If {host} no longer works on it, delete {lock}.',
      es: 'Desde aquí no se puede ver si sigue en marcha. Si {host} ya no trabaja en ella, borre {lock}.',
    },
  },
  'workspace.folder-missing': {
    severity: 'error',
    summary: { en: 'There is no site folder at {path}.', es: 'No hay ninguna carpeta de sitio en {path}.' },
    hint: {
      en: 'Name a site.toml or the folder that holds one.',
      es: 'Indique un site.toml o la carpeta que lo contiene.',
    },
  },
  'workspace.not-writable': {
    severity: 'error',
    summary: { en: '{path} cannot be written: {why}.', es: 'No se puede escribir en {path}: {why}.' },
    hint: {
      en: 'Check the permissions and the free space. Nothing is half-written.',
      es: 'Revise los permisos y el espacio libre. No queda nada a medio escribir.',
    },
  },
  'workspace.unreadable-file': {
    severity: 'error',
    summary: { en: '{path} cannot be read: {why}.', es: 'No se puede leer {path}: {why}.' },
    hint: { en: 'Check the path and the permissions.', es: 'Revise la ruta y los permisos.' },
  },
  'workspace.changed-meanwhile': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{path} was changed by something else since it was read.',
      es: '{path} fue modificado por otro programa desde que se leyó.',
    },
    hint: { en: 'Read it again and repeat the edit.', es: 'Léalo de nuevo y repita el cambio.' },
  },
  'workspace.bundle-unreadable': {
    severity: 'error',
    summary: {
      en: 'The bundle file {path} cannot be read: {why}.',
      es: 'No se puede leer el archivo {path} del paquete: {why}.',
    },
    hint: { en: 'Copy the bundle again.', es: 'Copie de nuevo el paquete.' },
  },
});
