import { catalogue } from './catalogue.ts';

const otherBase = {
  en: 'Use the unchanged installer ISO as the vendor publishes it.',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante.',
} as const;

/** For kinds of images where a rewritten complete image is safe, but has to be asked for. */
const rewritable = {
  en: 'Use the unchanged installer ISO as the vendor publishes it. Or make complete images with a rewritten root directory: sitewright image make --full --rewrite',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante. O genere imágenes completas con el directorio raíz reescrito: sitewright image make --full --rewrite',
} as const;

/** For kinds where it is not. */
const notRewritable = {
  en: 'Use the unchanged installer ISO as the vendor publishes it. For this kind --rewrite is not offered either: the installer could look into the part without the answer.',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante. Para este tipo tampoco se ofrece --rewrite: el instalador podría mirar en la parte sin la respuesta.',
} as const;

const damaged = {
  en: 'Download the ISO again and compare its SHA-256 with the published one.',
  es: 'Descargue la ISO de nuevo y compare su SHA-256 con el publicado.',
} as const;

export const imageDiagnostics = catalogue({
  'image.unreadable': {
    severity: 'error',
    summary: { en: 'The image {file} cannot be read.', es: 'No se puede leer la imagen {file}.' },
    hint: {
      en: 'Check that the file exists and that you may read it.',
      es: 'Compruebe que el archivo existe y que usted puede leerlo.',
    },
  },
  'image.not-iso9660': {
    severity: 'error',
    summary: { en: 'The file is no ISO 9660 image.', es: 'El archivo no es una imagen ISO 9660.' },
    hint: otherBase,
  },
  'image.truncated': {
    severity: 'error',
    summary: {
      en: 'The image refers to {length} bytes at {position}, but ends at {sizeBytes}.',
      es: 'La imagen remite a {length} bytes en {position}, pero termina en {sizeBytes}.',
    },
    hint: damaged,
  },
  'image.broken-structure': {
    severity: 'error',
    summary: {
      en: 'The structure of the image is damaged at block {block}.',
      es: 'La estructura de la imagen está dañada en el bloque {block}.',
    },
    hint: damaged,
  },
  'image.too-complex': {
    severity: 'error',
    summary: {
      en: 'The image is larger or deeper nested than any installer is.',
      es: 'La imagen es más grande o está más anidada que la de cualquier instalador.',
    },
    hint: otherBase,
  },
  'image.block-size': {
    severity: 'error',
    summary: {
      en: 'The image has blocks of {blockBytes} bytes; only 2048 is supported.',
      es: 'La imagen tiene bloques de {blockBytes} bytes; solo se admiten de 2048.',
    },
    hint: otherBase,
  },
  'image.udf-bridge': {
    severity: 'error',
    summary: {
      en: 'The image carries a UDF file system beside ISO 9660; answers are not added to such images.',
      es: 'La imagen lleva un sistema de archivos UDF junto a ISO 9660; a tales imágenes no se añaden respuestas.',
    },
    hint: notRewritable,
  },
  'image.second-tree': {
    severity: 'error',
    summary: {
      en: 'The image carries a further directory tree (ISO 9660:1999 or a second Joliet); answers are not added to it.',
      es: 'La imagen lleva otro árbol de directorios (ISO 9660:1999 o un segundo Joliet); no se le añaden respuestas.',
    },
    hint: notRewritable,
  },
  'image.no-rock-ridge': {
    severity: 'error',
    summary: {
      en: 'The image has no Rock Ridge names, so the installer would not find its answer.',
      es: 'La imagen no tiene nombres Rock Ridge, así que el instalador no encontraría su respuesta.',
    },
    hint: notRewritable,
  },
  'image.partition-offset': {
    severity: 'error',
    summary: {
      en: 'The image carries a second superblock for partition offset {blocks}; added files would be unreadable through it.',
      es: 'La imagen lleva un segundo superbloque para el desplazamiento de partición {blocks}; por él no se podrían leer los archivos añadidos.',
    },
    hint: notRewritable,
  },
  'image.md5-tagged': {
    severity: 'error',
    summary: {
      en: 'The image carries checksums of itself, which added files would contradict.',
      es: 'La imagen lleva sumas de comprobación de sí misma, que los archivos añadidos contradirían.',
    },
    hint: rewritable,
  },
  'image.unknown-sort-order': {
    severity: 'error',
    summary: {
      en: 'The root directory ({tree}) is sorted in an unknown way; a new record would not be found.',
      es: 'El directorio raíz ({tree}) está ordenado de un modo desconocido; no se encontraría una entrada nueva.',
    },
    hint: rewritable,
  },
  'image.continuation-in-root': {
    severity: 'error',
    summary: {
      en: 'Attributes are stored inside the root directory itself; it cannot be edited in place.',
      es: 'Hay atributos guardados dentro del propio directorio raíz; no se puede editar en su sitio.',
    },
    hint: rewritable,
  },
  'image.no-padding': {
    severity: 'error',
    summary: {
      en: 'The new files need {neededBytes} bytes; the padding of the image has {freeBytes} free, and it cannot grow.',
      es: 'Los archivos nuevos necesitan {neededBytes} bytes; el relleno de la imagen tiene {freeBytes} libres y ella no puede crecer.',
    },
    hint: otherBase,
  },
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
  'image.root-full': {
    severity: 'error',
    summary: {
      en: 'The root directory ({tree}) has no room for the new records.',
      es: 'El directorio raíz ({tree}) no tiene sitio para las entradas nuevas.',
    },
    hint: rewritable,
  },
  'image.name-is-directory': {
    severity: 'error',
    summary: { en: 'The image has a directory named /{name}.', es: 'La imagen tiene un directorio llamado /{name}.' },
    hint: otherBase,
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
  'image.patch-refused': {
    severity: 'error',
    summary: {
      en: 'The patch made for this image does not pass its own check, and nothing is written.',
      es: 'El parche hecho para esta imagen no supera su propia comprobación y no se escribe nada.',
    },
    hint: {
      en: 'Report this with the lines below; use another ISO meanwhile.',
      es: 'Comunique esto con las líneas siguientes; entretanto use otra ISO.',
    },
  },
  'image.overlay-broken': {
    severity: 'error',
    summary: { en: 'The overlay {file} is damaged.', es: 'La superposición {file} está dañada.' },
    hint: {
      en: 'Make the image of this node again.',
      es: 'Genere de nuevo la imagen de este nodo.',
    },
  },
  'image.overlay-newer': {
    severity: 'error',
    summary: {
      en: 'The overlay {file} has format {format}, which a newer Sitewright made.',
      es: 'La superposición {file} tiene el formato {format}, hecho por un Sitewright más nuevo.',
    },
    hint: {
      en: 'Update Sitewright, or make the image again with this version.',
      es: 'Actualice Sitewright, o genere de nuevo la imagen con esta versión.',
    },
  },
  'image.overlay-other-base': {
    severity: 'error',
    summary: {
      en: 'The overlay {file} belongs to a base with SHA-256 {expected}; the given ISO has {seen}.',
      es: 'La superposición {file} pertenece a una base con SHA-256 {expected}; la ISO indicada tiene {seen}.',
    },
    hint: {
      en: 'Give the ISO the overlay was made for, or make the image again for this one.',
      es: 'Indique la ISO para la que se hizo, o genere de nuevo la imagen para esta.',
    },
  },
  'image.output-is-base': {
    severity: 'error',
    summary: {
      en: 'The image of {node} would overwrite the base {file}.',
      es: 'La imagen de {node} sobrescribiría la base {file}.',
    },
    hint: { en: 'Choose another output folder.', es: 'Elija otra carpeta de salida.' },
  },
  'image.write-failed': {
    severity: 'error',
    summary: { en: 'The file {file} cannot be written.', es: 'No se puede escribir el archivo {file}.' },
    hint: {
      en: 'Check free space and permissions of the folder, then try again.',
      es: 'Compruebe el espacio libre y los permisos de la carpeta y vuelva a intentarlo.',
    },
    retryable: true,
  },
  'image.cancelled': {
    severity: 'error',
    summary: {
      en: 'Making the images was cancelled; the unfinished file is removed.',
      es: 'La creación de imágenes se canceló; el archivo sin terminar se ha quitado.',
    },
    hint: { en: 'Start it again when you are ready.', es: 'Iníciela de nuevo cuando quiera.' },
  },
});
