import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';

/** Met while planning. */
export const PLAN_ADVICE = {
  'site.no-failover': {
    why: {
      en: 'A cluster acts only with more than half of its votes. Two nodes have two votes: the survivor has one, which is not more than half, so it stops as well.',
      es: 'Un clúster actúa solo con más de la mitad de sus votos. Dos nodos tienen dos votos: el que queda tiene uno, que no es más de la mitad, y también se detiene.',
    },
    todo: [
      {
        en: 'Best: a small third machine (Debian, 1 GB of memory, an address in the management network) as witness. It stores nothing.',
        es: 'Lo mejor: una pequeña tercera máquina (Debian, 1 GB de memoria, una dirección en la red de gestión) como testigo. No guarda nada.',
      },
      { en: 'Or a third node.', es: 'O un tercer nodo.' },
      {
        en: 'Or accept it and write into the hand-over that somebody has to come and type «pvecm expected 1» on the survivor.',
        es: 'O aceptarlo y dejar escrito en la entrega que alguien tiene que ir y escribir «pvecm expected 1» en el que queda.',
      },
    ],
    related: ['site.even-votes', 'site.ha-without-third-vote', 'cluster.witness-silent'],
  },
  'site.ha-without-third-vote': {
    why: {
      en: 'A node under HA that loses quorum restarts itself after about a minute. With two votes the healthy node loses quorum too: HA would turn the loss of one node into the loss of both.',
      es: 'Un nodo con HA que pierde el quórum se reinicia solo en un minuto. Con dos votos también lo pierde el nodo sano: la HA convertiría la caída de un nodo en la de los dos.',
    },
    todo: [
      { en: 'Add a witness on the page Storage and quorum.', es: 'Añada un testigo en la página Discos y quórum.' },
      {
        en: 'Or take the ha block out of the machine; it is then started by hand on the other node.',
        es: 'O quite el bloque ha de la máquina; entonces se arranca a mano en el otro nodo.',
      },
    ],
    related: ['site.no-failover'],
  },
  'site.duplicate-address': {
    why: {
      en: 'Two machines with one address answer in turns: connections break off at random, and a node may seem to have changed its SSH key.',
      es: 'Dos equipos con la misma dirección contestan por turnos: las conexiones se cortan al azar y puede parecer que un nodo cambió su clave SSH.',
    },
    todo: [
      {
        en: 'Follow the link to the field and give one of them a free address inside the network.',
        es: 'Siga el enlace al campo y dé a uno de ellos una dirección libre dentro de la red.',
      },
    ],
    related: ['preflight.address-taken', 'transport.host-key-changed'],
  },
  'site.gateway-outside': {
    why: {
      en: 'A machine reaches its gateway directly, without help of another: the gateway has to lie in the same network.',
      es: 'Una máquina alcanza su puerta de enlace directamente, sin ayuda de otra: la puerta tiene que estar en la misma red.',
    },
    todo: [
      {
        en: 'Compare the gateway and the prefix (/24, /23, …) with what the network of the customer says.',
        es: 'Compare la puerta de enlace y el prefijo (/24, /23, …) con lo que indica la red del cliente.',
      },
      {
        en: 'A site without a router may name a free address as gateway; it is not needed to install.',
        es: 'Un sitio sin router puede indicar una dirección libre como puerta de enlace; no hace falta para instalar.',
      },
    ],
  },
  'site.networks-overlap': {
    why: {
      en: 'Where two networks share addresses, the kernel sends through whichever port comes first. Cluster messages then leave through the wrong cable.',
      es: 'Cuando dos redes comparten direcciones, el sistema envía por el primer puerto que encuentra. Los mensajes del clúster salen entonces por el cable equivocado.',
    },
    todo: [
      {
        en: 'Give each network of the site its own range, for example 10.10.10.0/24 and 10.10.11.0/24 for the links.',
        es: 'Dé a cada red del sitio su propio rango, por ejemplo 10.10.10.0/24 y 10.10.11.0/24 para los enlaces.',
      },
    ],
  },
  'site.link-shared': {
    why: {
      en: 'Corosync waits only about a second or two for an answer. A backup or a copy that fills the shared link delays its messages, and healthy nodes are taken for dead.',
      es: 'Corosync espera una respuesta solo uno o dos segundos. Una copia que llena el enlace compartido retrasa sus mensajes y se da por muertos a nodos sanos.',
    },
    todo: [
      {
        en: 'Two nodes: a cable from port to port is enough for a link of its own. Declare it on the page Network.',
        es: 'Con dos nodos basta un cable de puerto a puerto para un enlace propio. Declárelo en la página Red.',
      },
      {
        en: 'Where there is no free port, limit the rate of replication and write the risk into the report.',
        es: 'Si no hay puerto libre, limite la velocidad de la replicación y deje el riesgo escrito en el informe.',
      },
    ],
    related: ['preflight.latency', 'preflight.jitter'],
  },
  'site.replication-not-zfs': {
    why: {
      en: 'Replication sends the difference between two snapshots of a ZFS volume. No other kind of storage of Proxmox can do it.',
      es: 'La replicación envía la diferencia entre dos instantáneas de un volumen ZFS. Ningún otro tipo de almacenamiento de Proxmox puede hacerlo.',
    },
    todo: [
      {
        en: 'Put every disk of the machine onto a storage of type zfspool that has the same id and pool on both nodes.',
        es: 'Ponga todos los discos de la máquina en un almacenamiento zfspool con el mismo id y pool en ambos nodos.',
      },
    ],
    related: ['availability.sync-failed', 'site.replication-storage'],
  },
  'site.overcommit-after-failure': {
    why: {
      en: 'After the loss of a node the other one carries its machines as well. Without enough memory the kernel ends one of them, just when nobody has time for it.',
      es: 'Al caer un nodo, el otro lleva también sus máquinas. Sin memoria suficiente el sistema mata alguna, justo cuando nadie tiene tiempo para eso.',
    },
    todo: [
      {
        en: 'The figures are on the page Machines and stacks: less memory for the machines, more in the nodes, or fewer machines under HA.',
        es: 'Las cifras están en la página Máquinas y aplicaciones: menos memoria para las máquinas, más en los nodos o menos máquinas con HA.',
      },
    ],
    related: ['site.overcommit'],
  },
  'site.disk-not-in-inventory-near': {
    why: {
      en: 'A serial was typed from a label; 0 and O, 1 and I, 8 and B look alike. The installer would find no disk and stop.',
      es: 'Se escribió un número de serie leído de una etiqueta; 0 y O, 1 e I, 8 y B se parecen. El instalador no encontraría ningún disco y se detendría.',
    },
    todo: [
      {
        en: 'Compare with the label of the disk, then take the serial that the listing names.',
        es: 'Compare con la etiqueta del disco y tome el número de serie que indica el listado.',
      },
    ],
    related: ['arrival.screen-error-disk', 'storage.disk-missing'],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;
