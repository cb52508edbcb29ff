import { ON_NODE, ON_THAT_NODE, ON_WITNESS } from '../check.ts';
import type { Topic } from '../topic.ts';

/** The cluster, its votes, copies and failover. */
export const CLUSTER_TOPICS = {
  'no-quorum': {
    symptom: {
      en: 'Nothing can be changed: «cluster not ready - no quorum?»',
      es: 'No se puede cambiar nada: «cluster not ready - no quorum?»',
    },
    checks: [
      {
        where: ON_NODE,
        command: 'pvecm status',
        tells: {
          en: 'Quorate: No, and how many of the expected votes are there',
          es: 'Quorate: No, y cuántos de los votos esperados están',
        },
      },
      {
        where: ON_NODE,
        command: 'corosync-cfgtool -s',
        tells: { en: 'which link to which node is disconnected', es: 'qué enlace a qué nodo está desconectado' },
      },
    ],
    remedy: [
      {
        en: 'Start nodes and witness, put the link cables back. Quorum returns by itself; reading works all the time.',
        es: 'Encienda nodos y testigo y reponga los cables de los enlaces. El quórum vuelve solo; leer funciona siempre.',
      },
      {
        en: 'Only when the others are off and stay off: «pvecm expected 1» on the survivor.',
        es: 'Solo si los demás están apagados y así seguirán: «pvecm expected 1» en el que queda.',
      },
    ],
    codes: ['pve.no-quorum', 'check.no-quorum', 'site.no-failover'],
  },
  'join-fails': {
    symptom: { en: 'A node does not join the cluster', es: 'Un nodo no se une al clúster' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'ls /etc/pve/corosync.conf /etc/corosync/authkey; qm list; pct list',
        tells: {
          en: 'left-overs of a cluster or guests: the join is refused',
          es: 'si hay restos de un clúster o máquinas, la unión se rechaza',
        },
      },
      {
        where: ON_NODE,
        command: 'pvecm status',
        tells: {
          en: 'the cluster must be quorate; right after its creation it is not for some seconds',
          es: 'el clúster debe tener quórum; recién creado tarda unos segundos',
        },
      },
    ],
    remedy: [
      {
        en: '«pvecm add» ends with success even where it failed: look at the member list of the first node, not at its exit code.',
        es: '«pvecm add» termina bien aunque falle: mire la lista de miembros del primer nodo, no el código de salida.',
      },
      {
        en: 'Retry from Install. A node that is stuck is taken out again by Sitewright.',
        es: 'Reintente desde Instalación. Sitewright vuelve a sacar un nodo atascado.',
      },
      {
        en: 'Left-overs: install the node again; it takes minutes and is sure.',
        es: 'Si hay restos: reinstale el nodo; son minutos y es seguro.',
      },
    ],
    codes: ['cluster.join-refused', 'cluster.join-stuck', 'cluster.joiner-has-guests', 'preflight.cluster-remnants'],
  },
  'witness-no-vote': {
    symptom: { en: 'The witness does not give its vote', es: 'El testigo no da su voto' },
    checks: [
      {
        where: ON_WITNESS,
        command: 'systemctl status corosync-qnetd; ss -ltn | grep 5403',
        tells: { en: 'whether it runs and listens', es: 'si funciona y escucha' },
      },
      {
        where: ON_NODE,
        command: 'systemctl status corosync-qdevice; nc -vz WITNESS 5403',
        tells: {
          en: 'the node’s half, and whether the port is open',
          es: 'la parte del nodo y si el puerto está abierto',
        },
      },
    ],
    remedy: [
      {
        en: 'Start both services; open TCP 5403 in the firewall of the witness.',
        es: 'Inicie ambos servicios; abra TCP 5403 en el cortafuegos del testigo.',
      },
      {
        en: 'A witness that was installed anew has lost its certificates: take the QDevice off on a node with «pvecm qdevice remove», then run Install again.',
        es: 'Un testigo reinstalado perdió sus certificados: quite el QDevice en un nodo con «pvecm qdevice remove» y ejecute Instalación de nuevo.',
      },
    ],
    codes: ['cluster.witness-silent', 'cluster.other-witness', 'preflight.witness-unfit'],
  },
  'link-flaps': {
    symptom: { en: 'Nodes turn red and green again by turns', es: 'Los nodos pasan de rojo a verde una y otra vez' },
    checks: [
      {
        where: ON_NODE,
        command: 'journalctl -u corosync --since "1 hour ago" | grep -E "link|token"',
        tells: {
          en: '«link: … is down» names the link; «token has not been received» a network that is too slow',
          es: '«link: … is down» nombra el enlace; «token has not been received», una red lenta',
        },
      },
      {
        where: ON_NODE,
        command: 'ping -i 0.2 -c 200 LINK-ADDRESS',
        tells: {
          en: 'loss and the largest time; above some ms it is too much',
          es: 'pérdidas y el mayor tiempo; más de unos ms es demasiado',
        },
      },
    ],
    remedy: [
      {
        en: 'Another cable and another port first: most often it is that.',
        es: 'Primero otro cable y otro puerto: casi siempre es eso.',
      },
      {
        en: 'Copies and backups off the cluster link, or with a rate limit; a second link of its own.',
        es: 'Réplicas y copias fuera del enlace del clúster o con límite; un segundo enlace propio.',
      },
    ],
    codes: ['preflight.loss', 'preflight.jitter', 'preflight.latency', 'site.link-shared', 'drill.other-link-down'],
  },
  'replication-late': {
    symptom: { en: 'Replication fails or is late', es: 'La replicación falla o se retrasa' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'pvesr status',
        tells: {
          en: 'last copy, duration and failures of each job',
          es: 'última copia, duración y fallos de cada tarea',
        },
      },
      {
        where: ON_THAT_NODE,
        command: 'pvesr run --id NUMBER-0 --verbose 1',
        tells: { en: 'the copy now, with the reason of a failure', es: 'la copia ahora, con el motivo si falla' },
      },
    ],
    remedy: [
      {
        en: 'The storage must have the same id and exist as a ZFS pool on both nodes; every disk of the machine lies on it, unused ones too.',
        es: 'El almacenamiento debe tener el mismo id y ser un pool ZFS en ambos nodos; todos los discos de la máquina están en él, también los no usados.',
      },
      {
        en: 'The target must be on and accept root by SSH.',
        es: 'El destino debe estar encendido y aceptar a root por SSH.',
      },
      {
        en: 'The first copy carries the whole disk: give it time, the next ones are small.',
        es: 'La primera copia lleva todo el disco: dele tiempo; las siguientes son pequeñas.',
      },
    ],
    codes: [
      'availability.sync-failed',
      'availability.later-sync-failed',
      'availability.copy-old',
      'site.replication-not-zfs',
    ],
  },
  'no-failover': {
    symptom: {
      en: 'A node died and its machine does not start elsewhere',
      es: 'Cayó un nodo y su máquina no arranca en otro',
    },
    checks: [
      {
        where: ON_NODE,
        command: 'ha-manager status; pvecm status',
        tells: {
          en: 'quorum, and what HA waits for: fence means it still waits for the lost node',
          es: 'el quórum y qué espera la HA: fence indica que aún espera al nodo perdido',
        },
      },
      {
        where: ON_NODE,
        command: 'zfs list -t all | grep vm-NUMBER',
        tells: { en: 'whether a copy of the disk is here', es: 'si hay aquí una copia del disco' },
      },
    ],
    remedy: [
      {
        en: 'Wait: with the default times it takes about three minutes, since the lost node must be sure to be off.',
        es: 'Espere: con los tiempos por omisión son unos tres minutos, porque el nodo perdido debe estar apagado con certeza.',
      },
      {
        en: 'No quorum: bring the witness back. Not under HA: start it by hand on the node that has the copy.',
        es: 'Sin quórum: recupere el testigo. Sin HA: arránquela a mano en el nodo que tiene la copia.',
      },
    ],
    codes: ['drill.not-recovered', 'availability.ha-not-started', 'site.ha-without-copy', 'drill.no-fresh-copy'],
  },
  'node-restarts-itself': {
    symptom: { en: 'A healthy node restarts by itself', es: 'Un nodo sano se reinicia solo' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'journalctl -b -1 -u watchdog-mux -u pve-ha-lrm -u corosync | tail -n 60',
        tells: {
          en: '«client watchdog expired»: it had lost quorum for a minute',
          es: '«client watchdog expired»: había perdido el quórum durante un minuto',
        },
      },
    ],
    remedy: [
      {
        en: 'That is fencing: cut off from the others, a node under HA restarts so that its machines do not run twice. Mend the links or the votes, not the node.',
        es: 'Eso es el fencing: aislado de los demás, un nodo con HA se reinicia para que sus máquinas no funcionen dos veces. Corrija los enlaces o los votos, no el nodo.',
      },
      {
        en: 'Two nodes without a witness under HA always end like this.',
        es: 'Dos nodos sin testigo y con HA siempre acaban así.',
      },
    ],
    codes: ['site.ha-without-third-vote', 'drill.watchdog-first', 'availability.no-watchdog'],
  },
  'time-differs': {
    symptom: {
      en: 'The clocks differ; certificates are «not yet valid»',
      es: 'Las horas difieren; los certificados «aún no son válidos»',
    },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'timedatectl; chronyc tracking; chronyc sources',
        tells: {
          en: 'time zone, how far off, and whether the source answers (^*)',
          es: 'zona horaria, cuánto difiere y si la fuente contesta (^*)',
        },
      },
    ],
    remedy: [
      {
        en: 'Set the clock of the firmware to UTC; a new battery if it forgets.',
        es: 'Ponga el reloj del firmware en UTC; pila nueva si lo olvida.',
      },
      {
        en: 'Without a time source in the site leave its field empty: the first node keeps the time for all. Set that one right: timedatectl set-time.',
        es: 'Sin fuente de hora en el sitio deje su campo vacío: el primer nodo da la hora a todos. Póngalo en hora: timedatectl set-time.',
      },
    ],
    codes: ['preflight.clock-node', 'preflight.clock-laptop', 'preflight.clock-stays', 'base.time-unsynchronised'],
  },
} as const satisfies Readonly<Record<string, Topic>>;
