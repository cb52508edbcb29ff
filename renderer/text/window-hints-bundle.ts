import type { Text } from '../../electron/api/text.ts';

/** What only a file of sources names is put into the vault by the command line. */
const inTerminal = (en: string, es: string): Text => ({ en: `In a terminal: ${en}`, es: `En una terminal: ${es}` });

/** Of the bundle; see window-hints.ts. */
export const BUNDLE_WINDOW_HINTS = {
  'bundle.no-lock': {
    en: 'Press Make the bundle, on the page Bundle. Where you chose a folder: choose the one that holds bundle.lock.toml.',
    es: 'Pulse Hacer el paquete, en la página Paquete. Si eligió una carpeta: elija la que contiene bundle.lock.toml.',
  },
  'bundle.image-differs': {
    en: 'The lock was made by another version. Press Look what moved, on the page Bundle, then Take it, then Make again.',
    es: 'El archivo de bloqueo lo hizo otra versión. Pulse Ver qué cambió, en la página Paquete, después Adoptarlo y después Hacer de nuevo.',
  },
  'bundle.other-site': {
    en: "Move that folder away from this site's folder, then press Make the bundle.",
    es: 'Saque esa carpeta de la carpeta de este sitio y pulse Hacer el paquete.',
  },
  'bundle.no-space': {
    en: 'Free some space on that disk and try again, or choose a folder on another disk. Nothing has been written.',
    es: 'Libere espacio en ese disco y reintente, o elija una carpeta de otro disco. No se ha escrito nada.',
  },
  'bundle.unsigned': {
    en: "Make the vault on the page Hand-over. Then press Make again: the bundle is signed with the site's key.",
    es: 'Cree la caja fuerte en la página Entrega al cliente. Después pulse Hacer de nuevo: el paquete se firma con la clave del sitio.',
  },
  'bundle.signing-key-form': inTerminal(
    'copy it from a laptop that has it (sitewright secrets show SITE {name}), or leave it: Make the bundle makes one. Nothing was changed.',
    'cópiela de un portátil que la tenga (sitewright secrets show SITIO {name}), o déjelo: Hacer el paquete genera una. No se cambió nada.',
  ),
  'bundle.need-missing': {
    en: 'The site has changed since the bundle was made. Press Make again, on the page Bundle.',
    es: 'El sitio cambió después de hacer el paquete. Pulse Hacer de nuevo, en la página Paquete.',
  },
  'bundle.sources-missing': {
    en: 'Choose another file with Choose other settings; examples/sources.toml shows what may stand in it.',
    es: 'Elija otro archivo con Elegir otra configuración; examples/sources.toml muestra lo que puede contener.',
  },
  'bundle.clear-secret': inTerminal(
    'keep it with sitewright secrets set SITE name and write "secret:name" into the file. Change the password: the file may have been copied.',
    'guárdelo con sitewright secrets set SITIO nombre y escriba «secret:nombre» en el archivo. Cambie la contraseña: el archivo puede haberse copiado.',
  ),
  'bundle.no-secret': inTerminal(
    'put the secret into the vault: sitewright secrets set SITE NAME.',
    'guarde el secreto en la caja fuerte: sitewright secrets set SITIO NOMBRE.',
  ),
  'bundle.not-a-delta': {
    en: 'Choose the folder that Write the difference filled, copied whole.',
    es: 'Elija la carpeta que llenó Escribir la diferencia, copiada entera.',
  },
  'bundle.out-not-empty': {
    en: 'Choose an empty or new folder.',
    es: 'Elija una carpeta vacía o nueva.',
  },
  'bundle.volume-missing': {
    en: 'Choose the folder of every stick: Another folder adds a field.',
    es: 'Elija la carpeta de cada memoria: Otra carpeta añade un campo.',
  },
  'bundle.volume-size': {
    en: 'Write a larger size, such as 3900.',
    es: 'Escriba un tamaño mayor, como 3900.',
  },
  'bundle.item-unneeded': {
    en: 'It may go: Make again takes it away.',
    es: 'Puede quitarse: Hacer de nuevo lo elimina.',
  },
  'packages.no-node-iso': {
    en: 'They work as they are. For a smaller bundle name the ISO under nodeIsos in sources.toml; then press Look what moved and Take it, on the page Bundle.',
    es: 'Sirven así. Para un paquete más pequeño indique la ISO en nodeIsos de sources.toml; después pulse Ver qué cambió y Adoptarlo, en la página Paquete.',
  },
  'packages.node-iso-away': {
    en: 'They work as they are. For a smaller bundle put the ISO there; then press Look what moved and Take it, on the page Bundle.',
    es: 'Sirven así. Para un paquete más pequeño ponga ahí la ISO; después pulse Ver qué cambió y Adoptarlo, en la página Paquete.',
  },
  'deploy.not-mounted': {
    en: 'Mount the stick and choose its folder. Or tick that a folder of this laptop is meant.',
    es: 'Monte la memoria y elija su carpeta. O marque que se trata de una carpeta de este portátil.',
  },
  'deploy.half-copied': {
    en: 'Fill it again, on the page Bundle. Wait for its end, then eject the stick. It goes on where it stopped.',
    es: 'Llénela de nuevo, en la página Paquete. Espere a que termine y expulse la memoria. Continúa donde se detuvo.',
  },
  'deploy.damaged': {
    en: 'Fill it again, on the page Bundle. Wait for its end, then eject the stick. It goes on where it stopped.',
    es: 'Llénela de nuevo, en la página Paquete. Espere a que termine y expulse la memoria. Continúa donde se detuvo.',
  },
  'deploy.host-full': {
    en: 'Free some space on {host}, or have removed what no lock names, on the page Bundle.',
    es: 'Libere espacio en {host} o haga borrar lo que ningún archivo de bloqueo nombra, en la página Paquete.',
  },
  'deploy.bundle-changed': {
    en: 'Make the bundle again, on the page Bundle.',
    es: 'Haga de nuevo el paquete, en la página Paquete.',
  },
} as const satisfies Readonly<Record<string, Text>>;
