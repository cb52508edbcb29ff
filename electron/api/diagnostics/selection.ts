import { catalogue } from './catalogue.ts';

/** Which part of the work was asked for. */
export const selectionDiagnostics = catalogue({
  'selection.unknown-step': {
    severity: 'error',
    summary: { en: 'There is no step or phase "{name}".', es: 'No existe ningún paso ni fase «{name}».' },
    hint: {
      en: 'The nearest ones are {nearest}; all are listed below, nearest first. Nothing was changed.',
      es: 'Los más parecidos son {nearest}; abajo están todos, primero los más parecidos. No se cambió nada.',
    },
  },
  'selection.unknown-node': {
    severity: 'error',
    summary: {
      en: 'The site has no host or machine "{name}".',
      es: 'El sitio no tiene ningún equipo ni máquina «{name}».',
    },
    hint: {
      en: 'The nearest ones are {nearest}; all are listed below, nearest first. Nothing was changed.',
      es: 'Los más parecidos son {nearest}; abajo están todos, primero los más parecidos. No se cambió nada.',
    },
  },
  'selection.unknown-item': {
    severity: 'error',
    summary: {
      en: 'There is nothing called "{name}" to skip.',
      es: 'No hay nada llamado «{name}» que omitir.',
    },
    hint: {
      en: 'Write STEP@TARGET. The nearest ones that may be skipped are {nearest}; all are listed below. Nothing was changed.',
      es: 'Escriba PASO@DESTINO. Los más parecidos que se pueden omitir son {nearest}; abajo están todos. No se cambió nada.',
    },
  },
  'selection.not-skippable': {
    severity: 'error',
    summary: {
      en: '{name} cannot be skipped: what comes after it relies on it.',
      es: '{name} no se puede omitir: lo que viene después depende de ello.',
    },
    hint: {
      en: 'Correct what its failure says and start again. What may be skipped is listed below. Nothing was changed.',
      es: 'Corrija lo que dice su fallo y vuelva a empezar. Abajo está lo que se puede omitir. No se cambió nada.',
    },
  },
  'selection.empty': {
    severity: 'error',
    summary: {
      en: 'The selection leaves no step of this site.',
      es: 'La selección no deja ningún paso de este sitio.',
    },
    hint: {
      en: 'Select another step or node, or leave the selection out. Nothing was changed.',
      es: 'Seleccione otro paso o nodo, o quite la selección. No se cambió nada.',
    },
  },
  'selection.needs-unselected': {
    severity: 'error',
    summary: {
      en: '{item} needs {needs}, which is not true yet and not selected.',
      es: '{item} necesita {needs}, que aún no se cumple y no está en la selección.',
    },
    hint: {
      en: 'Select that too, or start without a selection: what is already true is not done again.',
      es: 'Selecciónelo también o empiece sin selección: lo que ya se cumple no se repite.',
    },
  },
});
