import { catalogue } from './catalogue.ts';

/** Proxmox VE and the hosts below it: what was seen while looking at nodes and changing them. */
export const pveDiagnostics = catalogue({
  'pve.fact-unknown': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} did not say {fact}: {why}.',
      es: '{host} no indicó {fact}: {why}.',
    },
    hint: {
      en: 'Check that the services of {host} run and that its disk is not full, then start again.',
      es: 'Compruebe que los servicios de {host} funcionan y que su disco no está lleno; después, vuelva a empezar.',
    },
  },
  'pve.asked-api': {
    severity: 'info',
    summary: {
      en: '{host}: {facts} came from the API of Proxmox VE, as a file of /etc/pve was not understood.',
      es: '{host}: {facts} se obtuvo de la API de Proxmox VE, porque un archivo de /etc/pve no se entendió.',
    },
    hint: {
      en: 'Nothing is wrong with the site for that; keep the reason below for whoever looks after Sitewright.',
      es: 'El sitio no tiene ningún problema por ello; guarde el motivo que sigue para quien mantiene Sitewright.',
    },
  },
  'pve.command-failed': {
    severity: 'error',
    summary: {
      en: '{host} refused «{command}».',
      es: '{host} rechazó «{command}».',
    },
    hint: {
      en: 'Read what the command said below; correct that and start again. What is already done is recognised.',
      es: 'Lea lo que dijo la orden más abajo; corríjalo y vuelva a empezar. Lo ya hecho se reconoce.',
    },
  },
  'pve.no-quorum': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The cluster has no quorum on {host}, so nothing can be changed.',
      es: 'El clúster no tiene cuórum en {host}, así que no se puede cambiar nada.',
    },
    hint: {
      en: 'Start the other nodes and check the cables of the cluster links; quorum returns by itself.',
      es: 'Encienda los demás nodos y compruebe los cables de los enlaces del clúster; el cuórum vuelve solo.',
    },
  },
  'pve.lock-busy': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Another change is going on in the cluster: «{command}» on {host} did not get its lock.',
      es: 'Hay otro cambio en curso en el clúster: «{command}» en {host} no obtuvo su bloqueo.',
    },
    hint: {
      en: 'Wait until the other change has ended (task list of the Proxmox page), then start again.',
      es: 'Espere a que termine el otro cambio (lista de tareas de la página de Proxmox) y vuelva a empezar.',
    },
  },
  'pve.disk-full': {
    severity: 'error',
    summary: {
      en: 'A disk of {host} is full.',
      es: 'Un disco de {host} está lleno.',
    },
    hint: {
      en: 'Free space on {host} (old backups and ISO files in /var/lib/vz), then start again.',
      es: 'Libere espacio en {host} (copias antiguas e imágenes ISO en /var/lib/vz) y vuelva a empezar.',
    },
  },
  'pve.guest-locked': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'A virtual machine on {host} is locked by another task.',
      es: 'Una máquina virtual de {host} está bloqueada por otra tarea.',
    },
    hint: {
      en: 'Wait until that task ends. If none runs any more, unlock the machine with «qm unlock» on its node and start again.',
      es: 'Espere a que termine esa tarea. Si ya no hay ninguna, desbloquee la máquina con «qm unlock» en su nodo y vuelva a empezar.',
    },
  },
  'pve.task-failed': {
    severity: 'error',
    summary: {
      en: 'A task on {host} ended with an error: {reason}.',
      es: 'Una tarea de {host} terminó con un error: {reason}.',
    },
    hint: {
      en: 'Read the log of the task below; correct the cause and start again.',
      es: 'Lea el registro de la tarea más abajo; corrija la causa y vuelva a empezar.',
    },
  },
  'base.name-conflict': {
    severity: 'error',
    summary: {
      en: '/etc/hosts of {host} gives its own name the address {seen}; the site says {wanted}.',
      es: '/etc/hosts de {host} da a su propio nombre la dirección {seen}; el sitio dice {wanted}.',
    },
    hint: {
      en: 'Correct the line in /etc/hosts or the address in the site file: Proxmox takes the address of its own name.',
      es: 'Corrija la línea en /etc/hosts o la dirección en el archivo del sitio: Proxmox usa la dirección de su propio nombre.',
    },
  },
  'base.other-name-conflict': {
    severity: 'error',
    summary: {
      en: '/etc/hosts of {host} gives {name} the address {seen}; the site says {wanted}.',
      es: '/etc/hosts de {host} da a {name} la dirección {seen}; el sitio dice {wanted}.',
    },
    hint: {
      en: 'Take {name} out of that line of /etc/hosts on {host}, or correct its address in the site file: the first line of a name is the one that counts.',
      es: 'Quite {name} de esa línea de /etc/hosts en {host} o corrija su dirección en el archivo del sitio: cuenta la primera línea de cada nombre.',
    },
  },
  'base.time-unsynchronised': {
    severity: 'warning',
    summary: {
      en: '{host} does not follow its time source {source}: it has not answered.',
      es: '{host} no sigue su fuente de hora {source}: no ha respondido.',
    },
    hint: {
      en: 'Look at «chronyc sources» on {host}: the source must be on and reachable at UDP port 123. Until then the clock of {host} goes its own way.',
      es: 'Mire «chronyc sources» en {host}: la fuente debe estar encendida y accesible en el puerto UDP 123. Hasta entonces el reloj de {host} va por su cuenta.',
    },
  },
  'base.package-missing': {
    severity: 'error',
    summary: {
      en: '{package} is not installed on {host}.',
      es: '{package} no está instalado en {host}.',
    },
    hint: {
      en: 'Every Proxmox node has it. Install {host} again, or install the package by hand.',
      es: 'Todo nodo de Proxmox lo tiene. Reinstale {host} o instale el paquete a mano.',
    },
  },
  'access.foreign-user': {
    severity: 'error',
    summary: {
      en: 'The user {user} exists and was not made by Sitewright for this site.',
      es: 'El usuario {user} existe y Sitewright no lo creó para este sitio.',
    },
    hint: {
      en: 'Rename or remove that user in the Proxmox page, then start again.',
      es: 'Cambie el nombre o elimine ese usuario en la página de Proxmox y vuelva a empezar.',
    },
  },
  'access.no-token-secret': {
    severity: 'error',
    summary: {
      en: '{host} made the token {token}, but did not print its secret.',
      es: '{host} creó el token {token}, pero no mostró su secreto.',
    },
    hint: {
      en: 'Start again: the token is then made anew.',
      es: 'Vuelva a empezar: el token se crea de nuevo.',
    },
  },
});
