import { catalogue } from './catalogue.ts';

/** Copies, HA and maintenance: what keeps the machines alive when a node goes. */
export const availabilityDiagnostics = catalogue({
  'availability.other-target': {
    severity: 'error',
    summary: {
      en: 'Replication job {job} goes between {seen}; the site says {wanted}.',
      es: 'La tarea de replicación {job} va entre {seen}; el sitio indica {wanted}.',
    },
    hint: {
      en: 'The target of a job cannot be changed. If the job may go, remove it in Proxmox (it then also removes the copies), wait a minute and run again.',
      es: 'El destino de una tarea no se puede cambiar. Si puede eliminarse, quítela en Proxmox (también se borran las copias), espere un minuto y repita la ejecución.',
    },
  },
  'availability.job-removing': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Replication job {job} is being removed.',
      es: 'La tarea de replicación {job} se está eliminando.',
    },
    hint: {
      en: 'Proxmox needs a minute or two for it, and both nodes must be up. Run again afterwards.',
      es: 'Proxmox necesita uno o dos minutos y los dos nodos encendidos. Repita la ejecución después.',
    },
  },
  'availability.sync-failed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The disk of {machine} has not been copied from {source} to {target}.',
      es: 'El disco de {machine} no se ha copiado de {source} a {target}.',
    },
    hint: {
      en: 'Read the reason below. Mostly the storage is missing on {target}, or {source} cannot log in there by SSH.',
      es: 'Lea el motivo abajo. Casi siempre falta el almacenamiento en {target}, o {source} no puede entrar allí por SSH.',
    },
  },
  'availability.later-sync-failed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The disk of {machine} was copied from {source} to {target} before, but its newest copy has failed.',
      es: 'El disco de {machine} ya se había copiado de {source} a {target}, pero su última copia ha fallado.',
    },
    hint: {
      en: 'Read the reason below. The older copy on {target} stays; until a new one succeeds, a failover loses everything since then.',
      es: 'Lea el motivo abajo. La copia anterior sigue en {target}; hasta que otra salga bien, una conmutación pierde todo lo posterior.',
    },
  },
  'availability.ha-not-started': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The HA manager has {machine} as «{state}» after {minutes} minutes, not as started.',
      es: 'El gestor de HA tiene {machine} como «{state}» después de {minutes} minutos, no como started.',
    },
    hint: {
      en: 'Look at Datacenter > HA. In state error: find the reason in the last task of the machine, then ha-manager set {sid} --state disabled, correct it, and set it to started.',
      es: 'Mire en Centro de datos > HA. En estado error: busque el motivo en la última tarea de la máquina, después ha-manager set {sid} --state disabled, corríjalo y póngalo en started.',
    },
  },
  'availability.other-rule': {
    severity: 'error',
    summary: {
      en: 'HA already ties {sid} to nodes by «{seen}», which Sitewright did not make.',
      es: 'HA ya ata {sid} a nodos mediante «{seen}», que no ha creado Sitewright.',
    },
    hint: {
      en: 'Remove that rule or group from the machine in Datacenter > HA if it may go, then run again.',
      es: 'Quite esa regla o ese grupo de la máquina en Centro de datos > HA si puede eliminarse y repita la ejecución.',
    },
  },
  'availability.nodes-unknown': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The HA manager does not know {nodes} after {minutes} min.',
      es: 'El gestor de HA no conoce {nodes} después de {minutes} min.',
    },
    hint: {
      en: 'On each of these nodes see whether pve-ha-lrm and pve-ha-crm run and the node is in quorum, then run again.',
      es: 'En cada uno de esos nodos compruebe que pve-ha-lrm y pve-ha-crm funcionan y que el nodo está en quórum; después, repita la ejecución.',
    },
  },
  'availability.groups-left': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'After {minutes} min Proxmox still has HA groups that it has not turned into rules.',
      es: 'Después de {minutes} min Proxmox aún tiene grupos de HA que no ha convertido en reglas.',
    },
    hint: {
      en: 'Proxmox does it by itself, about once a minute, when every node runs version 9 and the HA manager works. Read the log of pve-ha-crm on {node}, then run again.',
      es: 'Proxmox lo hace solo, más o menos cada minuto, cuando todos los nodos tienen la versión 9 y el gestor de HA funciona. Lea el registro de pve-ha-crm en {node} y repita la ejecución.',
    },
  },
  'availability.no-watchdog': {
    severity: 'warning',
    summary: {
      en: '{host} has no /dev/watchdog: cut off, it would not reset itself.',
      es: '{host} no tiene /dev/watchdog: aislado, no se reiniciaría por sí mismo.',
    },
    hint: {
      en: 'On {host} see whether watchdog-mux runs and which module /etc/default/pve-ha-manager names (default softdog).',
      es: 'En {host} compruebe que watchdog-mux funciona y qué módulo indica /etc/default/pve-ha-manager (por defecto, softdog).',
    },
  },
  'availability.copy-old': {
    severity: 'error',
    summary: {
      en: 'The copy of {machine} on {target} is {age} min old; the schedule allows {limit} min.',
      es: 'La copia de {machine} en {target} tiene {age} min; la programación permite {limit} min.',
    },
    hint: {
      en: 'Read the replication log of the machine in Proxmox. Until a copy succeeds, a failover loses everything since then.',
      es: 'Lea en Proxmox el registro de replicación de la máquina. Hasta que una copia salga bien, una conmutación pierde todo lo posterior.',
    },
  },
  'availability.copy-missing': {
    severity: 'error',
    summary: {
      en: '{machine} has no copy on {target} yet.',
      es: '{machine} aún no tiene copia en {target}.',
    },
    hint: {
      en: 'Run sitewright apply again; where it fails, the reason is told there.',
      es: 'Repita sitewright apply; si falla, allí se indica el motivo.',
    },
  },
  'availability.maintenance-member': {
    severity: 'error',
    summary: {
      en: '{node} is no member of the running cluster, so it cannot go into maintenance.',
      es: '{node} no es miembro del clúster en marcha, así que no puede entrar en mantenimiento.',
    },
    hint: {
      en: 'Check the name, and that the node is up and joined.',
      es: 'Compruebe el nombre y que el nodo está encendido y unido.',
    },
  },
  'availability.quorum-at-risk': {
    severity: 'error',
    summary: {
      en: 'Without {node} the cluster would have {left} of the {needed} votes it needs.',
      es: 'Sin {node} el clúster tendría {left} de los {needed} votos que necesita.',
    },
    hint: {
      en: 'Bring back the other nodes and the witness first.',
      es: 'Recupere antes los demás nodos y el testigo.',
    },
  },
  'availability.maintenance-nowhere': {
    severity: 'error',
    summary: {
      en: '{machine} runs on {node} under HA and no other node takes it now ({others}).',
      es: '{machine} está en {node} bajo HA y ahora ningún otro nodo la acepta ({others}).',
    },
    hint: {
      en: 'Bring another node back into service first, or shut the machine down on purpose before the maintenance.',
      es: 'Devuelva antes otro nodo al servicio o apague la máquina a propósito antes del mantenimiento.',
    },
  },
  'availability.maintenance-copy': {
    severity: 'error',
    summary: {
      en: '{machine} runs on {node} and no other node has a complete copy of its disk.',
      es: '{machine} está en {node} y ningún otro nodo tiene una copia completa de su disco.',
    },
    hint: {
      en: 'Bring its replication back into order, or shut it down on purpose before the maintenance.',
      es: 'Ponga en orden su replicación o apáguela a propósito antes del mantenimiento.',
    },
  },
  'availability.maintenance-unprotected': {
    severity: 'error',
    summary: {
      en: '{machine} runs on {node} and is not under HA: it would stay there and stop with the node.',
      es: '{machine} está en {node} y no está bajo HA: se quedaría allí y se pararía con el nodo.',
    },
    hint: {
      en: 'Migrate it or shut it down first.',
      es: 'Migre la máquina o apáguela antes.',
    },
  },
  'availability.maintenance-open': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{node} still has {machines} after {minutes} min.',
      es: '{node} aún tiene {machines} después de {minutes} min.',
    },
    hint: {
      en: 'Look at Datacenter > HA for where each machine stands. The request stays in force until it is switched off.',
      es: 'Mire en Centro de datos > HA cómo está cada máquina. La petición sigue vigente hasta que se desactive.',
    },
  },
});
