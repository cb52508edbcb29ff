import type { Text } from '../../../electron/api/text.ts';

export const uiSentences = {
  copy: { en: 'Copy', es: 'Copiar' },
  copied: { en: 'Copied', es: 'Copiado' },
  notSaid: { en: 'not said', es: 'sin indicar' },
  cancel: { en: 'Cancel', es: 'Cancelar' },
  typedDiffers: { en: 'This is not {name}.', es: 'Esto no es {name}.' },
  yes: { en: 'Yes', es: 'Sí' },
  no: { en: 'No', es: 'No' },
} satisfies Record<string, Text>;
