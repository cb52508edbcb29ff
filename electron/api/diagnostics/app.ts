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
});
