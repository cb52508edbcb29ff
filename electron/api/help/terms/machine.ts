import type { Term } from '../term.ts';

/** Storages, machines, what runs in them. */
export const MACHINE_TERMS = {
  storage: {
    name: { en: 'storage', es: 'almacenamiento' },
    forms: { en: ['storages'], es: ['almacenamientos'] },
    meaning: {
      en: 'A named place of the cluster for disks, images or backups. One name for all its nodes.',
      es: 'Un lugar con nombre del clúster para discos, imágenes o copias. Un nombre para todos sus nodos.',
    },
  },
  pool: {
    name: { en: 'ZFS pool', es: 'pool ZFS' },
    forms: { en: ['pool', 'pools'], es: ['pool', 'pools'] },
    meaning: {
      en: 'Disks of one node that ZFS keeps together, with checksums and snapshots. Degraded: it works without all of its disks.',
      es: 'Discos de un nodo que ZFS mantiene juntos, con sumas de control e instantáneas. Degradado: funciona sin todos sus discos.',
    },
  },
  template: {
    name: { en: 'template', es: 'plantilla' },
    forms: { en: ['templates'], es: ['plantillas'] },
    meaning: {
      en: 'A prepared machine that is never started; machines are cloned from it.',
      es: 'Una máquina preparada que nunca se arranca; de ella se clonan máquinas.',
    },
  },
  clone: {
    name: { en: 'clone', es: 'clon' },
    forms: { en: ['cloned', 'clones'], es: ['clones'] },
    meaning: {
      en: 'A machine made from a template. A linked clone needs its template; a full one does not.',
      es: 'Una máquina hecha a partir de una plantilla. Un clon enlazado necesita su plantilla; uno completo no.',
    },
  },
  'cloud-init': {
    name: { en: 'cloud-init', es: 'cloud-init' },
    meaning: {
      en: 'What sets name, address, user and key of a machine at its first start.',
      es: 'Lo que fija nombre, dirección, usuario y clave de una máquina en su primer arranque.',
    },
  },
  bridge: {
    name: { en: 'bridge', es: 'puente' },
    forms: { en: ['bridges', 'vmbr0'], es: ['puentes', 'vmbr0'] },
    meaning: {
      en: 'A switch inside a node (vmbr0) that joins its machines with a port.',
      es: 'Un conmutador dentro del nodo (vmbr0) que une sus máquinas con un puerto.',
    },
  },
  bond: {
    name: { en: 'bond', es: 'bond (agregación)' },
    forms: { en: ['bonds'], es: ['bond'] },
    meaning: {
      en: 'Several ports used as one. 802.3ad (LACP) needs the same group in the switch.',
      es: 'Varios puertos usados como uno. 802.3ad (LACP) necesita el mismo grupo en el conmutador.',
    },
  },
  vlan: {
    name: { en: 'VLAN', es: 'VLAN' },
    forms: { en: ['VLANs'], es: [] },
    meaning: {
      en: 'A numbered network of its own on a shared cable. Switch and node must use the same number.',
      es: 'Una red numerada propia en un cable compartido. Conmutador y nodo deben usar el mismo número.',
    },
  },
  stack: {
    name: { en: 'stack', es: 'aplicación (stack)' },
    forms: { en: ['stacks'], es: ['stack'] },
    meaning: {
      en: 'An application that Sitewright installs in a machine with its containers, checks, backup and removal.',
      es: 'Una aplicación que Sitewright instala en una máquina con sus contenedores, pruebas, copia y retirada.',
    },
  },
  container: {
    name: { en: 'container', es: 'contenedor' },
    forms: { en: ['containers'], es: ['contenedores'] },
    meaning: {
      en: 'A program with all that it needs, started by Docker from an image.',
      es: 'Un programa con todo lo que necesita, iniciado por Docker a partir de una imagen.',
    },
  },
  registry: {
    name: { en: 'registry', es: 'registro de imágenes' },
    forms: { en: ['registries'], es: [] },
    meaning: {
      en: 'A server for container images. A site may have one of its own.',
      es: 'Un servidor de imágenes de contenedor. Un sitio puede tener el suyo.',
    },
  },
  guest: {
    name: { en: 'virtual machine (guest)', es: 'máquina virtual' },
    forms: { en: ['virtual machine', 'virtual machines', 'guest', 'guests'], es: ['máquinas virtuales'] },
    meaning: {
      en: 'A machine that exists only inside a node. Its number is unique in the cluster.',
      es: 'Una máquina que solo existe dentro de un nodo. Su número es único en el clúster.',
    },
  },
} as const satisfies Readonly<Record<string, Term>>;
