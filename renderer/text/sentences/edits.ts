import type { Text } from '../../../electron/api/text.ts';

export const editsSentences = {
  undo: { en: 'Undo', es: 'Deshacer' },
  redo: { en: 'Redo', es: 'Rehacer' },
  undoWhat: { en: 'Undo: {what}', es: 'Deshacer: {what}' },
  redoWhat: { en: 'Redo: {what}', es: 'Rehacer: {what}' },
  nothingToUndo: { en: 'Nothing to undo', es: 'Nada que deshacer' },
  nothingToRedo: { en: 'Nothing to redo', es: 'Nada que rehacer' },
  undone: { en: 'Undone: {what}', es: 'Deshecho: {what}' },
  redone: { en: 'Done again: {what}', es: 'Rehecho: {what}' },
  andMore: { en: '{what} and {count} more', es: '{what} y {count} más' },
  of: { en: '{what} of {thing}', es: '{what} de {thing}' },
  notSaved: { en: 'Not saved yet: {text}', es: 'Sin guardar todavía: {text}' },
  notSavedMany: { en: 'Not saved yet: {count}', es: 'Sin guardar todavía: {count}' },
  empty: { en: '(empty)', es: '(vacío)' },
  take: { en: 'Take', es: 'Tomar' },
  discard: { en: 'Discard', es: 'Descartar' },
  machine: { en: 'machine', es: 'máquina' },
  links: { en: 'address on link {link}', es: 'dirección en el enlace {link}' },
} satisfies Record<string, Text>;
