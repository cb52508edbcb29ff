import type { Text } from '../../../electron/api/text.ts';

export const reviewSentences = {
  title: { en: 'Review', es: 'Revisión' },
  lead: {
    en: 'The whole site on one page. Nothing here that was not typed or derived.',
    es: 'Todo el sitio en una página. Nada que no se haya escrito o derivado.',
  },
  problems: { en: 'Errors and warnings', es: 'Errores y avisos' },
  none: { en: 'No error and no warning.', es: 'Ni errores ni avisos.' },
  machines: { en: 'Machines and addresses', es: 'Equipos y direcciones' },
  role: { en: 'Role', es: 'Función' },
  answers: { en: 'Answer files', es: 'Archivos de respuesta' },
  answersLead: {
    en: 'What the installer will read on each node; the password hash is not shown.',
    es: 'Lo que leerá el instalador en cada nodo; el resumen de la contraseña no se muestra.',
  },
  steps: { en: 'Steps of the install', es: 'Pasos de la instalación' },
  stepCount: { en: '{count} steps', es: '{count} pasos' },
  step: { en: 'Step', es: 'Paso' },
  stepOn: { en: 'Works on', es: 'Trabaja en' },
  onSite: { en: 'the whole site', es: 'todo el sitio' },
  notCompared: {
    en: 'From the plan alone: not compared with the machines yet. What is already so is left as it is.',
    es: 'Solo del plan: aún no comparado con los equipos. Lo que ya esté así se deja como está.',
  },
  stepsLater: {
    en: 'They stand here as soon as no error stops the plan.',
    es: 'Aparecen aquí en cuanto ningún error detenga el plan.',
  },
  view: { en: 'What is shown', es: 'Qué se muestra' },
  whole: { en: 'The whole site', es: 'Todo el sitio' },
  sheet: { en: 'Field sheet', es: 'Hoja de campo' },
  rehearse: { en: 'Rehearse it first', es: 'Ensayarlo antes' },
  print: { en: 'Print', es: 'Imprimir' },
  labels: { en: 'Labels', es: 'Etiquetas' },
  labelsLead: {
    en: 'To cut out: one onto each machine, one onto each stick.',
    es: 'Para recortar: una en cada equipo y una en cada memoria.',
  },
  labelMachine: { en: 'machine', es: 'equipo' },
  labelStick: { en: 'stick', es: 'memoria' },
  firstNode: { en: 'the first node keeps the time', es: 'el primer nodo da la hora' },
  cluster: { en: 'Cluster', es: 'Clúster' },
  noWitness: { en: 'none', es: 'ninguno' },
  resources: {
    en: '{cores} cores, {memory} MiB, {disk} GiB on {node}',
    es: '{cores} núcleos, {memory} MiB, {disk} GiB en {node}',
  },
  copied: { en: 'copied to {to} every {minutes} min', es: 'copiada a {to} cada {minutes} min' },
  stackOn: { en: '{stack} on {on}', es: '{stack} en {on}' },
  text: { en: 'site.toml as it stands', es: 'site.toml tal como está' },
} satisfies Record<string, Text>;
