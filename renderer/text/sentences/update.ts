import type { Text } from '../../../electron/api/text.ts';

export const updateSentences = {
  version: { en: 'Sitewright {version}', es: 'Sitewright {version}' },
  open: { en: 'Update from a file…', es: 'Actualizar desde un archivo…' },
  title: { en: 'Update from a file', es: 'Actualizar desde un archivo' },
  lead: {
    en: 'The file of a new version and its signature (the same name with .sig) lie side by side, on a stick for example. What is not signed with the key of the releases is not installed.',
    es: 'El archivo de una versión nueva y su firma (el mismo nombre con .sig) están juntos, por ejemplo en una memoria USB. Lo que no está firmado con la clave de las versiones no se instala.',
  },
  file: { en: 'File of the new version', es: 'Archivo de la versión nueva' },
  proving: { en: 'Reading the file and its signature…', es: 'Leyendo el archivo y su firma…' },
  now: { en: 'Here now', es: 'Aquí ahora' },
  after: { en: 'After the update', es: 'Después de actualizar' },
  size: { en: 'Size', es: 'Tamaño' },
  newer: { en: 'newer', es: 'más nueva' },
  same: { en: 'the same version', es: 'la misma versión' },
  older: { en: 'older', es: 'anterior' },
  signed: { en: 'signed with the key of the releases', es: 'firmado con la clave de las versiones' },
  proof: { en: 'Signature', es: 'Firma' },
  acceptOlder: {
    en: 'Install it although it is older. Sites that this version has written may not open then.',
    es: 'Instalarla aunque sea anterior. Es posible que entonces no se abran los sitios escritos por esta versión.',
  },
  installs: {
    en: 'The system asks for an administrator’s password. Nothing else may go on meanwhile.',
    es: 'El sistema pide la contraseña de un administrador. Mientras tanto no puede haber nada más en marcha.',
  },
  replaces: { en: 'The program’s file is replaced.', es: 'Se sustituye el archivo del programa.' },
  opens: {
    en: 'The installer is opened; it asks the rest. Not tried on this system yet.',
    es: 'Se abre el instalador, que pregunta lo demás. Aún no se ha probado en este sistema.',
  },
  install: { en: 'Install', es: 'Instalar' },
  openInstaller: { en: 'Open the installer', es: 'Abrir el instalador' },
  installing: { en: 'Installing {version}…', es: 'Instalando {version}…' },
  installed: { en: 'Sitewright {version} is installed.', es: 'Sitewright {version} está instalado.' },
  restartLead: {
    en: 'This window is still {version}. It closes and comes up again.',
    es: 'Esta ventana es todavía la {version}. Se cierra y vuelve a abrirse.',
  },
  restart: { en: 'Start again now', es: 'Iniciar de nuevo ahora' },
  opened: {
    en: 'The installer is open. Close Sitewright when it asks for it.',
    es: 'El instalador está abierto. Cierre Sitewright cuando lo pida.',
  },
  command: { en: 'sitewright update FILE', es: 'sitewright update ARCHIVO' },
  inTerminal: {
    en: 'A browser installs nothing. In a terminal:',
    es: 'Un navegador no instala nada. En un terminal:',
  },
} satisfies Record<string, Text>;
