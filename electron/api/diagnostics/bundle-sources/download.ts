import { catalogue } from '../catalogue.ts';

/** Downloads over HTTP in the office. */
export const downloadDiagnostics = catalogue({
  'download.address-invalid': {
    severity: 'error',
    summary: {
      en: '{url} is no address that can be downloaded from.',
      es: '{url} no es una dirección desde la que se pueda descargar.',
    },
    hint: {
      en: 'Write an address that begins with https:// or http://, without a user name; credentials have a place of their own.',
      es: 'Escriba una dirección que empiece por https:// o http://, sin nombre de usuario; las credenciales tienen su propio lugar.',
    },
  },
  'download.no-answer': {
    severity: 'error',
    retryable: true,
    summary: { en: '{host} does not answer in time.', es: '{host} no responde a tiempo.' },
    hint: {
      en: 'Check the connection to the Internet and the proxy, then repeat: what is here already is kept.',
      es: 'Compruebe la conexión a Internet y el proxy, y repita: lo que ya se descargó se conserva.',
    },
  },
  'download.connection-lost': {
    severity: 'error',
    retryable: true,
    summary: { en: 'The connection to {host} failed ({why}).', es: 'La conexión con {host} falló ({why}).' },
    hint: {
      en: 'Check the connection to the Internet and the proxy, then repeat: what is here already is kept.',
      es: 'Compruebe la conexión a Internet y el proxy, y repita: lo que ya se descargó se conserva.',
    },
  },
  'download.name-unknown': {
    severity: 'error',
    summary: { en: 'The name {host} is not known here ({why}).', es: 'El nombre {host} no se conoce aquí ({why}).' },
    hint: {
      en: 'Check the address and this computer’s name server. Where only a proxy reaches the Internet, set the proxy.',
      es: 'Compruebe la dirección y el servidor de nombres de este equipo. Si solo un proxy llega a Internet, configure el proxy.',
    },
  },
  'download.certificate-untrusted': {
    severity: 'error',
    summary: {
      en: 'The certificate of {host} is not trusted ({why}).',
      es: 'El certificado de {host} no es de confianza ({why}).',
    },
    hint: {
      en: 'Where the office’s network opens TLS, add the certificate of its authority to the settings. Check this computer’s clock as well.',
      es: 'Si la red de la oficina abre TLS, añada el certificado de su autoridad a los ajustes. Compruebe también el reloj de este equipo.',
    },
  },
  'download.tls-broken': {
    severity: 'error',
    summary: {
      en: 'No TLS connection to {host} comes about ({why}).',
      es: 'No se logra una conexión TLS con {host} ({why}).',
    },
    hint: {
      en: 'Check that the server speaks HTTPS on this port; a server without TLS has an address that begins with http://.',
      es: 'Compruebe que el servidor habla HTTPS en este puerto; un servidor sin TLS tiene una dirección que empieza por http://.',
    },
  },
  'download.proxy-login': {
    severity: 'error',
    summary: {
      en: 'The proxy asks for a login before it lets through to {host}.',
      es: 'El proxy pide identificarse antes de dejar paso a {host}.',
    },
    hint: {
      en: 'Set the user name and the password of the proxy, or correct them.',
      es: 'Configure el nombre de usuario y la contraseña del proxy, o corríjalos.',
    },
  },
  'download.proxy-refused': {
    severity: 'error',
    summary: {
      en: 'The proxy does not let through to {host} (HTTP {status}).',
      es: 'El proxy no deja paso a {host} (HTTP {status}).',
    },
    hint: {
      en: 'Ask whoever looks after the proxy to allow {host}, or set a mirror that it allows.',
      es: 'Pida a quien administra el proxy que permita {host}, o configure una réplica que permita.',
    },
  },
  'download.redirects-endless': {
    severity: 'error',
    summary: {
      en: '{url} leads on more than {count} times.',
      es: '{url} redirige más de {count} veces.',
    },
    hint: { en: 'Check the address in a browser.', es: 'Compruebe la dirección en un navegador.' },
  },
  'download.redirect-refused': {
    severity: 'error',
    summary: {
      en: '{url} leads to {to}, which is not as safe; it is not followed.',
      es: '{url} lleva a {to}, que no es igual de seguro; no se sigue.',
    },
    hint: {
      en: 'Name the address at which the file lies in the end, with https://.',
      es: 'Indique la dirección final del archivo, con https://.',
    },
  },
  'download.not-allowed': {
    severity: 'error',
    summary: {
      en: '{host} does not hand out {url} (HTTP {status}).',
      es: '{host} no entrega {url} (HTTP {status}).',
    },
    hint: {
      en: 'Set credentials for {host}, or correct them.',
      es: 'Configure credenciales para {host} o corríjalas.',
    },
  },
  'download.not-there': {
    severity: 'error',
    summary: { en: '{url} does not exist (HTTP {status}).', es: '{url} no existe (HTTP {status}).' },
    hint: {
      en: 'Check the address. Old versions leave a server when newer ones come: ask for the newer one.',
      es: 'Compruebe la dirección. Las versiones antiguas se retiran al llegar otras: pida la más nueva.',
    },
  },
  'download.server-busy': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} cannot answer at the moment (HTTP {status}).',
      es: '{host} no puede responder en este momento (HTTP {status}).',
    },
    hint: { en: 'Repeat in a few minutes.', es: 'Repita dentro de unos minutos.' },
  },
  'download.answer-unexpected': {
    severity: 'error',
    summary: { en: '{url} answers with HTTP {status}.', es: '{url} responde con HTTP {status}.' },
    hint: {
      en: 'Check the address; see what the server says below.',
      es: 'Compruebe la dirección; vea abajo lo que dice el servidor.',
    },
  },
  'download.too-large': {
    severity: 'error',
    summary: {
      en: '{url} brings more than {maxBytes} bytes.',
      es: '{url} trae más de {maxBytes} bytes.',
    },
    hint: {
      en: 'Check that this is the file that was meant; the server sends something else.',
      es: 'Compruebe que es el archivo previsto; el servidor envía otra cosa.',
    },
  },
  'download.size-differs': {
    severity: 'error',
    summary: {
      en: '{url} has {got} bytes; {wanted} were announced.',
      es: '{url} tiene {got} bytes; se anunciaron {wanted}.',
    },
    hint: {
      en: 'Repeat with another mirror. Where the original changed, lock the bundle anew.',
      es: 'Repita con otra réplica. Si el original cambió, fije de nuevo el contenido.',
    },
  },
  'download.digest-differs': {
    severity: 'error',
    summary: {
      en: '{url} has another content than was announced: {got}, not {wanted}.',
      es: '{url} tiene otro contenido que el anunciado: {got}, no {wanted}.',
    },
    hint: {
      en: 'Do not use this file. Repeat with another mirror; where the original changed, lock the bundle anew.',
      es: 'No use este archivo. Repita con otra réplica; si el original cambió, fije de nuevo el contenido.',
    },
  },
  'download.resumed-differs': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{url} changed while it was being downloaded: {got}, not {wanted}.',
      es: '{url} cambió durante la descarga: {got}, no {wanted}.',
    },
    hint: {
      en: 'Repeat; the file is fetched from its beginning.',
      es: 'Repita; el archivo se descarga desde el principio.',
    },
  },
  'download.not-writable': {
    severity: 'error',
    summary: { en: '{file} cannot be written ({why}).', es: '{file} no se puede escribir ({why}).' },
    hint: {
      en: 'Make room, or choose a folder that may be written to, then repeat: what is here already is kept.',
      es: 'Libere espacio o elija una carpeta en la que se pueda escribir, y repita: lo ya descargado se conserva.',
    },
  },
});
