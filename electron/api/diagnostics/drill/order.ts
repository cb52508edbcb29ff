import { catalogue } from '../catalogue.ts';

/** Which drill is meant, and whether it is. */
export const drillOrderDiagnostics = catalogue({
  'drill.not-confirmed': {
    severity: 'error',
    summary: {
      en: 'The drill was not begun: "{typed}" was typed, and it needs {wanted}.',
      es: 'El simulacro no empezó: se escribió «{typed}» y hace falta {wanted}.',
    },
    hint: {
      en: 'Read the warning, then type {wanted}. Nothing was changed.',
      es: 'Lea la advertencia y escriba {wanted}. No se cambió nada.',
    },
  },
  'drill.unknown-target': {
    severity: 'error',
    summary: {
      en: 'The site has no {what} "{name}" for this drill.',
      es: 'El sitio no tiene {what} «{name}» para este simulacro.',
    },
    hint: {
      en: 'Name one of these: {known}.',
      es: 'Nombre uno de estos: {known}.',
    },
  },
});
