import { catalogue } from '../catalogue.ts';

/** A lost link and a node that is alone: both are a silence of corosync. */
export const drillSilenceDiagnostics = catalogue({
  'drill.one-link': {
    severity: 'error',
    summary: {
      en: '{node} has one cluster link only; without it the node is alone.',
      es: '{node} tiene un solo enlace de clúster; sin él el nodo queda solo.',
    },
    hint: {
      en: 'Give the nodes a second link in site.toml and apply, then try what it is worth.',
      es: 'Dé a los nodos un segundo enlace en site.toml y aplique; después compruebe lo que vale.',
    },
  },
  'drill.other-link-down': {
    severity: 'error',
    summary: {
      en: '{node} has no other link than {link} over which it reaches every node now.',
      es: '{node} no tiene ahora otro enlace que el {link} por el que llegue a todos los nodos.',
    },
    hint: {
      en: 'Look at corosync-cfgtool -s on {node} and mend the other link first: cable, switch port, address. Nothing was cut.',
      es: 'Mire corosync-cfgtool -s en {node} y arregle antes el otro enlace: cable, puerto del conmutador, dirección. No se cortó nada.',
    },
  },
  'drill.watchdog-first': {
    severity: 'error',
    summary: {
      en: 'In a cluster of this size {node} has to be alone for up to {seconds} s, and its watchdog would restart it.',
      es: 'En un clúster de este tamaño {node} tiene que quedarse solo hasta {seconds} s, y su watchdog lo reiniciaría.',
    },
    hint: {
      en: 'Choose a node that neither leads HA nor runs machines under HA.',
      es: 'Elija un nodo que no dirija la HA ni ejecute máquinas bajo HA.',
    },
  },
  'drill.no-packet-filter': {
    severity: 'error',
    summary: {
      en: '{node} has no iptables that works, with which a link is cut for a while.',
      es: '{node} no tiene un iptables que funcione, con el que se corta un enlace por un rato.',
    },
    hint: {
      en: 'Proxmox brings it with pve-firewall; install that package again.',
      es: 'Proxmox lo trae con pve-firewall; instale de nuevo ese paquete.',
    },
  },
  'drill.link-still-up': {
    severity: 'error',
    summary: {
      en: 'Link {link} of {node} was cut and corosync still reports it as connected.',
      es: 'El enlace {link} de {node} se cortó y corosync aún lo da por conectado.',
    },
    hint: {
      en: 'The measurement says nothing. Look whether the address of the link in site.toml is the one that corosync uses.',
      es: 'La medida no dice nada. Mire si la dirección del enlace en site.toml es la que usa corosync.',
    },
  },
  'drill.quorum-lost': {
    severity: 'error',
    summary: {
      en: 'While link {link} of {node} was cut, {who} lost quorum: the other link did not carry the cluster.',
      es: 'Con el enlace {link} de {node} cortado, {who} perdió el quórum: el otro enlace no sostuvo el clúster.',
    },
    hint: {
      en: 'Look at the other link: cable, switch port, address, MTU. The link was put back.',
      es: 'Mire el otro enlace: cable, puerto del conmutador, dirección, MTU. El enlace se restableció.',
    },
  },
  'drill.link-not-back': {
    severity: 'error',
    summary: {
      en: 'Link {link} of {node} is not connected again {seconds} s after it was put back.',
      es: 'El enlace {link} de {node} no está conectado de nuevo {seconds} s después de restablecerlo.',
    },
    hint: {
      en: 'Look at corosync-cfgtool -s on {node}, then at cable and switch port.',
      es: 'Mire corosync-cfgtool -s en {node}; después, el cable y el puerto del conmutador.',
    },
  },
  'drill.quorum-kept': {
    severity: 'error',
    summary: {
      en: '{node} was cut off from all others and still says after {seconds} s that it has quorum.',
      es: '{node} quedó aislado de todos los demás y aún dice tras {seconds} s que tiene quórum.',
    },
    hint: {
      en: 'Two halves that both believe to have quorum destroy data. Look at the votes (pvecm status) and take back any pvecm expected.',
      es: 'Dos mitades que creen tener quórum destruyen datos. Mire los votos (pvecm status) y retire cualquier pvecm expected.',
    },
  },
  'drill.write-taken': {
    severity: 'error',
    summary: {
      en: '{node} without quorum took a change of the cluster configuration.',
      es: '{node} sin quórum aceptó un cambio de la configuración del clúster.',
    },
    hint: {
      en: 'That must not be: look whether pmxcfs runs in local mode on {node} (ps ax | grep pmxcfs).',
      es: 'No debe ocurrir: mire si pmxcfs corre en modo local en {node} (ps ax | grep pmxcfs).',
    },
  },
  'drill.others-lost-quorum': {
    severity: 'error',
    summary: {
      en: 'With {node} cut off, {who} lost quorum too.',
      es: 'Con {node} aislado, {who} también perdió el quórum.',
    },
    hint: {
      en: 'The site does not survive the loss of {node}. Look at the witness and at the votes (pvecm status).',
      es: 'El sitio no sobrevive a la pérdida de {node}. Mire el testigo y los votos (pvecm status).',
    },
  },
  'drill.quorum-not-back': {
    severity: 'error',
    summary: {
      en: '{node} has no quorum again {seconds} s after it was put back.',
      es: '{node} no tiene quórum de nuevo {seconds} s después de restablecerlo.',
    },
    hint: {
      en: 'Restart corosync on {node} (systemctl restart corosync) and look at pvecm status.',
      es: 'Reinicie corosync en {node} (systemctl restart corosync) y mire pvecm status.',
    },
  },
});
