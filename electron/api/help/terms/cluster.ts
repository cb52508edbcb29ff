import type { Term } from '../term.ts';

/** Nodes, votes, copies. */
export const CLUSTER_TERMS = {
  node: {
    name: { en: 'node', es: 'nodo' },
    forms: { en: ['nodes'], es: ['nodos'] },
    meaning: {
      en: 'A server on which Proxmox VE runs directly and which is, or will be, a member of the cluster.',
      es: 'Un servidor en el que Proxmox VE funciona directamente y que es, o será, miembro del clúster.',
    },
  },
  cluster: {
    name: { en: 'cluster', es: 'clúster' },
    forms: { en: ['clusters'], es: ['clústeres'] },
    meaning: {
      en: 'Nodes that share one configuration and decide together by votes.',
      es: 'Nodos que comparten una configuración y deciden juntos por votos.',
    },
  },
  vote: {
    name: { en: 'vote', es: 'voto' },
    forms: { en: ['votes'], es: ['votos'] },
    meaning: {
      en: 'What each node, and a witness, has one of. The sum of the present ones decides about quorum.',
      es: 'Lo que tiene cada nodo, y el testigo, una vez. La suma de los presentes decide si hay quórum.',
    },
  },
  quorum: {
    name: { en: 'quorum', es: 'quórum' },
    forms: { en: ['quorate'], es: ['cuórum'] },
    meaning: {
      en: 'More than half of the expected votes is present. Only then may the cluster change anything or start a machine of a lost node.',
      es: 'Está presente más de la mitad de los votos esperados. Solo entonces el clúster puede cambiar algo o arrancar una máquina de un nodo perdido.',
    },
  },
  witness: {
    name: { en: 'witness (QDevice)', es: 'testigo (QDevice)' },
    forms: { en: ['witness', 'QDevice', 'qnetd'], es: ['testigo', 'QDevice', 'qnetd'] },
    meaning: {
      en: 'A small machine outside the cluster that gives one vote where the number of nodes is even, so that one half can win.',
      es: 'Una pequeña máquina fuera del clúster que da un voto cuando el número de nodos es par, para que una mitad pueda ganar.',
    },
  },
  link: {
    name: { en: 'cluster link', es: 'enlace del clúster' },
    forms: { en: ['link', 'links', 'cluster links'], es: ['enlace', 'enlaces', 'enlaces del clúster'] },
    meaning: {
      en: 'A network path on which the nodes tell each other that they are alive. Two links on two cables: pulling one stops nothing.',
      es: 'Un camino de red por el que los nodos se dicen que están vivos. Con dos enlaces en dos cables, quitar uno no detiene nada.',
    },
  },
  corosync: {
    name: { en: 'corosync', es: 'corosync' },
    meaning: {
      en: 'The program that carries the messages of the cluster and counts its votes. It needs a quick network, not a wide one (UDP 5405 to 5412).',
      es: 'El programa que lleva los mensajes del clúster y cuenta los votos. Necesita una red rápida en responder, no ancha (UDP 5405 a 5412).',
    },
  },
  ha: {
    name: { en: 'HA (high availability)', es: 'HA (alta disponibilidad)' },
    forms: { en: ['HA'], es: ['HA'] },
    meaning: {
      en: 'The part of Proxmox that starts a machine on another node when its node is lost. With the default times it takes about three minutes.',
      es: 'La parte de Proxmox que arranca una máquina en otro nodo cuando se pierde el suyo. Con los tiempos por omisión tarda unos tres minutos.',
    },
  },
  failover: {
    name: { en: 'failover', es: 'conmutación' },
    meaning: {
      en: 'The move of a machine from a lost node to another by itself. What was written since the last copy is lost.',
      es: 'El paso automático de una máquina de un nodo perdido a otro. Se pierde lo escrito desde la última copia.',
    },
  },
  fencing: {
    name: { en: 'fencing', es: 'fencing (aislamiento)' },
    forms: { en: [], es: ['fencing'] },
    meaning: {
      en: 'Making sure that a lost node is really off before its machines start elsewhere. In Proxmox the node restarts itself by its watchdog.',
      es: 'Asegurar que un nodo perdido está realmente apagado antes de arrancar sus máquinas en otro. En Proxmox el nodo se reinicia por su watchdog.',
    },
  },
  watchdog: {
    name: { en: 'watchdog', es: 'watchdog' },
    meaning: {
      en: 'A timer that restarts a node unless it is reset all the time. A node under HA that loses quorum stops resetting it.',
      es: 'Un temporizador que reinicia el nodo si no se rearma continuamente. Un nodo con HA que pierde el quórum deja de rearmarlo.',
    },
  },
  replication: {
    name: { en: 'replication job', es: 'tarea de replicación' },
    forms: { en: ['replication', 'replication jobs'], es: ['replicación', 'tareas de replicación'] },
    meaning: {
      en: 'Copies the changes of a machine’s disks to another node at fixed times. Needs ZFS with the same storage on both.',
      es: 'Copia los cambios de los discos de una máquina a otro nodo a horas fijas. Necesita ZFS con el mismo almacenamiento en ambos.',
    },
  },
  rpo: {
    name: { en: 'RPO', es: 'RPO' },
    meaning: {
      en: 'How much data may be lost at most, as time: «at most 15 minutes». It follows from how often replication runs.',
      es: 'Cuántos datos se pueden perder como máximo, en tiempo: «como máximo 15 minutos». Depende de cada cuánto se replica.',
    },
  },
  migration: {
    name: { en: 'migration', es: 'migración' },
    meaning: {
      en: 'Moving a machine to another node on purpose, running or not. Nothing is lost.',
      es: 'Mover una máquina a otro nodo a propósito, en marcha o no. No se pierde nada.',
    },
  },
  maintenance: {
    name: { en: 'maintenance of a node', es: 'mantenimiento de un nodo' },
    forms: { en: ['maintenance'], es: ['mantenimiento'] },
    meaning: {
      en: 'Taking a node out of service: its machines move away first, and HA leaves it alone until it is back.',
      es: 'Sacar un nodo de servicio: sus máquinas se mueven antes y la HA lo deja en paz hasta que vuelve.',
    },
  },
} as const satisfies Readonly<Record<string, Term>>;
