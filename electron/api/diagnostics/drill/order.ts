import { catalogue } from '../catalogue.ts';

const NAME_ONE = { en: 'Name one of these: {known}.', es: 'Nombre uno de estos: {known}.' } as const;

/** Which drill is meant, and whether it is. */
export const drillOrderDiagnostics = catalogue({
  'drill.not-confirmed': {
    severity: 'error',
    summary: {
      en: 'The drill was not begun: "{typed}" was typed, and it needs {wanted}.',
      es: 'El simulacro no empezó: se escribió «{typed}» y hace falta {wanted}.',
    },
    hint: {
      en: 'Read the warning, then type {wanted}. Nothing was changed.',
      es: 'Lea la advertencia y escriba {wanted}. No se cambió nada.',
    },
  },
  'drill.unknown-machine': {
    severity: 'error',
    summary: {
      en: 'The site has no machine "{name}" for this drill.',
      es: 'El sitio no tiene la máquina «{name}» para este simulacro.',
    },
    hint: NAME_ONE,
  },
  'drill.unknown-node': {
    severity: 'error',
    summary: {
      en: 'The site has no node "{name}" for this drill.',
      es: 'El sitio no tiene el nodo «{name}» para este simulacro.',
    },
    hint: NAME_ONE,
  },
  'drill.unknown-link': {
    severity: 'error',
    summary: {
      en: 'The site has no link "{name}" for this drill.',
      es: 'El sitio no tiene el enlace «{name}» para este simulacro.',
    },
    hint: NAME_ONE,
  },
  'drill.not-about': {
    severity: 'error',
    summary: {
      en: '"{name}" says nothing about a {kind} drill.',
      es: '«{name}» no dice nada sobre un simulacro {kind}.',
    },
    hint: {
      en: 'Leave it out: failover and restore take a machine, quorum a node, link a node and the number of a link.',
      es: 'Omítalo: failover y restore admiten una máquina, quorum un nodo, link un nodo y el número de un enlace.',
    },
  },
});
