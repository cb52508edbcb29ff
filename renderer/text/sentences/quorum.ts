import type { Text } from '../../../electron/api/text.ts';

export const quorumSentences = {
  how: {
    en: 'Press a node, a link or the witness to take it away, and again to bring it back. Tab goes into the drawing, the arrow keys go around in it.',
    es: 'Pulse un nodo, un enlace o el testigo para quitarlo, y otra vez para devolverlo. Tab entra en el dibujo y las flechas lo recorren.',
  },
  voterPart: { en: '{host}: {fate}. Votes: {votes}', es: '{host}: {fate}. Votos: {votes}' },
  wirePart: { en: '{wire}: {state}', es: '{wire}: {state}' },
  wireUp: { en: 'carries messages', es: 'lleva mensajes' },
  wireCut: { en: 'cut', es: 'cortado' },
  clusterLink: { en: 'Cluster link {id}', es: 'Enlace de clúster {id}' },
  managementNetwork: { en: 'Management network', es: 'Red de gestión' },
  managementSilent: { en: 'management network: no answer', es: 'red de gestión: sin respuesta' },
  managementToggle: { en: 'management network cut', es: 'red de gestión cortada' },
  managementCut: { en: 'The management network is cut', es: 'Se corta la red de gestión' },
  overManagement: {
    en: 'Cluster messages go over the management network',
    es: 'Los mensajes del clúster van por la red de gestión',
  },
  machinesHere: { en: '{count} machines here', es: '{count} máquinas aquí' },
  unheard: { en: 'No node hears it', es: 'Ningún nodo lo oye' },
  inOneMinute: { en: 'about 60 s', es: 'unos 60 s' },
  watchdog: { en: 'The watchdog restarts {host}', es: 'El perro guardián reinicia {host}' },
  keeps: {
    en: '{names} have {have} of {all} votes, which is more than half: the cluster goes on.',
    es: '{names} tienen {have} de {all} votos, más de la mitad: el clúster sigue.',
  },
  keepsAlone: {
    en: '{names} has {have} of {all} votes, which is more than half: the cluster goes on.',
    es: '{names} tiene {have} de {all} votos, más de la mitad: el clúster sigue.',
  },
  losesLast: {
    en: 'The last node left, {names}, has {have} of {all} votes, which is not more than half: nothing starts and no change is saved.',
    es: 'El último nodo que queda, {names}, tiene {have} de {all} votos, que no es más de la mitad: nada arranca ni se guarda ningún cambio.',
  },
  losesSplit: {
    en: 'No side has more than half: the largest has {have} of {all} votes, so nothing starts and no change is saved.',
    es: 'Ningún lado tiene más de la mitad: el mayor tiene {have} de {all} votos, así que nada arranca ni se guarda ningún cambio.',
  },
  noneLeft: { en: 'No node is left.', es: 'No queda ningún nodo.' },
  manyMachines: {
    en: 'Machines that run on where they are: {runs}; that start on another node after about 3 minutes: {moved}; that stay down: {down}.',
    es: 'Máquinas que siguen donde están: {runs}; que arrancan en otro nodo a los 3 minutos, más o menos: {moved}; que quedan detenidas: {down}.',
  },
  unreached: {
    en: 'What runs is not reached from outside while the management network is cut.',
    es: 'A lo que funciona no se llega desde fuera mientras la red de gestión esté cortada.',
  },
  oddWitness: {
    en: 'With an odd number of nodes the witness {host} does not vote.',
    es: 'Con un número impar de nodos el testigo {host} no vota.',
  },
  doesNotVote: { en: 'Does not vote', es: 'No vota' },
  witnessAddress: { en: 'Address of the witness', es: 'Dirección del testigo' },
  addWitness: { en: 'Add the witness', es: 'Añadir el testigo' },
} satisfies Record<string, Text>;
