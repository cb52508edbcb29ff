import { catalogue } from '../catalogue.ts';

/** Accepted, and likely not what is meant: addresses that are called during or after the installation. */
export const answerDownloadTrapDiagnostics = catalogue({
  'answer.trap-webhook': {
    severity: 'warning',
    summary: {
      en: 'If {url} does not answer during installation, a good installation ends in a shell.',
      es: 'Si {url} no responde durante la instalación, una instalación correcta termina en una consola.',
    },
    hint: {
      en: 'Use the webhook only where DHCP gives the installer an address.',
      es: 'Use el webhook solo donde DHCP dé una dirección al instalador.',
    },
  },
  'answer.trap-first-boot-ignored': {
    severity: 'warning',
    summary: {
      en: 'first-boot.{key} has no effect: the program comes from the ISO.',
      es: 'first-boot.{key} no tiene efecto: el programa viene de la ISO.',
    },
    hint: {
      en: 'Remove it, or set first-boot.source to from-url.',
      es: 'Quítela o ponga from-url en first-boot.source.',
    },
  },
  'answer.trap-webhook-no-server': {
    severity: 'warning',
    summary: {
      en: 'The site has no DHCP server, so the installer has no address and cannot reach {url}: a good installation ends in a shell.',
      es: 'El sitio no tiene servidor DHCP, así que el instalador no tiene dirección ni llega a {url}: una instalación correcta termina en una consola.',
    },
    hint: {
      en: 'Remove the webhook; use a first-boot program to report.',
      es: 'Quite el webhook; use un programa de primer arranque para informar.',
    },
  },
  'answer.trap-url-http': {
    severity: 'warning',
    summary: {
      en: '{table} uses {url} without encryption: anyone on the network can read or change what is sent.',
      es: '{table} usa {url} sin cifrado: cualquiera en la red puede leer o cambiar lo que se envía.',
    },
    hint: { en: 'Use https with cert-fingerprint.', es: 'Use https con cert-fingerprint.' },
  },
  'answer.trap-url-form': {
    severity: 'warning',
    summary: {
      en: '«{url}» in {table} is no web address; it is found out only when it is used.',
      es: '«{url}» en {table} no es una dirección web; se nota recién al usarla.',
    },
    hint: {
      en: 'Write an address such as https://192.168.1.5:8443/path.',
      es: 'Escriba una dirección como https://192.168.1.5:8443/ruta.',
    },
  },
  'answer.trap-no-fingerprint': {
    severity: 'warning',
    summary: {
      en: 'Without cert-fingerprint {url} needs a certificate that public authorities vouch for.',
      es: 'Sin cert-fingerprint, {url} necesita un certificado avalado por autoridades públicas.',
    },
    hint: { en: 'Add cert-fingerprint to {table}.', es: 'Agregue cert-fingerprint a {table}.' },
  },
  'answer.trap-fingerprint': {
    severity: 'warning',
    summary: {
      en: 'cert-fingerprint of {table} is no SHA-256 in hexadecimal (32 bytes); the connection fails when it is used.',
      es: 'cert-fingerprint de {table} no es un SHA-256 en hexadecimal (32 bytes); la conexión falla al usarse.',
    },
    hint: {
      en: 'Write the 64 hexadecimal digits of the certificate’s SHA-256.',
      es: 'Escriba los 64 dígitos hexadecimales del SHA-256 del certificado.',
    },
  },
});
