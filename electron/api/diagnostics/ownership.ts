import { catalogue } from './catalogue.ts';

/** What is ours, and taking it away. */
export const ownershipDiagnostics = catalogue({
  'ownership.unconfirmed': {
    severity: 'error',
    summary: {
      en: 'These are ours and no longer in the site file: {names}. None was named for removal.',
      es: 'Esto es nuestro y ya no está en el archivo del sitio: {names}. No se nombró nada para retirar.',
    },
    hint: {
      en: 'Type the name of each thing that is to go: apply SITE --prune --confirm NAME. Nothing was changed.',
      es: 'Escriba el nombre de cada cosa que se va: apply SITIO --prune --confirm NOMBRE. No se cambió nada.',
    },
  },
  'ownership.not-an-orphan': {
    severity: 'error',
    summary: {
      en: '"{name}" is not among what is ours and no longer in the site file.',
      es: '«{name}» no está entre lo que es nuestro y ya no está en el archivo del sitio.',
    },
    hint: {
      en: 'What may be removed is listed below, nearest first. What is in the site file is taken out there first; what is not ours is never removed. Nothing was changed.',
      es: 'Abajo está lo que se puede retirar, primero lo más parecido. Lo que está en el archivo del sitio se quita antes allí; lo que no es nuestro no se retira nunca. No se cambió nada.',
    },
  },
  'ownership.ambiguous': {
    severity: 'error',
    summary: { en: '"{name}" means more than one thing.', es: '«{name}» significa más de una cosa.' },
    hint: {
      en: 'Type it with its kind, as listed below. Nothing was changed.',
      es: 'Escríbalo con su clase, como figura abajo. No se cambió nada.',
    },
  },
  'ownership.orphans-kept': {
    severity: 'info',
    summary: {
      en: 'Ours and no longer in the site file, kept: {names}.',
      es: 'Es nuestro y ya no está en el archivo del sitio, se conserva: {names}.',
    },
    hint: {
      en: 'To remove any of it: apply SITE --prune --confirm NAME.',
      es: 'Para retirar algo de ello: apply SITIO --prune --confirm NOMBRE.',
    },
  },
  'ownership.in-use': {
    severity: 'error',
    summary: { en: '{name} is still used by {users}.', es: '{name} todavía lo usa: {users}.' },
    hint: {
      en: 'Move or remove that first, then start again. Nothing of {name} was changed.',
      es: 'Mueva o retire eso primero y vuelva a empezar. No se cambió nada de {name}.',
    },
  },
  'ownership.storage-in-use': {
    severity: 'error',
    summary: {
      en: 'On storage {name} there are disks of guests on {host}: {count}.',
      es: 'En el almacenamiento {name} hay discos de máquinas en {host}: {count}.',
    },
    hint: {
      en: 'Move or remove the disks listed below, then start again. The storage was not changed.',
      es: 'Mueva o retire los discos de la lista y vuelva a empezar. El almacenamiento no se cambió.',
    },
  },
  'ownership.on-other-node': {
    severity: 'error',
    summary: {
      en: '{name} ({id}) lies on {node}, which is not in the site file.',
      es: '{name} ({id}) está en {node}, que no está en el archivo del sitio.',
    },
    hint: {
      en: 'Move it to a node of the site, or put {node} back into site.toml until it is removed.',
      es: 'Muévala a un nodo del sitio o vuelva a poner {node} en site.toml hasta retirarla.',
    },
  },
  'ownership.protected': {
    severity: 'error',
    summary: {
      en: '{name} ({id}) is protected against removal on {node}.',
      es: '{name} ({id}) está protegida contra su retirada en {node}.',
    },
    hint: {
      en: 'Somebody switched that on. If it is to go all the same: qm set {id} --protection 0 on {node}, then start again.',
      es: 'Alguien lo activó. Si debe irse igualmente: qm set {id} --protection 0 en {node} y vuelva a empezar.',
    },
  },
  'ownership.still-there': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{name} is still there after {seconds} s.',
      es: '{name} sigue ahí después de {seconds} s.',
    },
    hint: {
      en: 'Look at the task list of the Proxmox page, then start again: what is gone already is recognised.',
      es: 'Mire la lista de tareas de la página de Proxmox y vuelva a empezar: lo ya retirado se reconoce.',
    },
  },
  'ownership.no-sight': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'No node of the cluster can say whether {name} is still there.',
      es: 'Ningún nodo del clúster puede decir si {name} sigue ahí.',
    },
    hint: {
      en: 'Bring the cluster back to quorum, then start again. Nothing was removed.',
      es: 'Devuelva el cuórum al clúster y vuelva a empezar. No se retiró nada.',
    },
  },
});
