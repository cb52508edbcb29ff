import { catalogue } from './catalogue.ts';

/** What is found about the machines, their disks, clocks and cables before anything is changed. */
export const preflightDiagnostics = catalogue({
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
  'preflight.release-differs': {
    severity: 'warning',
    summary: {
      en: '{host} runs Proxmox VE {seen}; the site is described for {wanted}.',
      es: '{host} tiene Proxmox VE {seen}; el sitio está descrito para {wanted}.',
    },
    hint: {
      en: 'During an upgrade this is as it should be. When all nodes run the new version, set pve.version in the site file to it.',
      es: 'Durante una actualización es lo esperado. Cuando todos los nodos tengan la versión nueva, póngala en pve.version del archivo del sitio.',
    },
  },
  'preflight.majors-mixed': {
    severity: 'error',
    summary: {
      en: '{host} runs Proxmox VE {seen} and {other} runs {otherSeen}: a new node must have the same major version as the others.',
      es: '{host} tiene Proxmox VE {seen} y {other} tiene {otherSeen}: un nodo nuevo debe tener la misma versión principal que los demás.',
    },
    hint: {
      en: 'Install {host} from an ISO of the version of {other}, or upgrade the members first.',
      es: 'Instale {host} desde una ISO de la versión de {other}, o actualice antes los miembros.',
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
  'preflight.no-virtualisation': {
    severity: 'error',
    summary: {
      en: 'The processor of {host} offers no virtualisation (VT-x or AMD-V).',
      es: 'El procesador de {host} no ofrece virtualización (VT-x o AMD-V).',
    },
    hint: {
      en: 'Switch it on in the firmware of {host} (Intel VT-x, AMD SVM), restart the node and start again.',
      es: 'Actívela en el firmware de {host} (Intel VT-x, AMD SVM), reinicie el nodo y vuelva a empezar.',
    },
  },
  'preflight.node-name': {
    severity: 'error',
    summary: {
      en: 'The machine at {address} is called {seen}; the site calls it {host}.',
      es: 'La máquina en {address} se llama {seen}; el sitio la llama {host}.',
    },
    hint: {
      en: 'Check that it is the right machine. A Proxmox node is not renamed afterwards: correct the site file or install it again.',
      es: 'Compruebe que es la máquina correcta. Un nodo de Proxmox no se renombra después: corrija el archivo del sitio o reinstálelo.',
    },
  },
  'preflight.own-name': {
    severity: 'error',
    summary: {
      en: '{host} finds its own name at {seen}; the site says {address}.',
      es: '{host} encuentra su propio nombre en {seen}; el sitio dice {address}.',
    },
    hint: {
      en: 'Correct /etc/hosts or the name server: Proxmox takes the address of its own name for the cluster and its certificate.',
      es: 'Corrija /etc/hosts o el servidor de nombres: Proxmox usa la dirección de su propio nombre para el clúster y el certificado.',
    },
  },
  'preflight.own-name-loopback': {
    severity: 'error',
    summary: {
      en: '{host} finds its own name only at {seen}, and the cluster file system does not run.',
      es: '{host} solo encuentra su propio nombre en {seen}, y el sistema de archivos del clúster no funciona.',
    },
    hint: {
      en: 'In /etc/hosts replace that line by «{address} {name} {host}», then «systemctl restart pve-cluster» and start again.',
      es: 'En /etc/hosts sustituya esa línea por «{address} {name} {host}», después «systemctl restart pve-cluster» y vuelva a empezar.',
    },
  },
  'preflight.address-name': {
    severity: 'error',
    summary: {
      en: '{host} finds another name at its own address {address}: {seen}.',
      es: '{host} encuentra otro nombre en su propia dirección {address}: {seen}.',
    },
    hint: {
      en: 'Remove the wrong line from /etc/hosts of {host} (or from the name server), then start again.',
      es: 'Quite la línea errónea de /etc/hosts de {host} (o del servidor de nombres) y vuelva a empezar.',
    },
  },
  'preflight.zone-unknown': {
    severity: 'error',
    summary: {
      en: '{host} does not know the time zone {zone}.',
      es: '{host} no conoce la zona horaria {zone}.',
    },
    hint: {
      en: 'Take the present name of the zone in the site file (Europe/Madrid rather than an old alias); old names are in the package tzdata-legacy.',
      es: 'Use en el archivo del sitio el nombre actual de la zona (Europe/Madrid y no un alias antiguo); los antiguos están en el paquete tzdata-legacy.',
    },
  },
  'preflight.clock-laptop': {
    severity: 'warning',
    summary: {
      en: 'The clock of {host} differs by {seconds} s from that of this laptop.',
      es: 'El reloj de {host} difiere en {seconds} s del de este portátil.',
    },
    hint: {
      en: 'Without a time server all nodes take the time of {host}. Correct it now («timedatectl set-time»), or the laptop’s where that one is wrong.',
      es: 'Sin servidor de hora, todos los nodos toman la hora de {host}. Corríjala ahora («timedatectl set-time»), o la del portátil si es la errónea.',
    },
  },
  'preflight.clock-node': {
    severity: 'warning',
    summary: {
      en: 'The clock of {host} differs by {seconds} s from that of {other}.',
      es: 'El reloj de {host} difiere en {seconds} s del de {other}.',
    },
    hint: {
      en: 'The step «One time for all nodes» sets it. Where it stays so, chrony on {host} does not reach its time source.',
      es: 'El paso «Una misma hora en los nodos» lo ajusta. Si sigue así, chrony en {host} no llega a su fuente de hora.',
    },
  },
  'preflight.clock-stays': {
    severity: 'error',
    summary: {
      en: 'The clock of {host} differs by {seconds} s from that of {other}, and chrony there may not set it at once.',
      es: 'El reloj de {host} difiere en {seconds} s del de {other}, y chrony allí no puede ajustarlo de golpe.',
    },
    hint: {
      en: 'Put «makestep 1 3» into /etc/chrony/chrony.conf of {host}, or set the time by hand, then start again.',
      es: 'Ponga «makestep 1 3» en /etc/chrony/chrony.conf de {host}, o ajuste la hora a mano, y vuelva a empezar.',
    },
  },
  'preflight.clock-witness': {
    severity: 'warning',
    summary: {
      en: 'The clock of the witness {host} differs by {seconds} s from that of {other}.',
      es: 'El reloj del testigo {host} difiere en {seconds} s del de {other}.',
    },
    hint: {
      en: 'Correct it on {host} («timedatectl set-time»): where it is wrong, the certificates of its vote are not valid and it does not count.',
      es: 'Corríjalo en {host} («timedatectl set-time»): si está mal, los certificados de su voto no son válidos y no cuenta.',
    },
  },
  'preflight.peer-port': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} reaches {peer} ({address}), but not its port {port}.',
      es: '{host} llega a {peer} ({address}), pero no a su puerto {port}.',
    },
    hint: {
      en: 'The nodes of a cluster speak with each other over TCP {port}. Look for a firewall between them or on {peer} («pve-firewall status»), then start again.',
      es: 'Los nodos de un clúster hablan entre sí por TCP {port}. Busque un cortafuegos entre ellos o en {peer} («pve-firewall status») y vuelva a empezar.',
    },
  },
  'preflight.joiner-loses': {
    severity: 'warning',
    summary: {
      en: '{host} loses what was set up on it when it joins: {what}.',
      es: '{host} pierde al unirse lo que se configuró en él: {what}.',
    },
    hint: {
      en: 'A joining node takes the configuration of the cluster. Note down what is still needed of it and set it up again afterwards; the data of a storage stays on its disk.',
      es: 'Un nodo que se une toma la configuración del clúster. Anote lo que aún se necesite y configúrelo de nuevo después; los datos de un almacenamiento siguen en su disco.',
    },
  },
  'preflight.cluster-remnants': {
    severity: 'error',
    summary: {
      en: '{host} still holds files of an earlier cluster: {files}.',
      es: '{host} aún contiene archivos de un clúster anterior: {files}.',
    },
    hint: {
      en: 'The surest way is to install {host} again. By hand: stop corosync, remove these files, restart pve-cluster.',
      es: 'Lo más seguro es reinstalar {host}. A mano: detenga corosync, borre estos archivos y reinicie pve-cluster.',
    },
  },
  'preflight.space': {
    severity: 'error',
    summary: {
      en: '{host} has {free} GB free on {path}; {needed} GB are needed.',
      es: '{host} tiene {free} GB libres en {path}; se necesitan {needed} GB.',
    },
    hint: {
      en: 'Remove old ISO files, backups or logs on {host}, then start again.',
      es: 'Borre imágenes ISO, copias o registros antiguos en {host} y vuelva a empezar.',
    },
  },
  'preflight.watchdog': {
    severity: 'error',
    summary: {
      en: 'The watchdog of {host} does not run (watchdog-mux is {state}).',
      es: 'El watchdog de {host} no funciona (watchdog-mux está {state}).',
    },
    hint: {
      en: 'Without it a lost node does not reset itself and no machine may fail over. Look at «systemctl status watchdog-mux» and the module in /etc/default/pve-ha-manager.',
      es: 'Sin él, un nodo perdido no se reinicia solo y ninguna máquina puede conmutar. Mire «systemctl status watchdog-mux» y el módulo en /etc/default/pve-ha-manager.',
    },
  },
  'preflight.disk-failing': {
    severity: 'error',
    summary: {
      en: 'The disk {serial} ({disk}) of {host} reports that it is failing.',
      es: 'El disco {serial} ({disk}) de {host} avisa de que está fallando.',
    },
    hint: {
      en: 'Replace the disk before anything is put on it. The serial is on its label.',
      es: 'Sustituya el disco antes de guardar nada en él. El número de serie está en su etiqueta.',
    },
  },
  'preflight.disk-worn': {
    severity: 'warning',
    summary: {
      en: 'The disk {serial} ({disk}) of {host} is worn: {what}.',
      es: 'El disco {serial} ({disk}) de {host} está desgastado: {what}.',
    },
    hint: {
      en: 'It still works. Plan its replacement.',
      es: 'Aún funciona. Prevea su sustitución.',
    },
  },
  'preflight.disk-health-unknown': {
    severity: 'warning',
    summary: {
      en: 'The disk {disk} of {host} does not tell its health.',
      es: 'El disco {disk} de {host} no informa de su estado.',
    },
    hint: {
      en: 'Disks behind a RAID controller and virtual disks do not answer smartctl; look at the controller’s own tool.',
      es: 'Los discos tras una controladora RAID y los virtuales no responden a smartctl; mire la herramienta de la controladora.',
    },
  },
  'preflight.path-silent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} gets no answer from {peer} at {address} over {network}.',
      es: '{host} no recibe respuesta de {peer} en {address} por {network}.',
    },
    hint: {
      en: 'Check the cable and the switch port at both ends, and that both addresses are on the ports that are joined.',
      es: 'Compruebe el cable y el puerto del conmutador en ambos extremos, y que ambas direcciones están en los puertos unidos.',
    },
  },
  'preflight.ping-unanswered': {
    severity: 'warning',
    summary: {
      en: '{peer} does not answer pings of {host} at {address}: the path over {network} could not be measured.',
      es: '{peer} no responde a los pings de {host} en {address}: no se pudo medir la ruta por {network}.',
    },
    hint: {
      en: 'It is reached by ssh, so a firewall drops the pings. Nothing else is wrong.',
      es: 'Se llega por ssh, así que un cortafuegos descarta los pings. No hay otro problema.',
    },
  },
  'preflight.latency': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'From {host} to {peer} ({address}) the answer takes {milliseconds} ms on average over {network}; the cluster wants less than {wanted} ms.',
      es: 'De {host} a {peer} ({address}) la respuesta tarda {milliseconds} ms de media por {network}; el clúster pide menos de {wanted} ms.',
    },
    hint: {
      en: 'Cluster links belong on short cables of their own. Look for a wrong port speed, a wireless hop or a busy switch.',
      es: 'Los enlaces del clúster van por cables cortos propios. Busque una velocidad de puerto errónea, un tramo inalámbrico o un conmutador saturado.',
    },
  },
  'preflight.jitter': {
    severity: 'warning',
    summary: {
      en: 'From {host} to {peer} ({address}) the answer time varies by {milliseconds} ms over {network}.',
      es: 'De {host} a {peer} ({address}) el tiempo de respuesta varía {milliseconds} ms por {network}.',
    },
    hint: {
      en: 'The path is shared with other traffic or a port saves power. The cluster works, with less margin.',
      es: 'La ruta se comparte con otro tráfico o un puerto ahorra energía. El clúster funciona, con menos margen.',
    },
  },
  'preflight.loss': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Of {sent} packets from {host} to {peer} ({address}) over {network}, {lost} were lost.',
      es: 'De {sent} paquetes de {host} a {peer} ({address}) por {network} se perdieron {lost}.',
    },
    hint: {
      en: 'Replace the cable first, then try another switch port. A healthy path loses none.',
      es: 'Cambie primero el cable y pruebe después otro puerto del conmutador. Una ruta sana no pierde ninguno.',
    },
  },
  'preflight.mtu': {
    severity: 'error',
    summary: {
      en: '{network} does not carry packets of {mtu} bytes from {host} to {peer} ({address}), although the port of {host} claims it.',
      es: '{network} no transporta paquetes de {mtu} bytes de {host} a {peer} ({address}), aunque el puerto de {host} lo declara.',
    },
    hint: {
      en: 'Set the same MTU on both ports and on the switch between them; 1500 is always right.',
      es: 'Ponga la misma MTU en ambos puertos y en el conmutador intermedio; 1500 siempre es correcto.',
    },
  },
  'preflight.address-taken': {
    severity: 'error',
    summary: {
      en: 'At {address} another machine answers {host} than {peer}: its hardware address is {seen}.',
      es: 'En {address} responde a {host} otra máquina y no {peer}: su dirección de hardware es {seen}.',
    },
    hint: {
      en: 'Two machines have the same address. Find the one with {seen} and give it another.',
      es: 'Dos máquinas tienen la misma dirección. Busque la que tiene {seen} y dele otra.',
    },
  },
});
