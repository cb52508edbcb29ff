import { catalogue } from '../catalogue.ts';

/** What is wrong with the listing of a machine that was brought, and what was left out of it. */
export const inventoryListingDiagnostics = catalogue({
  'inventory.node-unknown': {
    severity: 'error',
    summary: { en: 'The site has no machine called {node}.', es: 'El sitio no tiene ninguna máquina llamada {node}.' },
    hint: { en: 'Its machines are: {nodes}.', es: 'Sus máquinas son: {nodes}.' },
  },
  'inventory.too-large': {
    severity: 'error',
    summary: {
      en: 'The pasted text is larger than {limitMib} MiB.',
      es: 'El texto pegado ocupa más de {limitMib} MiB.',
    },
    hint: { en: 'Paste the output of one machine only.', es: 'Pegue la salida de una sola máquina.' },
  },
  'inventory.unknown-text': {
    severity: 'error',
    summary: {
      en: 'Nothing in this text is a listing of disks or network cards.',
      es: 'Nada en este texto es una lista de discos o placas de red.',
    },
    hint: {
      en: 'Paste the output of lsblk --json -O, of udevadm info --export-db, or of proxmox-auto-install-assistant device-info.',
      es: 'Pegue la salida de lsblk --json -O, de udevadm info --export-db o de proxmox-auto-install-assistant device-info.',
    },
  },
  'inventory.lsblk-plain': {
    severity: 'error',
    summary: {
      en: 'This is the table that lsblk draws; its columns cannot be told apart safely.',
      es: 'Esta es la tabla que dibuja lsblk; sus columnas no se distinguen con seguridad.',
    },
    hint: { en: 'Run it again as: lsblk --json -O', es: 'Ejecútelo de nuevo así: lsblk --json -O' },
  },
  'inventory.json-invalid': {
    severity: 'error',
    summary: {
      en: 'A part of the text begins as JSON and is not readable as JSON.',
      es: 'Una parte del texto comienza como JSON y no se puede leer como JSON.',
    },
    hint: {
      en: 'Copy the output again, from its first to its last line.',
      es: 'Copie la salida de nuevo, desde la primera hasta la última línea.',
    },
  },
  'inventory.unreadable': {
    severity: 'error',
    summary: { en: 'The listing is not readable at «{place}».', es: 'La lista no se puede leer en «{place}».' },
    hint: {
      en: 'Run the command again and paste its whole output.',
      es: 'Ejecute el comando de nuevo y pegue toda su salida.',
    },
  },
  'inventory.part-unknown': {
    severity: 'warning',
    summary: {
      en: 'The part that begins on line {line} is no listing that is known here; it is left out.',
      es: 'La parte que empieza en la línea {line} no es una lista conocida; se omite.',
    },
    hint: {
      en: 'Paste only outputs of lsblk, udevadm, device-info, system-info and ip -j link.',
      es: 'Pegue solo salidas de lsblk, udevadm, device-info, system-info e ip -j link.',
    },
  },
  'inventory.too-many': {
    severity: 'error',
    summary: { en: 'The listing has more than {limit} of: {what}.', es: 'La lista tiene más de {limit} de: {what}.' },
    hint: { en: 'Paste the output of one machine only.', es: 'Pegue la salida de una sola máquina.' },
  },
  'inventory.two-machines': {
    severity: 'error',
    summary: {
      en: 'Two parts of the text tell different things of {device}: «{first}» and «{second}».',
      es: 'Dos partes del texto dicen cosas distintas de {device}: «{first}» y «{second}».',
    },
    hint: {
      en: 'Paste the outputs of one machine, taken without restarting it in between.',
      es: 'Pegue las salidas de una sola máquina, tomadas sin reiniciarla entre una y otra.',
    },
  },
  'inventory.no-devices': {
    severity: 'warning',
    summary: {
      en: 'The text lists neither a disk nor a network card.',
      es: 'El texto no lista ningún disco ni placa de red.',
    },
    hint: {
      en: 'Run the command as root on the machine itself.',
      es: 'Ejecute el comando como root en la propia máquina.',
    },
  },
  'inventory.serial-unclear': {
    severity: 'warning',
    summary: {
      en: 'lsblk does not tell the serial number by which the installer knows these disks: {disks}.',
      es: 'lsblk no indica el número de serie por el que el instalador conoce estos discos: {disks}.',
    },
    hint: {
      en: 'Import the output of: udevadm info --export-db',
      es: 'Importe la salida de: udevadm info --export-db',
    },
  },
  'inventory.left-out-virtual': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: not a part of the machine.',
      es: 'Se omiten ({count}): {names}: no son parte de la máquina.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-optical': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: optical drives.',
      es: 'Se omiten ({count}): {names}: unidades ópticas.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-install-medium': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: they hold an ISO, and the installer leaves them out too.',
      es: 'Se omiten ({count}): {names}: contienen una ISO y el instalador también las omite.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-empty': {
    severity: 'info',
    summary: { en: 'Left out ({count}): {names}: without a medium.', es: 'Se omiten ({count}): {names}: sin medio.' },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-assembled': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: made out of other disks.',
      es: 'Se omiten ({count}): {names}: formados a partir de otros discos.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
  'inventory.left-out-no-mac': {
    severity: 'info',
    summary: {
      en: 'Left out ({count}): {names}: without a MAC address.',
      es: 'Se omiten ({count}): {names}: sin dirección MAC.',
    },
    hint: { en: 'Nothing to do.', es: 'Nada que hacer.' },
  },
});
