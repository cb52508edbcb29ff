import { catalogue } from '../catalogue.ts';

/** Where a node that arrived is another than the plan says. */
export const arrivalReportDiagnostics = catalogue({
  'arrival.other-version': {
    severity: 'warning',
    summary: {
      en: '{host} runs Proxmox VE {seen}; the plan says {planned}.',
      es: 'En {host} funciona Proxmox VE {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Change the plan (pve.version), or install {host} again from an image of {planned}.',
      es: 'Cambie el plan (pve.version) o instale {host} de nuevo con una imagen de {planned}.',
    },
  },
  'arrival.other-disk': {
    severity: 'error',
    summary: {
      en: '{host} starts from the disk {seen}; the plan says {planned}.',
      es: '{host} arranca del disco {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Check which disk was erased before going on. Then correct install.diskSerials, or install {host} again.',
      es: 'Compruebe qué disco se borró antes de seguir. Después corrija install.diskSerials o instale {host} de nuevo.',
    },
  },
  'arrival.differs': {
    severity: 'error',
    summary: {
      en: 'All machines answer, but not as planned: {hosts}.',
      es: 'Todos los equipos contestan, pero no según el plan: {hosts}.',
    },
    hint: {
      en: 'Read what differs at each of them and mend it, or correct the plan, before the site is applied.',
      es: 'Lea en cada uno qué difiere y corríjalo, o corrija el plan, antes de aplicar el sitio.',
    },
  },
  'arrival.other-port': {
    severity: 'warning',
    summary: {
      en: '{host} has its management address on the port {seen}; the plan says {planned}.',
      es: '{host} tiene su dirección de gestión en el puerto {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Check the cable against install.managementMac, and correct the one that is wrong.',
      es: 'Compruebe el cable con install.managementMac y corrija lo que no sea correcto.',
    },
  },
  'arrival.other-address': {
    severity: 'warning',
    summary: {
      en: '{host} has the address {seen}; the plan says {planned}.',
      es: '{host} tiene la dirección {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'It was made from an older plan, or it has another node’s stick. Re-target the stick and install it again, or change the plan.',
      es: 'Se hizo con un plan anterior o tiene la memoria USB de otro nodo. Reasigne la memoria e instálelo de nuevo, o cambie el plan.',
    },
  },
  'arrival.other-name': {
    severity: 'warning',
    summary: {
      en: '{host} calls itself {seen}; the plan says {planned}.',
      es: '{host} se llama {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'A node cannot change its name later without harm. Correct the plan, or install it again.',
      es: 'Un nodo no puede cambiar de nombre después sin daño. Corrija el plan o instálelo de nuevo.',
    },
  },
  'arrival.other-filesystem': {
    severity: 'warning',
    summary: {
      en: '{host} was installed on {seen}; the plan says {planned}.',
      es: '{host} se instaló sobre {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Change the plan (install.filesystem), or make its stick again and install it again.',
      es: 'Cambie el plan (install.filesystem) o vuelva a hacer su memoria USB e instálelo de nuevo.',
    },
  },
  'arrival.other-boot-mode': {
    severity: 'warning',
    summary: {
      en: '{host} starts in {seen} mode; the other nodes in {planned} mode.',
      es: '{host} arranca en modo {seen}; los demás nodos, en modo {planned}.',
    },
    hint: {
      en: 'It works, but a replaced disk is prepared differently. Set its firmware like the others before installing it again.',
      es: 'Funciona, pero un disco sustituido se prepara de otra manera. Ajuste su firmware como el de los demás antes de instalarlo de nuevo.',
    },
  },
  'arrival.no-virtualisation': {
    severity: 'warning',
    summary: {
      en: 'The processor of {host} offers no virtualisation: virtual machines will not start.',
      es: 'El procesador de {host} no ofrece virtualización: las máquinas virtuales no arrancarán.',
    },
    hint: {
      en: 'Switch on VT-x or AMD-V (SVM) in its firmware and restart it.',
      es: 'Active VT-x o AMD-V (SVM) en su firmware y reinícielo.',
    },
  },
  'arrival.less-memory': {
    severity: 'warning',
    summary: {
      en: '{host} has {seen} of memory; the plan says {planned}.',
      es: '{host} tiene {seen} de memoria; el plan dice {planned}.',
    },
    hint: {
      en: 'Check its memory modules, or correct the plan: what fits onto it is computed from there.',
      es: 'Compruebe sus módulos de memoria o corrija el plan: de ahí se calcula lo que cabe en él.',
    },
  },
  'arrival.disk-missing': {
    severity: 'error',
    summary: {
      en: '{host} does not show its disk {planned}. It shows: {seen}.',
      es: '{host} no muestra su disco {planned}. Muestra: {seen}.',
    },
    hint: {
      en: 'Check the seat of the disk and the serial in the plan.',
      es: 'Compruebe que el disco está bien colocado y el número de serie del plan.',
    },
  },
  'arrival.port-missing': {
    severity: 'warning',
    summary: {
      en: '{host} does not show its network port {planned}. It shows: {seen}.',
      es: '{host} no muestra su puerto de red {planned}. Muestra: {seen}.',
    },
    hint: {
      en: 'Check the network card and the MAC in the plan.',
      es: 'Compruebe la tarjeta de red y la MAC del plan.',
    },
  },
});
