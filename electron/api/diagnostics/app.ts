import { catalogue } from './catalogue.ts';

export const appDiagnostics = catalogue({
  'app.engine-silent': {
    severity: 'error',
    retryable: true,
    summary: { en: 'The page has lost its engine.', es: 'La página ha perdido su motor.' },
    hint: {
      en: 'Reload the page. A running install goes on; it is shown again as it stands.',
      es: 'Vuelva a cargar la página. Una instalación en curso continúa y se muestra de nuevo tal como está.',
    },
  },

  'app.unknown-handle': {
    severity: 'error',
    summary: { en: 'Nothing is known under {handle}.', es: 'No hay nada con el nombre {handle}.' },
    hint: {
      en: 'Go back to the list of sites and open it from there.',
      es: 'Vuelva a la lista de sitios y ábralo desde allí.',
    },
  },
  'app.folder-exists': {
    severity: 'error',
    summary: { en: 'The folder {folder} is already there.', es: 'La carpeta {folder} ya existe.' },
    hint: { en: 'Choose another name.', es: 'Elija otro nombre.' },
  },
  'app.run-busy': {
    severity: 'error',
    summary: {
      en: 'Run {run} of this site has not ended yet.',
      es: 'La ejecución {run} de este sitio aún no ha terminado.',
    },
    hint: {
      en: 'Wait for its end or stop it, then start again.',
      es: 'Espere a que termine o deténgala y vuelva a empezar.',
    },
  },
  'app.unknown-run': {
    severity: 'error',
    summary: { en: 'There is no run {run}.', es: 'No existe la ejecución {run}.' },
    hint: { en: 'Choose one of the runs of the site.', es: 'Elija una de las ejecuciones del sitio.' },
  },
  'app.unreadable-file': {
    severity: 'error',
    summary: { en: 'The file {path} cannot be read: {why}.', es: 'No se puede leer el archivo {path}: {why}.' },
    hint: { en: 'Check its name and its permissions.', es: 'Compruebe su nombre y sus permisos.' },
  },
});
