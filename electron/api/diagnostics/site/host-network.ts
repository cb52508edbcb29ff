import { catalogue } from '../catalogue.ts';

/** Bonds, VLANs and bridges of a node. */
export const siteHostNetworkDiagnostics = catalogue({
  'site.network-not-pve': {
    severity: 'error',
    summary: {
      en: '{name} is no Proxmox node; Sitewright sets the network of Proxmox nodes only.',
      es: '{name} no es un nodo de Proxmox; Sitewright solo configura la red de nodos de Proxmox.',
    },
    hint: {
      en: 'Remove network from {name} and set it on the machine itself.',
      es: 'Quite network de {name} y configúrela en el propio equipo.',
    },
  },
  'site.network-port-unknown': {
    severity: 'error',
    summary: {
      en: '{device} of {name} is to use {port}, which the site file does not know as a port of {name}.',
      es: '{device} de {name} ha de usar {port}, que el archivo del sitio no conoce como puerto de {name}.',
    },
    hint: {
      en: 'Correct the name, or add the port to hardware.nics of {name}. Known: {known}. A bond takes ports of the hardware only.',
      es: 'Corrija el nombre o añada el puerto a hardware.nics de {name}. Conocidos: {known}. Un bond solo admite puertos del hardware.',
    },
  },
  'site.network-port-twice': {
    severity: 'error',
    summary: {
      en: 'The port {port} of {name} is used by {a} and by {b}.',
      es: 'El puerto {port} de {name} lo usan {a} y {b}.',
    },
    hint: {
      en: 'Leave it to one of them; to share it, put VLANs on the bond.',
      es: 'Déjelo a uno de ellos; para compartirlo, ponga VLAN sobre el bond.',
    },
  },
  'site.network-name-twice': {
    severity: 'error',
    summary: {
      en: '{name} has {device} twice in its network.',
      es: '{name} tiene {device} dos veces en su red.',
    },
    hint: {
      en: 'Give each bond, VLAN and bridge a name of its own.',
      es: 'Dé a cada bond, VLAN y puente un nombre propio.',
    },
  },
  'site.network-name-long': {
    severity: 'error',
    summary: {
      en: 'The name {device} on {name} is too long: Linux takes {most} letters at most.',
      es: 'El nombre {device} de {name} es demasiado largo: Linux admite {most} letras como máximo.',
    },
    hint: {
      en: 'Put the VLAN on a bond or bridge, whose name is short.',
      es: 'Ponga la VLAN sobre un bond o un puente, cuyo nombre es corto.',
    },
  },
  'site.network-gateway-twice': {
    severity: 'error',
    summary: {
      en: '{device} of {name} has the gateway {gateway}, but the management network has {management} already; a node has one default gateway.',
      es: '{device} de {name} tiene la puerta de enlace {gateway}, pero la red de gestión ya tiene {management}; un nodo tiene una sola puerta de enlace.',
    },
    hint: {
      en: 'Remove gateway from {device}.',
      es: 'Quite gateway de {device}.',
    },
  },
  'site.network-gateway-alone': {
    severity: 'error',
    summary: {
      en: '{device} of {name} has the gateway {gateway}, but no address.',
      es: '{device} de {name} tiene la puerta de enlace {gateway}, pero ninguna dirección.',
    },
    hint: {
      en: 'Remove gateway, or add the address of {name}.',
      es: 'Quite gateway o añada la dirección de {name}.',
    },
  },
  'site.network-management-address': {
    severity: 'error',
    summary: {
      en: '{device} of {name} has {seen}; the management address of {name} is {address} and stays on {bridge}.',
      es: '{device} de {name} tiene {seen}; la dirección de gestión de {name} es {address} y se queda en {bridge}.',
    },
    hint: {
      en: 'Remove the address from {device}. {bridge} may be given other ports, never another address.',
      es: 'Quite la dirección de {device}. A {bridge} se le pueden dar otros puertos, nunca otra dirección.',
    },
  },
  'site.network-cuts-management': {
    severity: 'error',
    summary: {
      en: 'With this network {name} would not be reachable: {bridge} would have no management port below it ({device}).',
      es: 'Con esta red {name} dejaría de estar accesible: {bridge} no tendría debajo ningún puerto de gestión ({device}).',
    },
    hint: {
      en: 'Name {bridge} under bridges of {name}, with the bond or VLAN over its management port among its ports.',
      es: 'Indique {bridge} en bridges de {name}, con el bond o la VLAN de su puerto de gestión entre sus puertos.',
    },
  },
  'site.network-mtu': {
    severity: 'error',
    summary: {
      en: '{device} of {name} has an MTU of {mtu}, but {below} below it has {most}.',
      es: '{device} de {name} tiene una MTU de {mtu}, pero {below}, debajo, tiene {most}.',
    },
    hint: {
      en: 'Give {below} at least {mtu}, or {device} at most {most}.',
      es: 'Dé a {below} al menos {mtu}, o a {device} {most} como máximo.',
    },
  },
  'site.network-bond-primary': {
    severity: 'error',
    summary: {
      en: 'The primary port {port} is not one of the ports of {device} of {name}.',
      es: 'El puerto principal {port} no es uno de los puertos de {device} de {name}.',
    },
    hint: {
      en: 'Name one of its ports.',
      es: 'Indique uno de sus puertos.',
    },
  },
  'site.network-bond-option': {
    severity: 'error',
    summary: {
      en: '{device} of {name} has {option}, which means nothing in the mode {mode}.',
      es: '{device} de {name} tiene {option}, que no significa nada en el modo {mode}.',
    },
    hint: {
      en: 'Remove {option}, or choose the mode that it belongs to.',
      es: 'Quite {option} o elija el modo al que pertenece.',
    },
  },
});
