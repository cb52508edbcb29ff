import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';
import { ON_NODE, ON_THAT_NODE, ON_WITNESS } from '../check.ts';

/** Met while the cluster is made, and when its votes are missing. */
export const CLUSTER_ADVICE = {
  'pve.no-quorum': {
    why: {
      en: 'Fewer than half of the votes are present. Proxmox then makes /etc/pve read-only, so that two halves cannot decide against each other. Machines that run go on running.',
      es: 'Está presente menos de la mitad de los votos. Proxmox deja entonces /etc/pve en solo lectura para que dos mitades no decidan una contra otra. Las máquinas en marcha siguen.',
    },
    todo: [
      {
        en: 'Start the other nodes and the witness; quorum comes back by itself within seconds.',
        es: 'Encienda los demás nodos y el testigo; el quórum vuelve solo en segundos.',
      },
      {
        en: 'All on: look at the cables of the cluster links.',
        es: 'Si todos están encendidos: mire los cables de los enlaces del clúster.',
      },
      {
        en: 'Only when the others are off for good and stay off: «pvecm expected 1». Never while another half may still run.',
        es: 'Solo si los demás están apagados del todo y así seguirán: «pvecm expected 1». Nunca si la otra mitad puede seguir en marcha.',
      },
    ],
    checks: [
      {
        where: ON_NODE,
        command: 'pvecm status',
        tells: {
          en: 'Quorate, expected and present votes, and who gives them',
          es: 'si hay quórum, votos esperados y presentes, y quién los da',
        },
      },
    ],
    related: ['check.no-quorum', 'cluster.witness-silent', 'cluster.member-offline'],
  },
  'check.no-quorum': {
    why: {
      en: 'At the moment of the test too few votes were there. Nothing can be changed, and HA restarts nothing.',
      es: 'En el momento de la prueba había muy pocos votos. No se puede cambiar nada y la HA no arranca nada.',
    },
    todo: [
      {
        en: 'Bring back the missing voters, then repeat the test.',
        es: 'Recupere los votos que faltan y repita la prueba.',
      },
    ],
    checks: [
      {
        where: ON_NODE,
        command: 'pvecm status; corosync-cfgtool -s',
        tells: {
          en: 'the votes, and which link to which node is down',
          es: 'los votos y qué enlace a qué nodo está caído',
        },
      },
    ],
    related: ['pve.no-quorum'],
  },
  'cluster.create-failed': {
    why: {
      en: '«pvecm create» may end well and leave a cluster that does not run: corosync did not start, often since the address of link 0 is not on the node.',
      es: '«pvecm create» puede terminar bien y dejar un clúster que no funciona: corosync no arrancó, a menudo porque la dirección del enlace 0 no está en el nodo.',
    },
    todo: [
      {
        en: 'Compare the link addresses of the plan with those on the node.',
        es: 'Compare las direcciones de enlace del plan con las del nodo.',
      },
      {
        en: 'Correct the plan or the cable, then Retry: a half-made cluster is recognised and taken back first.',
        es: 'Corrija el plan o el cable y reintente: un clúster a medias se reconoce y se retira antes.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'systemctl status corosync pve-cluster; ip -br address',
        tells: {
          en: 'why corosync does not run, and which addresses are there',
          es: 'por qué no funciona corosync y qué direcciones hay',
        },
      },
    ],
    related: ['cluster.address-missing'],
  },
  'cluster.address-missing': {
    why: {
      en: 'The node does not have the address that its cluster link is planned with: a cable in another port, or the network was not applied.',
      es: 'El nodo no tiene la dirección prevista para su enlace del clúster: un cable en otro puerto o la red sin aplicar.',
    },
    todo: [
      {
        en: 'Find the port by its MAC (the field sheet lists them) and put the cable there.',
        es: 'Busque el puerto por su MAC (están en la hoja de campo) y ponga allí el cable.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'ip -br link; ip -br address',
        tells: { en: 'port, state, MAC and address of each', es: 'puerto, estado, MAC y dirección de cada uno' },
      },
    ],
  },
  'cluster.joiner-has-guests': {
    why: {
      en: 'A joining node takes over the configuration of the cluster and loses its own; machines on it would lose theirs, or share a number with another.',
      es: 'Un nodo que se une toma la configuración del clúster y pierde la suya; sus máquinas perderían la suya o compartirían número con otra.',
    },
    todo: [
      {
        en: 'Back the machines up onto another storage, remove them, join, restore them under a free number.',
        es: 'Copie las máquinas en otro almacenamiento, elimínelas, una el nodo y restáurelas con un número libre.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'qm list; pct list',
        tells: { en: 'what is on the node', es: 'lo que hay en el nodo' },
      },
    ],
    related: ['preflight.joiner-loses'],
  },
  'cluster.join-refused': {
    why: {
      en: 'The cluster or the node refused. The words below say which: left-overs of an earlier cluster, no quorum at the other side, an address that is not there, a wrong password.',
      es: 'El clúster o el nodo se negó. Las palabras de abajo dicen el motivo: restos de otro clúster, sin quórum al otro lado, una dirección que no está, una contraseña equivocada.',
    },
    todo: [
      {
        en: 'No quorum at the other side: wait a minute after creating the cluster, then Retry.',
        es: 'Sin quórum al otro lado: espere un minuto tras crear el clúster y reintente.',
      },
      {
        en: 'Left-overs: installing the node again is the surest way.',
        es: 'Restos: lo más seguro es reinstalar el nodo.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'ls /etc/corosync /etc/pve/corosync.conf; qm list',
        tells: {
          en: 'authkey or corosync.conf: left-overs; machines: it cannot join',
          es: 'authkey o corosync.conf son restos; con máquinas no se puede unir',
        },
      },
    ],
    related: ['preflight.cluster-remnants', 'cluster.joiner-has-guests', 'cluster.join-stuck'],
  },
  'cluster.join-stuck': {
    why: {
      en: 'The node is a member on paper and the cluster does not hear it: its link packets (UDP 5405 to 5412) do not arrive.',
      es: 'El nodo es miembro sobre el papel y el clúster no lo oye: sus paquetes de enlace (UDP 5405 a 5412) no llegan.',
    },
    todo: [
      {
        en: 'Cables of the links, a firewall between, or a switch that drops them; then Retry.',
        es: 'Cables de los enlaces, un cortafuegos intermedio o un conmutador que los descarta; después reintente.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'corosync-cfgtool -s; ping -c 3 LINK-ADDRESS-OF-THE-OTHER',
        tells: { en: 'which link is not connected', es: 'qué enlace no está conectado' },
      },
    ],
    related: ['cluster.join-unsettled', 'cluster.join-not-undone'],
  },
  'cluster.member-offline': {
    why: {
      en: 'A change of the members needs all of them, so that each gets the new list.',
      es: 'Un cambio de miembros necesita a todos, para que cada uno reciba la lista nueva.',
    },
    todo: [
      {
        en: 'Start the node; if it is lost for good, take it out of the cluster first.',
        es: 'Encienda el nodo; si está perdido, sáquelo antes del clúster.',
      },
    ],
    checks: [{ where: ON_NODE, command: 'pvecm nodes', tells: { en: 'who is there', es: 'quién está' } }],
    related: ['pve.no-quorum'],
  },
  'cluster.witness-silent': {
    why: {
      en: 'The witness is set up and its vote is not counted: it is off, its service does not run, or TCP port 5403 is closed.',
      es: 'El testigo está configurado y su voto no cuenta: está apagado, su servicio no funciona o el puerto TCP 5403 está cerrado.',
    },
    todo: [
      {
        en: 'Until it is back, do not switch any node off: one more loss stops everything.',
        es: 'Hasta que vuelva, no apague ningún nodo: otra pérdida lo detiene todo.',
      },
      {
        en: 'Start it and its service; the vote returns within half a minute.',
        es: 'Enciéndalo junto con su servicio; el voto vuelve en medio minuto.',
      },
    ],
    checks: [
      {
        where: ON_WITNESS,
        command: 'systemctl status corosync-qnetd; corosync-qnetd-tool -l',
        tells: { en: 'whether it runs, and which nodes it hears', es: 'si funciona y a qué nodos oye' },
      },
      {
        where: ON_NODE,
        command: 'systemctl status corosync-qdevice; pvecm status',
        tells: { en: 'the node’s half, and whether Qdevice counts', es: 'la parte del nodo y si cuenta Qdevice' },
      },
    ],
    related: ['site.no-failover'],
  },
  'cluster.no-certificate': {
    why: {
      en: 'Now and then a node becomes a member without its certificate; its web page and its part in migrations then fail.',
      es: 'A veces un nodo se une sin su certificado; entonces fallan su página web y su parte en las migraciones.',
    },
    todo: [{ en: 'Make it again and restart the two services.', es: 'Créelo de nuevo y reinicie los dos servicios.' }],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'pvecm updatecerts --force 1 && systemctl restart pvedaemon pveproxy',
        tells: { en: 'it says why, if it cannot', es: 'dice por qué, si no puede' },
      },
    ],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;
