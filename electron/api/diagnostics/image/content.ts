import { catalogue } from '../catalogue.ts';

/** What is to go into an image, and for whom. */
export const imageContentDiagnostics = catalogue({
  'image.added-too-large': {
    severity: 'error',
    summary: {
      en: 'The files to add have {addedBytes} bytes together; at most {limitBytes} are added to an image.',
      es: 'Los archivos que se añaden tienen {addedBytes} bytes en total; a una imagen se le añaden como máximo {limitBytes}.',
    },
    hint: {
      en: 'Make the first-boot program smaller, or let it fetch the rest from the site.',
      es: 'Reduzca el programa de primer arranque, o haga que busque el resto en el emplazamiento.',
    },
  },
  'image.first-boot-too-large': {
    severity: 'error',
    summary: {
      en: 'The first-boot program of {node} has {sizeBytes} bytes; the installer takes at most {limitBytes}.',
      es: 'El programa de primer arranque de {node} tiene {sizeBytes} bytes; el instalador acepta como máximo {limitBytes}.',
    },
    hint: {
      en: 'Make it smaller, or let it fetch the rest from the site.',
      es: 'Redúzcalo, o haga que busque el resto en el emplazamiento.',
    },
  },
  'image.answer-empty': {
    severity: 'error',
    summary: { en: 'The answer file of {node} is empty.', es: 'El archivo de respuesta de {node} está vacío.' },
    hint: { en: 'Make the answers of the site again.', es: 'Genere de nuevo las respuestas del emplazamiento.' },
  },
  'image.mode-file-broken': {
    severity: 'error',
    summary: {
      en: 'The mode file of {node} is not one that the installer reads.',
      es: 'El archivo de modo de {node} no es uno que el instalador lea.',
    },
    hint: {
      en: 'Make the answers of the site again.',
      es: 'Genere de nuevo las respuestas del emplazamiento.',
    },
  },
  'image.mode-without-answer': {
    severity: 'error',
    summary: {
      en: 'The mode file of {node} says «{mode}», which does not fit: with an answer in the image it is «iso», without one «http».',
      es: 'El archivo de modo de {node} dice «{mode}», y eso no corresponde: con una respuesta en la imagen es «iso», sin ella «http».',
    },
    hint: {
      en: 'Give the answer with mode «iso», or none with mode «http».',
      es: 'Indique la respuesta con el modo «iso», o ninguna con el modo «http».',
    },
  },
  'image.token-needs-newer': {
    severity: 'error',
    summary: {
      en: 'Proxmox VE {version} does not know a token in its mode file; only 9.2 does.',
      es: 'Proxmox VE {version} no conoce un token en su archivo de modo; solo 9.2 lo conoce.',
    },
    hint: {
      en: 'Leave the token out, or use the ISO of 9.2.',
      es: 'Quite el token, o use la ISO de 9.2.',
    },
  },
  'image.bad-answer-url': {
    severity: 'error',
    summary: {
      en: '«{url}» is no https address from which an answer could be fetched.',
      es: '«{url}» no es una dirección https de la que se pueda obtener una respuesta.',
    },
    hint: {
      en: 'Give an address that begins with https:// and, for an own certificate, its SHA-256 fingerprint.',
      es: 'Indique una dirección que empiece por https:// y, si el certificado es propio, su huella SHA-256.',
    },
  },
  'image.bad-node-name': {
    severity: 'error',
    summary: {
      en: '«{node}» is no host name, so no file can be named after it.',
      es: '«{node}» no es un nombre de host, así que ningún archivo puede llevarlo.',
    },
    hint: {
      en: 'Use lower-case letters, digits and hyphens.',
      es: 'Use letras minúsculas, cifras y guiones.',
    },
  },
  'image.one-for-all': {
    severity: 'error',
    summary: {
      en: 'One image installs every node of this site; there is none for «{node}» alone.',
      es: 'Una sola imagen instala todos los nodos de este emplazamiento; no hay ninguna solo para «{node}».',
    },
    hint: {
      en: 'Leave the node out, or name «{shared}», the image for all; for sticks of their own: media.delivery = "stick-per-node".',
      es: 'No indique nodo, o indique «{shared}», la imagen para todos; para memorias propias: media.delivery = "stick-per-node".',
    },
  },
  'image.node-unknown': {
    severity: 'error',
    summary: {
      en: 'The site has no node «{node}» whose image is made here; it has: {nodes}.',
      es: 'El emplazamiento no tiene ningún nodo «{node}» cuya imagen se genere aquí; tiene: {nodes}.',
    },
    hint: {
      en: 'Give one of the names above.',
      es: 'Indique uno de los nombres anteriores.',
    },
  },
  'image.node-twice': {
    severity: 'error',
    summary: { en: 'The node {node} is named twice.', es: 'El nodo {node} aparece dos veces.' },
    hint: { en: 'Give every node its own name.', es: 'Dé a cada nodo un nombre propio.' },
  },
});
