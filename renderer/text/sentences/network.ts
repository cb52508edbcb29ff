import type { Text } from '../../../electron/api/text.ts';

export const networkSentences = {
  title: { en: 'Network', es: 'Red' },
  lead: {
    en: 'The drawing follows the form. Every cluster link is its own network.',
    es: 'El dibujo sigue al formulario. Cada enlace del clúster es su propia red.',
  },
  management: { en: 'Management', es: 'Gestión' },
  cidr: { en: 'Network', es: 'Red' },
  gateway: { en: 'Gateway', es: 'Puerta de enlace' },
  dns: { en: 'DNS server', es: 'Servidor DNS' },
  domain: { en: 'Domain', es: 'Dominio' },
  ntp: { en: 'Time server', es: 'Servidor de hora' },
  ntpFirst: { en: 'Empty: the first node keeps the time for all.', es: 'Vacío: el primer nodo da la hora a todos.' },
  link: { en: 'Cluster link {id}', es: 'Enlace de clúster {id}' },
  purpose: { en: 'Purpose', es: 'Uso' },
  drawing: { en: 'Drawing', es: 'Dibujo' },
  drawingText: { en: '{hosts} on {cidr}', es: '{hosts} en {cidr}' },
  addresses: { en: 'Addresses', es: 'Direcciones' },
  machine: { en: 'Machine', es: 'Equipo' },
} satisfies Record<string, Text>;
