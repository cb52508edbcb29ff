import { catalogue } from './catalogue.ts';

/** The network of a node: its ports, what is prepared, and the way back that needs nobody at the console. */
export const nodeNetworkDiagnostics = catalogue({
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
  'base.network-port-unknown': {
    severity: 'error',
    summary: {
      en: '{host} has no network port {port}, which {device} is to use.',
      es: '{host} no tiene ningún puerto de red {port}, que {device} ha de usar.',
    },
    hint: {
      en: 'Correct the port in network of {host} in the site file. The ports that it has are below.',
      es: 'Corrija el puerto en network de {host} en el archivo del sitio. Los puertos que tiene están más abajo.',
    },
  },
  'base.network-cuts-management': {
    severity: 'error',
    summary: {
      en: 'With this network {host} would not be reachable at {address} any more: no port would be left below it.',
      es: 'Con esta red {host} dejaría de estar accesible en {address}: no le quedaría ningún puerto debajo.',
    },
    hint: {
      en: 'Give the bridge that carries {address} the bond or VLAN as its port, in network of {host} in the site file.',
      es: 'Dé al puente que lleva {address} el bond o la VLAN como puerto, en network de {host} en el archivo del sitio.',
    },
  },
  'base.network-pinning': {
    severity: 'error',
    summary: {
      en: 'New names of network ports ({names}) wait for a restart of {host}; until then its network must not be changed.',
      es: 'Hay nombres nuevos de puertos de red ({names}) que esperan un reinicio de {host}; hasta entonces no se debe cambiar su red.',
    },
    hint: {
      en: 'Restart {host}, wait until it answers, then start again.',
      es: 'Reinicie {host}, espere a que responda y vuelva a empezar.',
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
  'base.network-under-ha': {
    severity: 'error',
    summary: {
      en: 'The network of {host} is not changed while HA has machines on it ({services}): cut off, it would reset itself after {watchdog} s, before the former network comes back after {guard} s.',
      es: 'La red de {host} no se cambia mientras HA tenga máquinas en él ({services}): aislado, se reiniciaría a los {watchdog} s, antes de que vuelva la red anterior a los {guard} s.',
    },
    hint: {
      en: 'Put {host} into maintenance («ha-manager crm-command node-maintenance enable {host}» on a node), wait until it is empty and start again; afterwards the same with disable.',
      es: 'Ponga {host} en mantenimiento («ha-manager crm-command node-maintenance enable {host}» en un nodo), espere a que quede vacío y vuelva a empezar; después, lo mismo con disable.',
    },
  },
  'base.network-not-guarded': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The way back to the former network of {host} could not be made ready, so its network was left alone.',
      es: 'No se pudo preparar el camino de vuelta a la red anterior de {host}, así que su red no se tocó.',
    },
    hint: {
      en: 'Check on {host} that /var/lib/sitewright/network can be written to, then start again.',
      es: 'Compruebe en {host} que se puede escribir en /var/lib/sitewright/network y vuelva a empezar.',
    },
  },
  'base.network-not-staged': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} did not prepare its network as it was told ({change}), so nothing was applied.',
      es: '{host} no preparó su red como se le indicó ({change}), así que no se aplicó nada.',
    },
    hint: {
      en: 'What it prepared is below. Start again; if it stays so, set it on System, Network in the Proxmox page.',
      es: 'Lo que preparó está más abajo. Vuelva a empezar; si sigue igual, configúrelo en Sistema, Red en la página de Proxmox.',
    },
  },
  'base.network-not-applied': {
    severity: 'error',
    summary: {
      en: '{host} did not take its new network ({change}) and was given back the former one.',
      es: '{host} no tomó su nueva red ({change}) y se le devolvió la anterior.',
    },
    hint: {
      en: 'Check the cables of the ports that are named, and what «ifreload -a» says below; correct the site file or the cabling, then start again.',
      es: 'Compruebe los cables de los puertos indicados y lo que dice «ifreload -a» más abajo; corrija el archivo del sitio o el cableado y vuelva a empezar.',
    },
  },
  'base.network-reverted': {
    severity: 'error',
    summary: {
      en: 'With its new network {host} could not be reached within {seconds} s, so it went back to the former one by itself.',
      es: 'Con su nueva red no se pudo llegar a {host} en {seconds} s, así que volvió por sí solo a la anterior.',
    },
    hint: {
      en: 'Check that the switch has the same bond mode and VLANs on the ports of {host}, and the cables; then start again.',
      es: 'Compruebe que el conmutador tiene el mismo modo de bond y las mismas VLAN en los puertos de {host}, y los cables; después, vuelva a empezar.',
    },
  },
  'base.network-lost': {
    severity: 'error',
    summary: {
      en: '{host} did not come back within {seconds} s after its network was changed, although it should have returned to the former one.',
      es: '{host} no volvió en {seconds} s tras cambiar su red, aunque debería haber recuperado la anterior.',
    },
    hint: {
      en: 'Restart {host} with its power button: it starts with the former network. Then start again.',
      es: 'Reinicie {host} con su botón de encendido: arranca con la red anterior. Después, vuelva a empezar.',
    },
  },
});
