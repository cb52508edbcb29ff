import type { Text } from '../../../electron/api/text.ts';

export const uiSentences = {
  copy: { en: 'Copy', es: 'Copiar' },
  copied: { en: 'Copied', es: 'Copiado' },
  notSaid: { en: 'not said', es: 'sin indicar' },
  cancel: { en: 'Cancel', es: 'Cancelar' },
  typedDiffers: { en: 'This is not {name}.', es: 'Esto no es {name}.' },
  yes: { en: 'Yes', es: 'Sí' },
  no: { en: 'No', es: 'No' },
  pathOfFolder: { en: 'Full path of a folder', es: 'Ruta completa de una carpeta' },
  pathOfFile: { en: 'Full path of a file', es: 'Ruta completa de un archivo' },
  notChosen: { en: 'not chosen', es: 'sin elegir' },
  chooseFolder: { en: 'Choose a folder…', es: 'Elegir carpeta…' },
  chooseFile: { en: 'Choose a file…', es: 'Elegir archivo…' },
} satisfies Record<string, Text>;
