import { catalogue } from '../catalogue.ts';

/** What every drill needs of a site, and leaves behind. */
export const drillSiteDiagnostics = catalogue({
  'drill.no-margin': {
    severity: 'error',
    summary: {
      en: 'The cluster of this site does not survive the loss of one node ({votes} votes, {needed} needed).',
      es: 'El clúster de este sitio no sobrevive a la pérdida de un nodo ({votes} votos, hacen falta {needed}).',
    },
    hint: {
      en: 'Add a third node or a witness to the site first. Until then this drill would stop the whole site.',
      es: 'Añada antes un tercer nodo o un testigo al sitio. Hasta entonces este simulacro pararía todo el sitio.',
    },
  },
  'drill.node-silent': {
    severity: 'error',
    summary: {
      en: '{node} does not answer, so this drill is not begun.',
      es: '{node} no responde, así que este simulacro no empieza.',
    },
    hint: {
      en: 'A drill needs every node up: look why {node} is away, then start again.',
      es: 'Un simulacro necesita todos los nodos en marcha: mire por qué falta {node} y empiece de nuevo.',
    },
  },
  'drill.not-quorate': {
    severity: 'error',
    summary: {
      en: '{node} has no full quorum now: {votes} of {expected} votes.',
      es: '{node} no tiene ahora el quórum completo: {votes} de {expected} votos.',
    },
    hint: {
      en: 'Bring the missing node or the witness back first. With fewer votes this drill could stop the site.',
      es: 'Recupere antes el nodo que falta o el testigo. Con menos votos este simulacro podría parar el sitio.',
    },
  },
  'drill.machine-not-started': {
    severity: 'error',
    summary: {
      en: 'HA does not report {machine} as started but as {state}.',
      es: 'HA no informa {machine} como iniciada, sino como {state}.',
    },
    hint: {
      en: 'Apply the site first, so that the machine runs under HA.',
      es: 'Aplique antes el sitio, para que la máquina corra bajo HA.',
    },
  },
  'drill.command-failed': {
    severity: 'error',
    summary: {
      en: '{host} refused a command of the drill: {command}',
      es: '{host} rechazó una orden del simulacro: {command}',
    },
    hint: {
      en: 'Read what it said. The site is put back as far as possible; what is left is named.',
      es: 'Lea lo que dijo. El sitio se restablece hasta donde se puede; lo que queda se nombra.',
    },
  },
  'drill.site-changed': {
    severity: 'error',
    summary: {
      en: 'After the drill the site is not as before: {items}.',
      es: 'Después del simulacro el sitio no está como antes: {items}.',
    },
    hint: {
      en: 'Apply the site: the plan names what differs.',
      es: 'Aplique el sitio: el plan nombra lo que difiere.',
    },
  },
});
