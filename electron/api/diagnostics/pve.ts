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
  'preflight.not-pve': {
    severity: 'error',
    summary: {
      en: '{host} does not run Proxmox VE.',
      es: '{host} no tiene Proxmox VE.',
    },
    hint: {
      en: 'Install {host} with its stick, or correct its address in the site file.',
      es: 'Instale {host} con su memoria USB o corrija su dirección en el archivo del sitio.',
    },
  },
  'preflight.pve-version': {
    severity: 'error',
    summary: {
      en: '{host} runs Proxmox VE {seen}; the site is described for {wanted}.',
      es: '{host} tiene Proxmox VE {seen}; el sitio está descrito para {wanted}.',
    },
    hint: {
      en: 'Install {host} from the ISO of version {wanted}, or set pve.version in the site file to what all nodes run.',
      es: 'Instale {host} desde la ISO de la versión {wanted}, o ponga en pve.version del archivo del sitio la que tienen todos los nodos.',
    },
  },
  'preflight.hardware': {
    severity: 'error',
    summary: {
      en: '{host} is too small: {what} is {seen}, at least {wanted} is needed.',
      es: '{host} es insuficiente: {what} es {seen}; se necesita como mínimo {wanted}.',
    },
    hint: {
      en: 'Add what is missing or use another machine (manual, section 2.1).',
      es: 'Añada lo que falta o use otra máquina (manual, apartado 2.1).',
    },
  },
  'preflight.port-closed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Nothing listens on port {port} of {host}.',
      es: 'Nada escucha en el puerto {port} de {host}.',
    },
    hint: {
      en: 'Wait until {host} has finished starting. Port 22 is ssh, 8006 the Proxmox page (service pveproxy).',
      es: 'Espere a que {host} termine de arrancar. El puerto 22 es ssh y el 8006 la página de Proxmox (servicio pveproxy).',
    },
  },
  'preflight.peer-unreachable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} does not reach {peer} at {address}, port 22.',
      es: '{host} no llega a {peer} en {address}, puerto 22.',
    },
    hint: {
      en: 'Check the cable and the switch port of both machines; they must be on the same network.',
      es: 'Compruebe el cable y el puerto del conmutador de ambas máquinas; deben estar en la misma red.',
    },
  },
  'preflight.witness-unfit': {
    severity: 'error',
    summary: {
      en: '{host} cannot be the witness: it runs {seen}.',
      es: '{host} no puede ser el testigo: tiene {seen}.',
    },
    hint: {
      en: 'The witness is a Debian machine of its own, outside the cluster. Name another host in cluster.witness.',
      es: 'El testigo es una máquina Debian propia, fuera del clúster. Indique otro equipo en cluster.witness.',
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
  'base.link-port-unknown': {
    severity: 'error',
    summary: {
      en: '{host} does not have the address {address} of cluster link {link}, and no network port is named for it.',
      es: '{host} no tiene la dirección {address} del enlace {link} del clúster y no se indica ningún puerto de red para él.',
    },
    hint: {
      en: 'Name the port in the site file: hardware.nics of {host}, link = {link}, with its MAC. Seen ports are below.',
      es: 'Indique el puerto en el archivo del sitio: hardware.nics de {host}, link = {link}, con su MAC. Los puertos vistos están más abajo.',
    },
  },
  'base.network-staged': {
    severity: 'error',
    summary: {
      en: '{host} has network changes that somebody prepared and did not apply.',
      es: '{host} tiene cambios de red que alguien preparó y no aplicó.',
    },
    hint: {
      en: 'Look at System, Network of {host} in the Proxmox page: apply or revert them, then start again.',
      es: 'Mire Sistema, Red de {host} en la página de Proxmox: aplíquelos o descártelos y vuelva a empezar.',
    },
  },
  'base.network-not-applied': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} did not take the address {address} on {port}.',
      es: '{host} no tomó la dirección {address} en {port}.',
    },
    hint: {
      en: 'Check the cable of {port}, then look at «ifreload -a» on {host}.',
      es: 'Compruebe el cable de {port} y mire «ifreload -a» en {host}.',
    },
  },
  'cluster.other-cluster': {
    severity: 'error',
    summary: {
      en: '{host} is already a member of the cluster «{seen}», not of «{wanted}».',
      es: '{host} ya es miembro del clúster «{seen}», no de «{wanted}».',
    },
    hint: {
      en: 'Sitewright does not touch foreign clusters. Correct cluster.name, or install {host} again.',
      es: 'Sitewright no toca clústeres ajenos. Corrija cluster.name o reinstale {host}.',
    },
  },
  'cluster.half-created': {
    severity: 'error',
    summary: {
      en: '{host} has a cluster configuration, but corosync does not run: an earlier creation broke off.',
      es: '{host} tiene configuración de clúster, pero corosync no funciona: una creación anterior se interrumpió.',
    },
    hint: {
      en: 'Look at «systemctl status corosync pve-cluster» on {host}. If the node is new, the surest way is to install it again.',
      es: 'Mire «systemctl status corosync pve-cluster» en {host}. Si el nodo es nuevo, lo más seguro es reinstalarlo.',
    },
  },
  'cluster.create-failed': {
    severity: 'error',
    summary: {
      en: 'The cluster «{name}» did not come up on {host} within {seconds} s.',
      es: 'El clúster «{name}» no arrancó en {host} en {seconds} s.',
    },
    hint: {
      en: 'Read what «pvecm create» said below and look at «systemctl status corosync» on {host}.',
      es: 'Lea lo que dijo «pvecm create» más abajo y mire «systemctl status corosync» en {host}.',
    },
  },
  'cluster.address-missing': {
    severity: 'error',
    summary: {
      en: '{host} does not have the address {address} of cluster link {link}.',
      es: '{host} no tiene la dirección {address} del enlace {link} del clúster.',
    },
    hint: {
      en: 'Check links of {host} in the site file and the cable; Proxmox would accept a wrong address and break.',
      es: 'Compruebe links de {host} en el archivo del sitio y el cable; Proxmox aceptaría una dirección errónea y fallaría.',
    },
  },
  'cluster.links-differ': {
    severity: 'error',
    summary: {
      en: 'The cluster uses other link addresses for {host} than the site describes.',
      es: 'El clúster usa para {host} otras direcciones de enlace que las del sitio.',
    },
    hint: {
      en: 'Correct links in the site file to what runs. Links of a running cluster are not changed by Sitewright.',
      es: 'Corrija links en el archivo del sitio según lo que funciona. Sitewright no cambia enlaces de un clúster en marcha.',
    },
  },
  'cluster.joiner-has-guests': {
    severity: 'error',
    summary: {
      en: '{host} already holds virtual machines and so cannot join: {guests}.',
      es: '{host} ya contiene máquinas virtuales y no puede unirse: {guests}.',
    },
    hint: {
      en: 'Move or back up and remove them first; a node that joins must be empty.',
      es: 'Muévalas, o cópielas y elimínelas antes; un nodo que se une debe estar vacío.',
    },
  },
  'cluster.join-refused': {
    severity: 'error',
    summary: {
      en: '{host} did not join the cluster: {reason}.',
      es: '{host} no se unió al clúster: {reason}.',
    },
    hint: {
      en: 'Correct what the command said below, then start again.',
      es: 'Corrija lo que dijo la orden más abajo y vuelva a empezar.',
    },
  },
  'cluster.join-stuck': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} waited {seconds} s for quorum while joining and did not get it.',
      es: '{host} esperó {seconds} s el cuórum al unirse y no lo obtuvo.',
    },
    hint: {
      en: 'Check the cluster link cables (UDP 5405 to 5412 between the nodes), then start again. Until then {first} may be read-only; «pvecm expected 1» there frees it.',
      es: 'Compruebe los cables de los enlaces del clúster (UDP 5405 a 5412 entre los nodos) y vuelva a empezar. Hasta entonces {first} puede quedar en solo lectura; «pvecm expected 1» allí lo libera.',
    },
  },
  'cluster.no-certificate': {
    severity: 'error',
    summary: {
      en: '{host} is a member of the cluster, but has no certificate, and making one again did not help.',
      es: '{host} es miembro del clúster, pero no tiene certificado, y volver a crearlo no sirvió.',
    },
    hint: {
      en: 'Run «pvecm updatecerts --force 1» on {host} and read what it says.',
      es: 'Ejecute «pvecm updatecerts --force 1» en {host} y lea lo que dice.',
    },
  },
  'cluster.member-offline': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} is a member of the cluster and offline.',
      es: '{host} es miembro del clúster y está desconectado.',
    },
    hint: {
      en: 'Start {host} and check its cluster cables; this change needs every member.',
      es: 'Encienda {host} y compruebe sus cables de clúster; este cambio necesita a todos los miembros.',
    },
  },
  'cluster.package-not-in-bundle': {
    severity: 'error',
    summary: {
      en: '{host} needs the package {package}, and the bundle does not have it in {folder}.',
      es: '{host} necesita el paquete {package} y el paquete de contenidos no lo tiene en {folder}.',
    },
    hint: {
      en: 'Make the bundle again on a computer with internet («sitewright bundle make»), then start again.',
      es: 'Vuelva a crear el contenido en un equipo con internet («sitewright bundle make») y vuelva a empezar.',
    },
  },
  'cluster.other-witness': {
    severity: 'error',
    summary: {
      en: 'The cluster has a witness at {seen}; the site names {wanted}.',
      es: 'El clúster tiene un testigo en {seen}; el sitio indica {wanted}.',
    },
    hint: {
      en: 'Remove the old one with «pvecm qdevice remove» on a node, or correct the site file.',
      es: 'Quite el antiguo con «pvecm qdevice remove» en un nodo o corrija el archivo del sitio.',
    },
  },
  'cluster.witness-silent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The witness {witness} does not give its vote: {seen} of {wanted} votes are there.',
      es: 'El testigo {witness} no da su voto: hay {seen} de {wanted} votos.',
    },
    hint: {
      en: 'Check that {witness} is on, that corosync-qnetd runs there and that the nodes reach its port 5403.',
      es: 'Compruebe que {witness} está encendido, que corosync-qnetd funciona y que los nodos llegan a su puerto 5403.',
    },
  },
  'storage.disk-missing': {
    severity: 'error',
    summary: {
      en: '{host} has no disk with the serial {serial}.',
      es: '{host} no tiene ningún disco con el número de serie {serial}.',
    },
    hint: {
      en: 'Compare the label of the disk with storages in the site file. The disks seen are below.',
      es: 'Compare la etiqueta del disco con storages del archivo del sitio. Los discos vistos están más abajo.',
    },
  },
  'storage.disk-in-use': {
    severity: 'error',
    summary: {
      en: 'The disk {serial} of {host} is not blank, so no pool is made on it.',
      es: 'El disco {serial} de {host} no está vacío, así que no se crea ningún pool en él.',
    },
    hint: {
      en: 'What is on it is below. If it may go, wipe the disk yourself in the Proxmox page (Disks, Wipe), then start again.',
      es: 'Lo que contiene está más abajo. Si se puede perder, bórrelo usted en la página de Proxmox (Discos, Borrar) y vuelva a empezar.',
    },
  },
  'storage.pool-broken': {
    severity: 'error',
    summary: {
      en: 'The pool {pool} of {host} is {health}.',
      es: 'El pool {pool} de {host} está {health}.',
    },
    hint: {
      en: 'Look at «zpool status {pool}» on {host}; a disk may be dead or unplugged.',
      es: 'Mire «zpool status {pool}» en {host}; un disco puede estar averiado o desconectado.',
    },
  },
  'storage.other-kind': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} exists already as {seen}; the site says {wanted}.',
      es: 'El almacenamiento {storage} ya existe como {seen}; el sitio dice {wanted}.',
    },
    hint: {
      en: 'Give the storage another id in the site file, or remove the existing one yourself.',
      es: 'Dé otro id al almacenamiento en el archivo del sitio o quite usted el existente.',
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
