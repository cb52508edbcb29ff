import type { Text } from '../../../electron/api/text.ts';

export const smokeSentences = {
  title: { en: 'Smoke tests', es: 'Pruebas' },
  lead: {
    en: 'What was expected, what was seen. A check that could not run counts as failed.',
    es: 'Qué se esperaba, qué se vio. Una prueba que no pudo ejecutarse cuenta como fallo.',
  },
  groupCluster: { en: 'Cluster', es: 'Clúster' },
  groupMachines: { en: 'Machines and availability', es: 'Máquinas y disponibilidad' },
  groupApplications: { en: 'Applications', es: 'Aplicaciones' },
  check: { en: 'Check', es: 'Prueba' },
  expected: { en: 'Expected', es: 'Esperado' },
  seen: { en: 'Seen', es: 'Visto' },
  result: { en: 'Result', es: 'Resultado' },
  run: { en: 'Run the smoke tests', es: 'Ejecutar las pruebas' },
  rehearse: { en: 'Run on the simulated site', es: 'Ejecutar en el sitio simulado' },
  none: { en: 'No smoke test has run yet.', es: 'Aún no se ejecutó ninguna prueba.' },
  allGood: { en: '{count} of {all} as expected.', es: '{count} de {all} como se esperaba.' },
  someFailed: { en: '{count} failed.', es: '{count} con fallo.' },
  checks: { en: 'Checks', es: 'Pruebas' },
  noneWhat: {
    en: 'They ask the cluster, the machines and the application whether each does what the site promises. Nothing is changed.',
    es: 'Preguntan al clúster, a las máquinas y a la aplicación si cada uno hace lo que el sitio promete. No se cambia nada.',
  },
  running: { en: 'Checks done so far: {count}.', es: 'Pruebas hechas hasta ahora: {count}.' },
  asExpected: { en: '{count} as expected', es: '{count} como se esperaba' },
  lastRun: { en: 'Last run', es: 'Última ejecución' },
} satisfies Record<string, Text>;
