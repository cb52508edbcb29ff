import { catalogue } from '../catalogue.ts';

/** A node dies: why not now, what did not come up elsewhere, what did not come home. */
export const drillFailoverDiagnostics = catalogue({
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
});
