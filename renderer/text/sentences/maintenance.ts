import type { Text } from '../../../electron/api/text.ts';

export const maintenanceSentences = {
  title: { en: 'Maintenance', es: 'Mantenimiento' },
  on: { en: 'Take out of service…', es: 'Sacar de servicio…' },
  off: { en: 'Bring back into service…', es: 'Devolver al servicio…' },
  out: { en: 'Out of service since {moment}', es: 'Fuera de servicio desde el {moment}' },
  in: { en: 'Back in service since {moment}', es: 'De nuevo en servicio desde el {moment}' },
  unclear: {
    en: 'Not known: the run of {moment} did not end well',
    es: 'No se sabe: la ejecución del {moment} no terminó bien',
  },
  never: { en: 'Never taken out of service from here', es: 'Nunca se sacó de servicio desde aquí' },
  simulated: { en: '{state}, on the simulated site', es: '{state}, en el sitio simulado' },
  aside: { en: 'As last done from here', es: 'Según lo último hecho desde aquí' },
  outNodes: { en: 'Out of service: {nodes}.', es: 'Fuera de servicio: {nodes}.' },
  outNodesRehearsed: {
    en: 'On the simulated site, out of service: {nodes}.',
    es: 'En el sitio simulado, fuera de servicio: {nodes}.',
  },
  toPage: { en: 'To maintenance', es: 'Ir a mantenimiento' },
  onOf: { en: 'Take out of service: {node}', es: 'Sacar de servicio: {node}' },
  offOf: { en: 'Bring back into service: {node}', es: 'Devolver al servicio: {node}' },
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
