import { catalogue } from '../catalogue.ts';

/** Nodes, votes and the witness. */
export const siteClusterDiagnostics = catalogue({
  'site.cluster-missing': {
    severity: 'error',
    summary: {
      en: 'The site has {nodes} Proxmox nodes and no [cluster].',
      es: 'El sitio tiene {nodes} nodos Proxmox y ningún [cluster].',
    },
    hint: { en: 'Add [cluster] with a name.', es: 'Añada [cluster] con un nombre.' },
  },
  'site.no-pve-node': {
    severity: 'error',
    summary: { en: 'No host has the role pve-node.', es: 'Ningún equipo tiene el papel pve-node.' },
    hint: { en: 'Give at least one host roles = ["pve-node"].', es: 'Dé al menos a un equipo roles = ["pve-node"].' },
  },
  'site.no-failover': {
    severity: 'warning',
    summary: {
      en: 'Two nodes without a witness cannot fail over. 1 of 2 votes is not more than half, so if one node dies Proxmox lets the other start nothing.',
      es: 'Dos nodos sin testigo no pueden relevarse. 1 de 2 votos no es más de la mitad; si un nodo cae, Proxmox no deja que el otro arranque nada.',
    },
    hint: {
      en: 'Add a small third machine as witness ([cluster] witness = "NAME"), or a third node, or accept that someone has to go there.',
      es: 'Añada un tercer equipo pequeño como testigo ([cluster] witness = "NOMBRE"), o un tercer nodo, o acepte que alguien tenga que ir.',
    },
  },
  'site.even-votes': {
    severity: 'warning',
    summary: {
      en: '{nodes} nodes have {nodes} votes: split in the middle, neither half may act.',
      es: '{nodes} nodos tienen {nodes} votos: partidos por la mitad, ninguna parte puede actuar.',
    },
    hint: {
      en: 'Add a witness, which makes the number of votes odd.',
      es: 'Añada un testigo, que hace impar el número de votos.',
    },
  },
  'site.ha-without-third-vote': {
    severity: 'error',
    summary: {
      en: '{machine} asks for automatic failover, but the cluster does not survive the loss of a node: it would have {left} of {votes} votes, so Proxmox stops the healthy node as well.',
      es: '{machine} pide relevo automático, pero el clúster no sobrevive a la pérdida de un nodo: le quedan {left} de {votes} votos y Proxmox detiene también el nodo sano.',
    },
    hint: {
      en: 'Add a witness, or remove the ha block of {machine}.',
      es: 'Añada un testigo, o quite el bloque ha de {machine}.',
    },
  },
  'site.witness-unknown': {
    severity: 'error',
    summary: {
      en: 'The witness {witness} is not one of the hosts.',
      es: 'El testigo {witness} no es uno de los equipos.',
    },
    hint: {
      en: 'Declare it under [[hosts]] with roles = ["witness"], or correct the name.',
      es: 'Declárelo en [[hosts]] con roles = ["witness"], o corrija el nombre.',
    },
  },
  'site.witness-role': {
    severity: 'error',
    summary: {
      en: '{witness} is named as witness but does not have the role witness.',
      es: '{witness} figura como testigo pero no tiene el papel witness.',
    },
    hint: { en: 'Add "witness" to its roles.', es: 'Añada "witness" a sus roles.' },
  },
  'site.witness-unused': {
    severity: 'warning',
    summary: {
      en: '{name} has the role witness, but the cluster does not name it.',
      es: '{name} tiene el papel witness, pero el clúster no lo nombra.',
    },
    hint: { en: 'Add witness = "{name}" under [cluster].', es: 'Añada witness = "{name}" en [cluster].' },
  },
  'site.witness-is-node': {
    severity: 'error',
    summary: {
      en: '{witness} is a node of the cluster: its vote dies with it, so it cannot be the witness.',
      es: '{witness} es un nodo del clúster: su voto cae con él, así que no puede ser el testigo.',
    },
    hint: { en: 'Use a machine outside of the cluster.', es: 'Use un equipo fuera del clúster.' },
  },
  'site.witness-is-guest': {
    severity: 'error',
    summary: {
      en: '{witness} is a guest of the cluster: it dies with the node it runs on, together with the vote that is needed then.',
      es: '{witness} es una máquina virtual del clúster: cae con el nodo en que corre, junto con el voto que entonces hace falta.',
    },
    hint: { en: 'Use a machine outside of the cluster.', es: 'Use un equipo fuera del clúster.' },
  },
  'site.witness-is-laptop': {
    severity: 'error',
    summary: {
      en: 'The witness {witness} ({address}) is this laptop, which leaves the site and takes the third vote along.',
      es: 'El testigo {witness} ({address}) es este portátil, que se va del sitio y se lleva el tercer voto.',
    },
    hint: { en: 'Use a machine that stays.', es: 'Use un equipo que se quede.' },
  },
  'site.witness-odd': {
    severity: 'warning',
    summary: {
      en: 'The witness {witness} is not used: {nodes} nodes already have an odd number of votes.',
      es: 'El testigo {witness} no se usa: {nodes} nodos ya suman un número impar de votos.',
    },
    hint: {
      en: 'Nothing to do: it votes again when the number of nodes is even.',
      es: 'No hay que hacer nada: vuelve a votar cuando el número de nodos es par.',
    },
  },
  'site.witness-os': {
    severity: 'error',
    summary: {
      en: 'The witness {witness} runs {os}; Sitewright installs corosync-qnetd on Debian only.',
      es: 'El testigo {witness} tiene {os}; Sitewright instala corosync-qnetd solo en Debian.',
    },
    hint: { en: 'Use a machine with Debian.', es: 'Use un equipo con Debian.' },
  },
});
