import type { Text } from '../../../electron/api/text.ts';

/** A new site from a cluster that runs. */
export const siteClusterSentences = {
  choice: { en: 'From a cluster that is there', es: 'A partir de un clúster que ya existe' },
  choiceWhy: {
    en: 'It is read over SSH and described as a site. Nothing on it is changed.',
    es: 'Se lee por SSH y se describe como sitio. No se cambia nada en él.',
  },
  address: { en: 'Address of one node', es: 'Dirección de un nodo' },
  addressHelp: {
    en: 'Without a prefix, such as 192.168.1.11. The node tells where the others are.',
    es: 'Sin prefijo, como 192.168.1.11. El nodo dice dónde están los demás.',
  },
  login: { en: 'root logs in with', es: 'root entra con' },
  withPassword: { en: 'a password', es: 'una contraseña' },
  withKey: { en: 'an SSH key', es: 'una clave SSH' },
  password: { en: 'Password of root', es: 'Contraseña de root' },
  passwordHelp: {
    en: 'Sent only to a node whose key you have confirmed, used for this reading alone, kept nowhere.',
    es: 'Solo se envía a un nodo cuya clave usted ha confirmado, sirve para esta lectura y no se guarda.',
  },
  key: { en: 'File of the private key', es: 'Archivo de la clave privada' },
  keyHelp: {
    en: 'Without a passphrase. Its public half becomes the key of the site; the file stays where it is.',
    es: 'Sin frase de paso. Su mitad pública será la clave del sitio; el archivo se queda donde está.',
  },
  read: { en: 'Read the cluster', es: 'Leer el clúster' },
  reading: { en: 'The cluster at {address} is being read', es: 'Se está leyendo el clúster de {address}' },
  readingWhat: {
    en: 'A node that does not answer is given up after a while and told.',
    es: 'Si un nodo no responde, se desiste al cabo de un tiempo y se indica.',
  },
  stop: { en: 'Stop reading', es: 'Dejar de leer' },
  readAgain: { en: 'Read again', es: 'Leer de nuevo' },
  back: { en: 'Back', es: 'Atrás' },
  leaveOut: { en: 'Leave {host} unread', es: 'Dejar {host} sin leer' },
  confirmAndRead: { en: 'It is the same: read', es: 'Es la misma: leer' },
  compareTitle: {
    en: 'Nobody has confirmed the host key of {host} yet',
    es: 'Nadie ha confirmado aún la clave de equipo de {host}',
  },
  compareWhat: {
    en: 'Over the network {host} shows the fingerprint below; nothing was sent to it. Log in on the screen of the machine itself and type this command: it shows its own.',
    es: 'Por la red, {host} muestra la huella de abajo; no se le ha enviado nada. Entre en la pantalla del propio equipo y escriba esta orden: muestra la suya.',
  },
  compareType: {
    en: 'Type the last 8 characters that its screen shows',
    es: 'Escriba los últimos 8 caracteres que muestra su pantalla',
  },
  compareHelp: {
    en: 'Capital and small letters count. The whole fingerprint may be typed too.',
    es: 'Cuentan mayúsculas y minúsculas. También puede escribir la huella entera.',
  },
  compareDiffers: {
    en: 'That is not what the network shows. Compare again; if it stays, somebody else answers on this address: do not go on.',
    es: 'Eso no es lo que muestra la red. Compare otra vez; si continúa, en esta dirección contesta otro: no siga.',
  },
  nodes: { en: 'Nodes', es: 'Nodos' },
  asking: { en: 'being read', es: 'leyéndose' },
  wasRead: { en: 'read', es: 'leído' },
  unread: { en: 'not read', es: 'no leído' },
  done: {
    en: 'Nodes read: {read} of {nodes}. Virtual machines on the cluster: {machines}.',
    es: 'Nodos leídos: {read} de {nodes}. Máquinas virtuales en el clúster: {machines}.',
  },
  notes: { en: 'What you should know ({count})', es: 'Lo que debe saber ({count})' },
  folderHelp: {
    en: 'Small letters, digits and hyphens.',
    es: 'Letras minúsculas, cifras y guiones.',
  },
} satisfies Record<string, Text>;
