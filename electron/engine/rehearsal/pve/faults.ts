import type { FaultEntry } from '../kernel/program.ts';

/** Faults of the simulated PVE, ordered by name (`--fault join.hangs`). Each is used up once. */
export const pveFaults: readonly FaultEntry[] = [
  {
    name: 'create.late-failure',
    summary: {
      en: 'Making the cluster ends with exit code 0, but corosync does not start and the configuration is only in /etc/pve.',
      es: 'Crear el clúster termina con código 0, pero corosync no arranca y la configuración queda solo en /etc/pve.',
    },
  },
  {
    name: 'join.hangs',
    summary: {
      en: 'The joining node waits 15 minutes for quorum because its corosync reaches nobody.',
      es: 'El nodo que se une espera el quórum 15 minutos porque su corosync no alcanza a nadie.',
    },
  },
  {
    name: 'join.backup-fails',
    summary: {
      en: 'The joining node cannot copy its old database; older versions stop there, after the cluster has taken the node in.',
      es: 'El nodo que se une no puede copiar su base de datos antigua; las versiones anteriores se detienen ahí, cuando el clúster ya lo ha admitido.',
    },
  },
  {
    name: 'join.no-certificate',
    summary: {
      en: 'The node becomes a member but gets no certificate and no pinned host keys, as seen once on 9.1.',
      es: 'El nodo pasa a ser miembro, pero queda sin certificado y sin claves de anfitrión fijadas, como se vio una vez en 9.1.',
    },
  },
  {
    name: 'quorum.lost',
    summary: {
      en: 'The first node of the cluster loses its corosync links for two minutes.',
      es: 'El primer nodo del clúster pierde sus enlaces de corosync durante dos minutos.',
    },
  },
  {
    name: 'network.cut',
    summary: {
      en: 'With the next network that a node applies nobody reaches it: the switch does not work together with it.',
      es: 'Con la próxima red que un nodo aplica nadie llega a él: el conmutador no se entiende con ella.',
    },
  },
  {
    name: 'replication.fails',
    summary: {
      en: 'One replication run fails while it sends.',
      es: 'Una ejecución de la replicación falla durante el envío.',
    },
  },
  {
    name: 'ha.stuck',
    summary: {
      en: 'A service newly managed by HA stays in starting for 15 minutes.',
      es: 'Un servicio recién gestionado por HA permanece en arranque 15 minutos.',
    },
  },
  {
    name: 'failover.stuck',
    summary: {
      en: 'The machines of a lost node are never started elsewhere.',
      es: 'Las máquinas de un nodo perdido no arrancan nunca en otro.',
    },
  },
  {
    name: 'replica.missing',
    summary: {
      en: 'The node that takes a machine over has no copy of its disk.',
      es: 'El nodo que asume una máquina no tiene copia de su disco.',
    },
  },
  {
    name: 'backup.fails',
    summary: {
      en: 'One backup fails because the storage is full.',
      es: 'Una copia de seguridad falla porque el almacenamiento está lleno.',
    },
  },
  {
    name: 'backup.stays',
    summary: {
      en: 'Removing one backup ends with exit code 0, and the backup is still there.',
      es: 'Eliminar una copia de seguridad termina con código 0 y la copia sigue allí.',
    },
  },
  {
    name: 'restore.fails',
    summary: {
      en: 'One restore breaks off and leaves a half-made machine behind.',
      es: 'Una restauración se interrumpe y deja una máquina a medio hacer.',
    },
  },
  {
    name: 'storage.activation-fails',
    summary: {
      en: 'Adding a storage fails while it is activated; no entry is left.',
      es: 'Añadir un almacenamiento falla al activarlo; no queda ninguna entrada.',
    },
  },
  {
    name: 'storage.server-off',
    summary: {
      en: 'The file and backup servers of the site do not answer (@ADDRESS: only that one).',
      es: 'Los servidores de archivos y de copias del sitio no responden (@DIRECCIÓN: solo ese).',
    },
  },
  {
    name: 'storage.login-refused',
    summary: {
      en: 'A file or backup server refuses the user once.',
      es: 'Un servidor de archivos o de copias rechaza al usuario una vez.',
    },
  },
  {
    name: 'storage.offline',
    summary: {
      en: 'Every storage but local is inactive on all nodes for five minutes.',
      es: 'Todos los almacenamientos salvo local quedan inactivos en todos los nodos durante cinco minutos.',
    },
  },
  {
    name: 'guest.does-not-boot',
    summary: {
      en: 'A started guest never brings up its system.',
      es: 'Una máquina virtual iniciada nunca levanta su sistema.',
    },
  },
  {
    name: 'node.loses-power',
    summary: {
      en: 'The last node of the cluster loses power and comes back after ten minutes.',
      es: 'El último nodo del clúster se queda sin corriente y vuelve a los diez minutos.',
    },
  },
  {
    name: 'web-interface.stopped',
    summary: {
      en: 'On the last node of the cluster pveproxy is stopped: its web interface no longer answers.',
      es: 'En el último nodo del clúster pveproxy está parado: su interfaz web deja de responder.',
    },
  },
  {
    name: 'ha.removed',
    summary: {
      en: 'Somebody takes the first HA resource out of HA; the machine goes on running.',
      es: 'Alguien quita de HA el primer recurso; la máquina sigue en marcha.',
    },
  },
  {
    name: 'ha.ignored',
    summary: {
      en: 'Somebody sets the first HA resource to «ignored»; the machine goes on running.',
      es: 'Alguien pone el primer recurso de HA en «ignored»; la máquina sigue en marcha.',
    },
  },
];
