import { catalogue } from '../catalogue.ts';
import { damaged, otherBase } from './hints.ts';

/** Which base it is, and whether it is still that one. */
export const imageBaseDiagnostics = catalogue({
  'image.base-unknown': {
    severity: 'error',
    summary: {
      en: 'The ISO {file} is no known official image; its SHA-256 is {sha256}.',
      es: 'La ISO {file} no es una imagen oficial conocida; su SHA-256 es {sha256}.',
    },
    hint: {
      en: 'Compare the digest with the one the vendor publishes. If it is right, accept it: --accept-base {sha256}',
      es: 'Compare la huella con la que publica el fabricante. Si es correcta, acéptela: --accept-base {sha256}',
    },
  },
  'image.base-accept-differs': {
    severity: 'error',
    summary: {
      en: 'The accepted digest {accepted} is not that of {file}, which is {sha256}.',
      es: 'La huella aceptada {accepted} no es la de {file}, que es {sha256}.',
    },
    hint: damaged,
  },
  'image.base-changed': {
    severity: 'error',
    summary: {
      en: 'The ISO {file} changes while it is being read.',
      es: 'La ISO {file} cambia mientras se lee.',
    },
    hint: {
      en: 'Wait until its download or copy has ended, then try again.',
      es: 'Espere a que termine su descarga o copia y vuelva a intentarlo.',
    },
    retryable: true,
  },
  'image.base-altered': {
    severity: 'error',
    summary: {
      en: 'The ISO {file} is not what its recorded digest says: expected {expected}, seen {seen}.',
      es: 'La ISO {file} no es lo que dice su huella registrada: se esperaba {expected}, se ve {seen}.',
    },
    hint: damaged,
  },
  'image.base-has-answer': {
    severity: 'warning',
    summary: {
      en: 'The base already holds {path}, which is replaced; the old content stays readable in the image.',
      es: 'La base ya contiene {path}, que se sustituye; el contenido antiguo sigue legible en la imagen.',
    },
    hint: otherBase,
  },
  'image.base-not-proxmox': {
    severity: 'warning',
    summary: {
      en: 'The base does not look like a Proxmox VE installer (volume id «{volumeId}»).',
      es: 'La base no parece un instalador de Proxmox VE (identificador de volumen «{volumeId}»).',
    },
    hint: {
      en: 'Check that this is the ISO you mean.',
      es: 'Compruebe que esta es la ISO que desea.',
    },
  },
  'image.checksum-differs-now': {
    severity: 'warning',
    summary: {
      en: 'The image carries checksums of itself, and they no longer fit the image that is made.',
      es: 'La imagen lleva sumas de comprobación de sí misma, y ya no corresponden a la imagen que se genera.',
    },
    hint: {
      en: 'A media check in its boot menu reports damage; compare the SHA-256 named here in its place.',
      es: 'Una comprobación del medio en su menú de arranque informa de daños; compare en su lugar el SHA-256 que aquí se indica.',
    },
  },
  'image.rewritten': {
    severity: 'warning',
    summary: {
      en: 'The root directory ({trees}) is rewritten at another place of the image, as asked.',
      es: 'El directorio raíz ({trees}) se reescribe en otro lugar de la imagen, como se ha pedido.',
    },
    hint: {
      en: 'Start one machine with it before making the others; some programs (libarchive) list such images only in part.',
      es: 'Arranque una máquina con ella antes de generar las demás; algunos programas (libarchive) solo muestran parte de tales imágenes.',
    },
  },
});
