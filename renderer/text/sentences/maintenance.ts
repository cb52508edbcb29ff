import type { Text } from '../../../electron/api/text.ts';

export const maintenanceSentences = {
  title: { en: 'Maintenance', es: 'Mantenimiento' },
  on: { en: 'Take out…', es: 'Sacar…' },
  off: { en: 'Bring back…', es: 'Devolver…' },
  onOf: { en: 'Take {node} out of service', es: 'Sacar {node} de servicio' },
  offOf: { en: 'Bring {node} back into service', es: 'Devolver {node} al servicio' },
  onTitle: { en: 'Take {node} out of service?', es: '¿Sacar {node} de servicio?' },
  offTitle: { en: 'Bring {node} back into service?', es: '¿Devolver {node} al servicio?' },
  onWhat: {
    en: 'Machines under HA move away from {node} while they run. It is refused where the rest of the site would not hold without it. It lasts, over restarts too, until {node} is brought back.',
    es: 'Las máquinas con HA se van de {node} sin detenerse. Se rechaza si el resto del sitio no se sostiene sin él. Dura, también tras un reinicio, hasta que {node} se devuelve al servicio.',
  },
  offWhat: {
    en: 'Machines that were moved away come back to {node} by their rules.',
    es: 'Las máquinas que se fueron vuelven a {node} según sus reglas.',
  },
} satisfies Record<string, Text>;
