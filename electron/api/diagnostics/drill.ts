import { catalogue } from './catalogue.ts';

/** Drills: why one is refused, and what did not go as promised. */
export const drillDiagnostics = catalogue({
  'drill.not-confirmed': {
    severity: 'error',
    summary: {
      en: 'The drill was not begun: "{typed}" was typed, and it needs {wanted}.',
      es: 'El simulacro no empezó: se escribió «{typed}» y hace falta {wanted}.',
    },
    hint: {
      en: 'Read the warning, then type {wanted}. Nothing was changed.',
      es: 'Lea la advertencia y escriba {wanted}. No se cambió nada.',
    },
  },
  'drill.unknown-target': {
    severity: 'error',
    summary: {
      en: 'The site has no {what} "{name}" for this drill.',
      es: 'El sitio no tiene {what} «{name}» para este simulacro.',
    },
    hint: {
      en: 'Name one of these: {known}.',
      es: 'Nombre uno de estos: {known}.',
    },
  },
  'drill.no-margin': {
    severity: 'error',
    summary: {
      en: 'The cluster of this site does not survive the loss of one node ({votes} votes, {needed} needed).',
      es: 'El clúster de este sitio no sobrevive a la pérdida de un nodo ({votes} votos, hacen falta {needed}).',
    },
    hint: {
      en: 'Add a third node or a witness to the site first. Until then this drill would stop the whole site.',
      es: 'Añada antes un tercer nodo o un testigo al sitio. Hasta entonces este simulacro pararía todo el sitio.',
    },
  },
  'drill.no-ha': {
    severity: 'error',
    summary: {
      en: 'No machine of this site is under HA.',
      es: 'Ninguna máquina de este sitio está bajo HA.',
    },
    hint: {
      en: 'Add ha to a machine in site.toml and apply. Without it a machine stays down with its node.',
      es: 'Añada ha a una máquina en site.toml y aplique. Sin él la máquina queda parada con su nodo.',
    },
  },
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
  'drill.no-machine': {
    severity: 'error',
    summary: {
      en: 'The site has no machine that could be restored.',
      es: 'El sitio no tiene ninguna máquina que se pueda restaurar.',
    },
    hint: {
      en: 'Add a machine to site.toml and apply.',
      es: 'Añada una máquina a site.toml y aplique.',
    },
  },
  'drill.node-silent': {
    severity: 'error',
    summary: {
      en: '{node} does not answer, so this drill is not begun.',
      es: '{node} no responde, así que este simulacro no empieza.',
    },
    hint: {
      en: 'A drill needs every node up: look why {node} is away, then start again.',
      es: 'Un simulacro necesita todos los nodos en marcha: mire por qué falta {node} y empiece de nuevo.',
    },
  },
  'drill.not-quorate': {
    severity: 'error',
    summary: {
      en: '{node} has no full quorum now: {votes} of {expected} votes.',
      es: '{node} no tiene ahora el quórum completo: {votes} de {expected} votos.',
    },
    hint: {
      en: 'Bring the missing node or the witness back first. With fewer votes this drill could stop the site.',
      es: 'Recupere antes el nodo que falta o el testigo. Con menos votos este simulacro podría parar el sitio.',
    },
  },
  'drill.no-fresh-copy': {
    severity: 'error',
    summary: {
      en: 'The copy of {machine} on {target} is not in order: {why}.',
      es: 'La copia de {machine} en {target} no está en orden: {why}.',
    },
    hint: {
      en: 'Let replication run without a failure first (Node > Replication). Without a copy the machine would be lost with the node.',
      es: 'Deje antes que la replicación termine sin fallos (Nodo > Replicación). Sin copia la máquina se perdería con el nodo.',
    },
  },
  'drill.machine-not-started': {
    severity: 'error',
    summary: {
      en: 'HA does not report {machine} as started but as {state}.',
      es: 'HA no informa {machine} como iniciada, sino como {state}.',
    },
    hint: {
      en: 'Apply the site first, so that the machine runs under HA.',
      es: 'Aplique antes el sitio, para que la máquina corra bajo HA.',
    },
  },
  'drill.lone-machine-on-node': {
    severity: 'error',
    summary: {
      en: '{node} also runs {names}, which nothing brings up elsewhere.',
      es: '{node} también ejecuta {names}, que nada levanta en otro nodo.',
    },
    hint: {
      en: 'Move them to another node first, or choose another machine. They would be down until {node} is on again.',
      es: 'Muévalas antes a otro nodo o elija otra máquina. Estarían paradas hasta que {node} vuelva a encenderse.',
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
  'drill.no-other-node': {
    severity: 'error',
    summary: {
      en: 'HA has no other node for {machine} now ({seen}).',
      es: 'La HA no tiene ahora otro nodo para {machine} ({seen}).',
    },
    hint: {
      en: 'End the maintenance of the other node, or wait until HA reports it as online. Nothing was changed.',
      es: 'Termine el mantenimiento del otro nodo o espere a que la HA lo dé por «online». No se cambió nada.',
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
  'drill.storage-takes-no-backups': {
    severity: 'error',
    summary: {
      en: 'Storage {storage} takes no backups on {node}.',
      es: 'El almacenamiento {storage} no admite copias en {node}.',
    },
    hint: {
      en: 'Add "backup" to its content in site.toml, or a backup job with a storage that takes them, and apply. Nothing was changed.',
      es: 'Añada «backup» a su contenido en site.toml, o una tarea de copias con un almacenamiento que las admita, y aplique. No se cambió nada.',
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
  'drill.node-stayed-on': {
    severity: 'error',
    summary: {
      en: '{node} still answers {seconds} s after its power was to be cut.',
      es: '{node} aún responde {seconds} s después de lo que debía ser el corte de corriente.',
    },
    hint: {
      en: 'Switch it off at the rack to see the failover. The drill is over; nothing else was changed.',
      es: 'Apáguelo en el armario para ver la conmutación. El simulacro ha terminado; no se cambió nada más.',
    },
  },
  'drill.not-recovered': {
    severity: 'error',
    summary: {
      en: '{machine} did not run on another node within {minutes} min; HA reports {state}.',
      es: '{machine} no volvió a correr en otro nodo en {minutes} min; HA informa {state}.',
    },
    hint: {
      en: 'Switch {node} on again and look at the log of HA (journalctl -u pve-ha-crm). Check that the other node has the disk of the machine.',
      es: 'Encienda de nuevo {node} y mire el registro de HA (journalctl -u pve-ha-crm). Compruebe que el otro nodo tiene el disco de la máquina.',
    },
  },
  'drill.no-answer-after': {
    severity: 'error',
    summary: {
      en: '{machine} runs on {node} again and does not answer over SSH.',
      es: '{machine} corre de nuevo en {node} y no responde por SSH.',
    },
    hint: {
      en: 'Look at its console in Proxmox: does it start from its disk, has it its address?',
      es: 'Mire su consola en Proxmox: ¿arranca desde su disco?, ¿tiene su dirección?',
    },
  },
  'drill.node-not-back': {
    severity: 'error',
    summary: {
      en: '{node} is not in the cluster again after {minutes} min.',
      es: '{node} no está de nuevo en el clúster tras {minutes} min.',
    },
    hint: {
      en: 'Switch it on and look at its screen. The machine runs on another node; when {node} is back, apply the site.',
      es: 'Enciéndalo y mire su pantalla. La máquina corre en otro nodo; cuando {node} vuelva, aplique el sitio.',
    },
  },
  'drill.machine-not-back': {
    severity: 'error',
    summary: {
      en: '{machine} is not on {node} again after {minutes} min.',
      es: '{machine} no está de nuevo en {node} tras {minutes} min.',
    },
    hint: {
      en: 'It runs on {where}. Move it in Proxmox with Migrate when its copy is in step again.',
      es: 'Corre en {where}. Muévala en Proxmox con Migrar cuando su copia esté de nuevo al día.',
    },
  },
  'drill.machine-in-error': {
    severity: 'error',
    summary: {
      en: 'HA has given up {machine} on {where}. Its disk is on {node}: type these lines on {where}, one after the other.',
      es: 'La HA ha renunciado a {machine} en {where}. Su disco está en {node}: escriba estas líneas en {where}, una tras otra.',
    },
    hint: {
      en: 'They take it out of HA, give it back to {node} and start it there. Then apply the site.',
      es: 'La sacan de la HA, la devuelven a {node} y la arrancan allí. Después aplique el sitio.',
    },
  },
  'drill.copy-not-in-step': {
    severity: 'error',
    summary: {
      en: 'The copy of {machine} is not in step again after {minutes} min: {why}.',
      es: 'La copia de {machine} no está de nuevo al día tras {minutes} min: {why}.',
    },
    hint: {
      en: 'Look at Node > Replication. Until it is in step a second failure would lose more data than promised.',
      es: 'Mire Nodo > Replicación. Hasta que esté al día un segundo fallo perdería más datos de lo prometido.',
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
  'drill.backup-failed': {
    severity: 'error',
    summary: {
      en: 'The backup of {machine} on {node} failed.',
      es: 'La copia de seguridad de {machine} en {node} falló.',
    },
    hint: {
      en: 'Read the last lines. Often the storage is full or away; free space, then start again.',
      es: 'Lea las últimas líneas. A menudo el almacenamiento está lleno o no está; libere espacio y empiece de nuevo.',
    },
  },
  'drill.no-backup': {
    severity: 'error',
    summary: {
      en: 'There is no backup of {machine} on {storage} after it was made.',
      es: 'No hay copia de {machine} en {storage} después de hacerla.',
    },
    hint: {
      en: 'vzdump skips a machine that runs on another node without a word. Look where {machine} runs, then start again.',
      es: 'vzdump omite sin avisar una máquina que corre en otro nodo. Mire dónde corre {machine} y empiece de nuevo.',
    },
  },
  'drill.restore-failed': {
    severity: 'error',
    summary: {
      en: 'The backup {backup} could not be restored.',
      es: 'La copia {backup} no se pudo restaurar.',
    },
    hint: {
      en: 'Read the last lines. A backup that cannot be restored is none: make a new one and try it.',
      es: 'Lea las últimas líneas. Una copia que no se puede restaurar no es copia: haga una nueva y pruébela.',
    },
  },
  'drill.backup-unreadable': {
    severity: 'error',
    summary: {
      en: 'The backup {backup} cannot be read.',
      es: 'La copia {backup} no se puede leer.',
    },
    hint: {
      en: 'Read the last lines. A backup that cannot be read is none: make a new one and try it. Nothing was restored.',
      es: 'Lea las últimas líneas. Una copia que no se puede leer no es copia: haga una nueva y pruébela. No se restauró nada.',
    },
  },
  'drill.restored-otherwise': {
    severity: 'error',
    summary: {
      en: 'What was restored from {backup} is not what that backup holds: {what}.',
      es: 'Lo restaurado de {backup} no es lo que contiene esa copia: {what}.',
    },
    hint: {
      en: 'The backup is not complete, or a storage of it is another now. Make a new backup and try it.',
      es: 'La copia no está completa, o uno de sus almacenamientos es ahora otro. Haga una copia nueva y pruébela.',
    },
  },
  'drill.restored-not-started': {
    severity: 'error',
    summary: {
      en: 'The machine restored from {backup} does not run.',
      es: 'La máquina restaurada de {backup} no corre.',
    },
    hint: {
      en: 'Read the last lines and look at its task in Proxmox. The restored machine was removed.',
      es: 'Lea las últimas líneas y mire su tarea en Proxmox. La máquina restaurada se eliminó.',
    },
  },
  'drill.no-room': {
    severity: 'error',
    summary: {
      en: '{storage} on {node} has no room to restore {machine}: {need} GiB needed, {have} GiB free.',
      es: '{storage} en {node} no tiene sitio para restaurar {machine}: hacen falta {need} GiB, libres {have} GiB.',
    },
    hint: {
      en: 'Free space there, or try a smaller machine. Nothing was changed.',
      es: 'Libere espacio allí o pruebe una máquina menor. No se cambió nada.',
    },
  },
  'drill.no-room-for-backup': {
    severity: 'error',
    summary: {
      en: '{storage} on {node} has no room for a backup of {machine}: {need} GiB needed at worst, {have} GiB free.',
      es: '{storage} en {node} no tiene sitio para una copia de {machine}: hacen falta {need} GiB en el peor caso, libres {have} GiB.',
    },
    hint: {
      en: 'Free space there, or give the backup job of the machine another storage. With a backup already on {storage} none is made. Nothing was changed.',
      es: 'Libere espacio allí o dé otro almacenamiento a la tarea de copias de la máquina. Si ya hay una copia en {storage} no se hace ninguna. No se cambió nada.',
    },
  },
  'drill.room-unknown': {
    severity: 'error',
    summary: {
      en: '{node} does not say how much room {storage} has; {machine} needs {need} GiB there.',
      es: '{node} no dice cuánto sitio tiene {storage}; {machine} necesita allí {need} GiB.',
    },
    hint: {
      en: 'Look at pvesm status on {node}: is the storage there and active? Nothing was changed.',
      es: 'Mire pvesm status en {node}: ¿está el almacenamiento, y activo? No se cambió nada.',
    },
  },
  'drill.command-failed': {
    severity: 'error',
    summary: {
      en: '{host} refused a command of the drill: {command}',
      es: '{host} rechazó una orden del simulacro: {command}',
    },
    hint: {
      en: 'Read what it said. The site is put back as far as possible; what is left is named.',
      es: 'Lea lo que dijo. El sitio se restablece hasta donde se puede; lo que queda se nombra.',
    },
  },
  'drill.site-changed': {
    severity: 'error',
    summary: {
      en: 'After the drill the site is not as before: {items}.',
      es: 'Después del simulacro el sitio no está como antes: {items}.',
    },
    hint: {
      en: 'Apply the site: the plan names what differs.',
      es: 'Aplique el sitio: el plan nombra lo que difiere.',
    },
  },
  'drill.late': {
    severity: 'warning',
    summary: {
      en: '{machine} was away for {seconds} s, more than the {promised} s that were promised.',
      es: '{machine} estuvo parada {seconds} s, más que los {promised} s prometidos.',
    },
    hint: {
      en: 'With the timers of Proxmox about 190 s are usual. Look at the events: which part took long?',
      es: 'Con los tiempos de Proxmox son habituales unos 190 s. Mire los sucesos: ¿qué parte tardó?',
    },
  },
});
