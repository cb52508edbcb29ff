import type { Text } from '../../../electron/api/text.ts';

export const bundleSentences = {
  title: { en: 'Bundle', es: 'Paquete' },
  lead: {
    en: 'What the site needs and no internet will give. Check it before leaving the office.',
    es: 'Lo que el sitio necesita y ningún internet dará. Compruébelo antes de salir de la oficina.',
  },
  what: { en: 'Item', es: 'Elemento' },
  kind: { en: 'Kind', es: 'Tipo' },
  why: { en: 'Why', es: 'Para qué' },
  state: { en: 'In the bundle', es: 'En el paquete' },
  present: { en: 'there', es: 'está' },
  missing: { en: 'missing', es: 'falta' },
  allThere: {
    en: 'Everything the site needs is in the bundle.',
    es: 'Todo lo que el sitio necesita está en el paquete.',
  },
  someMissing: {
    en: '{count} items are missing. A rehearsal uses stand-ins for them.',
    es: 'Faltan {count} elementos. El ensayo usa sustitutos.',
  },
  image: { en: 'container image', es: 'imagen de contenedor' },
  deb: { en: 'Debian package', es: 'paquete Debian' },
  cloudImage: { en: 'cloud image', es: 'imagen de nube' },
  fileKind: { en: 'file', es: 'archivo' },
} satisfies Record<string, Text>;
