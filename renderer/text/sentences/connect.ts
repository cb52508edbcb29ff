import type { Text } from '../../../electron/api/text.ts';

export const connectSentences = {
  title: { en: 'Connect', es: 'Conexión' },
  lead: {
    en: 'This laptop on the rack: the right port, an address inside the site, nothing in the way.',
    es: 'Este portátil en el bastidor: el puerto correcto, una dirección del sitio, nada que estorbe.',
  },
  interfaces: { en: 'Interfaces of this laptop', es: 'Interfaces de este portátil' },
  interface: { en: 'Interface', es: 'Interfaz' },
  address: { en: 'Address', es: 'Dirección' },
  inside: { en: 'Inside the site', es: 'Dentro del sitio' },
  yes: { en: 'yes', es: 'sí' },
  no: { en: 'no', es: 'no' },
  again: { en: 'Look again', es: 'Mirar de nuevo' },
  ready: { en: 'This laptop is inside the site.', es: 'Este portátil está dentro del sitio.' },
  notReady: {
    en: 'This laptop has no address inside {cidr}.',
    es: 'Este portátil no tiene ninguna dirección dentro de {cidr}.',
  },
} satisfies Record<string, Text>;
