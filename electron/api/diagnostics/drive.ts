import { catalogue } from './catalogue.ts';

const otherDrive = {
  en: 'Choose another drive.',
  es: 'Elija otra unidad.',
} as const;

/** Why a drive is not offered, and what the list itself cannot do. */
export const driveDiagnostics = catalogue({
  'drive.system': {
    severity: 'error',
    summary: { en: '{device} carries the running system.', es: '{device} contiene el sistema en marcha.' },
    hint: otherDrive,
  },
  'drive.mounted': {
    severity: 'error',
    summary: { en: '{device} is in use at {mountpoints}.', es: '{device} está en uso en {mountpoints}.' },
    hint: {
      en: 'Eject or unmount it, then look again. Everything on it is erased when it is written.',
      es: 'Expúlsela o desmóntela y vuelva a mirar. Al escribirla se borra todo su contenido.',
    },
  },
  'drive.will-be-unmounted': {
    severity: 'warning',
    summary: {
      en: '{device} is open at {mountpoints}; it is unmounted first when it is written.',
      es: '{device} está abierta en {mountpoints}; al escribirla, antes se desmonta.',
    },
    hint: {
      en: 'Close what is open on it. Everything on it is erased when it is written.',
      es: 'Cierre lo que tenga abierto en ella. Al escribirla se borra todo su contenido.',
    },
  },
  'drive.content-unknown': {
    severity: 'warning',
    summary: {
      en: 'What is on {device} cannot be read, so whether it is a stick of this program is not known.',
      es: 'El contenido de {device} no se puede leer, así que no se sabe si es una memoria de este programa.',
    },
    hint: {
      en: 'Plug it in again. If it stays so, use another stick: this one may be failing.',
      es: 'Vuelva a conectarla. Si continúa, use otra memoria: esta puede estar fallando.',
    },
  },
  'drive.in-use': {
    severity: 'error',
    summary: { en: '{device} is part of {holders}.', es: '{device} forma parte de {holders}.' },
    hint: otherDrive,
  },
  'drive.too-small': {
    severity: 'error',
    summary: {
      en: '{device} holds {sizeBytes} bytes; the image needs {neededBytes}.',
      es: '{device} tiene {sizeBytes} bytes; la imagen necesita {neededBytes}.',
    },
    hint: { en: 'Use a larger drive.', es: 'Use una unidad más grande.' },
  },
  'drive.too-large': {
    severity: 'error',
    summary: {
      en: '{device} is larger than 512 GB, so it is not an install stick.',
      es: '{device} tiene más de 512 GB, así que no es una memoria de instalación.',
    },
    hint: {
      en: 'Use a smaller stick: a disk of this size is usually somebody’s archive.',
      es: 'Use una memoria más pequeña: un disco de este tamaño suele ser el archivo de alguien.',
    },
  },
  'drive.size-unknown': {
    severity: 'error',
    summary: { en: '{device} tells no size.', es: '{device} no indica su tamaño.' },
    hint: {
      en: 'Insert the card, or plug the drive in again.',
      es: 'Inserte la tarjeta o vuelva a conectar la unidad.',
    },
  },
  'drive.source-on-it': {
    severity: 'error',
    summary: {
      en: 'The image to be written lies on {device} itself.',
      es: 'La imagen que se va a escribir está en la propia {device}.',
    },
    hint: {
      en: 'Copy the image to the laptop, or choose another drive.',
      es: 'Copie la imagen al portátil o elija otra unidad.',
    },
  },
  'drive.read-only': {
    severity: 'error',
    summary: { en: '{device} is write-protected.', es: '{device} está protegida contra escritura.' },
    hint: {
      en: 'Slide its lock switch, or use another drive.',
      es: 'Mueva su interruptor de bloqueo o use otra unidad.',
    },
  },
  'drive.virtual': {
    severity: 'error',
    summary: { en: '{device} is no real drive.', es: '{device} no es una unidad real.' },
    hint: {
      en: 'Choose a USB drive. Tests may ask for virtual drives explicitly.',
      es: 'Elija una unidad USB. Las pruebas pueden pedir unidades virtuales de forma explícita.',
    },
  },
  'drive.not-removable': {
    severity: 'error',
    summary: { en: '{device} is built into this machine.', es: '{device} está integrada en este equipo.' },
    hint: {
      en: 'Choose a USB drive or a memory card.',
      es: 'Elija una unidad USB o una tarjeta de memoria.',
    },
  },
  'drive.large-sectors': {
    severity: 'error',
    summary: {
      en: '{device} has sectors of {sectorBytes} bytes; no machine starts an installer from it.',
      es: '{device} tiene sectores de {sectorBytes} bytes; ningún equipo arranca un instalador desde ella.',
    },
    hint: { en: 'Use a drive with 512-byte sectors.', es: 'Use una unidad con sectores de 512 bytes.' },
  },
  'drive.list-failed': {
    severity: 'error',
    summary: {
      en: 'The drives of this machine cannot be listed.',
      es: 'No se pueden enumerar las unidades de este equipo.',
    },
    hint: {
      en: 'Look again; if it stays, write the complete ISO with another program.',
      es: 'Vuelva a mirar; si continúa, escriba la ISO completa con otro programa.',
    },
    retryable: true,
  },
  'drive.module-missing': {
    severity: 'warning',
    summary: {
      en: 'The native drive list cannot be loaded on this machine.',
      es: 'La lista nativa de unidades no se puede cargar en este equipo.',
    },
    hint: {
      en: 'On Linux the list is complete without it. Elsewhere make complete ISO files and write them with another program.',
      es: 'En Linux la lista está completa sin ella. En otros sistemas genere ISO completas y escríbalas con otro programa.',
    },
  },
});
