import type { AreaHelp } from '../area-help.ts';

/** Areas about runs, files and Sitewright itself. */
export const PROGRAM_AREAS = {
  run: {
    title: { en: 'Runs and their journal', es: 'Ejecuciones y su diario' },
    about: {
      en: 'Said about a run as a whole: a plan that no longer fits, another laptop at work, a journal that cannot be written. What is done stays done and is recognised.',
      es: 'Trata de una ejecución entera: un plan que ya no encaja, otro portátil trabajando, un diario que no se puede escribir. Lo hecho queda hecho y se reconoce.',
    },
    places: ['install', 'smoke', 'report'],
  },
  selection: {
    title: { en: 'Choosing steps and nodes', es: 'Elegir pasos y nodos' },
    about: {
      en: 'Said when only a part of the plan was asked for and that part cannot stand alone.',
      es: 'Aparece cuando se pidió solo una parte del plan y esa parte no puede ir sola.',
    },
    places: ['install', 'terminal'],
  },
  step: {
    title: { en: 'Steps', es: 'Pasos' },
    about: {
      en: 'Said about a step of the plan: it ended and the site is still not as described, or it cannot be decided yet.',
      es: 'Trata de un paso del plan: terminó y el sitio aún no es como se describe, o todavía no se puede decidir.',
    },
    places: ['install'],
  },
  ownership: {
    title: { en: 'What is ours and what is not', es: 'Lo que es nuestro y lo que no' },
    about: {
      en: 'Said about things that Sitewright made and the site no longer names. They are removed only when their name is typed; what is not ours is never changed.',
      es: 'Trata de lo que Sitewright creó y el sitio ya no nombra. Solo se retira al escribir su nombre; lo que no es nuestro nunca se cambia.',
    },
    places: ['install', 'terminal'],
  },
  report: {
    title: { en: 'The report', es: 'El informe' },
    about: {
      en: 'Said when a report is made or verified. Its manifest names each file by digest, and the journal behind it is a chain that shows a change.',
      es: 'Aparece al hacer o verificar un informe. Su manifiesto nombra cada archivo por su huella y el diario que lo respalda es una cadena que delata cambios.',
    },
    places: ['report', 'terminal'],
  },
  vault: {
    title: { en: 'Passwords and keys', es: 'Contraseñas y claves' },
    about: {
      en: 'Said about secrets.age, the encrypted file beside site.toml. No secret stands in the site file, in a log or in the report.',
      es: 'Trata de secrets.age, el archivo cifrado junto a site.toml. Ningún secreto figura en el archivo del sitio, en un registro ni en el informe.',
    },
    places: ['media', 'install', 'handover', 'terminal'],
  },
  workspace: {
    title: { en: 'The folder of the site', es: 'La carpeta del sitio' },
    about: {
      en: 'Said about the folder on this laptop that holds the site: in use, not writable, changed by another program.',
      es: 'Trata de la carpeta de este portátil que contiene el sitio: en uso, sin permiso de escritura, cambiada por otro programa.',
    },
    places: ['sites', 'anywhere'],
  },
  app: {
    title: { en: 'The window and its engine', es: 'La ventana y su motor' },
    about: {
      en: 'Said when the window and the program behind it lost each other, or were asked for something that is not there.',
      es: 'Aparece cuando la ventana y el programa que hay detrás se perdieron, o se les pidió algo que no existe.',
    },
    places: ['anywhere'],
  },
  contract: {
    title: { en: 'Requests to the engine', es: 'Peticiones al motor' },
    about: {
      en: 'Said when a request was refused at the gate: from a foreign page, without the token, or in a form that is not known.',
      es: 'Aparece cuando se rechazó una petición en la puerta: de una página ajena, sin el token o con una forma desconocida.',
    },
    places: ['anywhere'],
  },
  cli: {
    title: { en: 'Words on the command line', es: 'Palabras en la línea de órdenes' },
    about: {
      en: 'Said when a command was typed in a way that cannot be carried out. Nothing was started.',
      es: 'Aparece cuando una orden se escribió de un modo que no se puede ejecutar. No se inició nada.',
    },
    places: ['terminal'],
  },
  update: {
    title: { en: 'New versions of Sitewright', es: 'Versiones nuevas de Sitewright' },
    about: {
      en: 'Said when a new version that came as a file is proven and installed. What is not signed with the key of the releases is never installed, and nothing is replaced while a run goes on.',
      es: 'Se dice al comprobar e instalar una versión nueva que llegó como archivo. Lo que no está firmado con la clave de las versiones nunca se instala, y no se sustituye nada durante una ejecución.',
    },
    places: ['anywhere', 'terminal'],
  },
  handover: {
    title: { en: 'Handing over', es: 'Entrega' },
    about: {
      en: 'Said when the secrets of a site are written for the customer: encrypted, or as a sheet to print. They never go into the site folder, and nothing is written over.',
      es: 'Se dice al escribir los secretos de un sitio para el cliente: cifrados, o como hoja para imprimir. Nunca van a la carpeta del sitio ni se escriben encima de nada.',
    },
    places: ['handover', 'terminal'],
  },
} as const satisfies Readonly<Record<string, AreaHelp>>;
