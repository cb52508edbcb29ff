import { catalogue } from './catalogue.ts';

const fetchAgain = {
  en: 'Nothing is installed. Copy the file and its signature again from where releases are published.',
  es: 'No se ha instalado nada. Copie de nuevo el archivo y su firma desde donde se publican las versiones.',
} as const;

export const updateDiagnostics = catalogue({
  'update.not-installed': {
    severity: 'error',
    summary: {
      en: 'This Sitewright was not installed from a package: there is nothing that a new version could take the place of.',
      es: 'Este Sitewright no se instaló desde un paquete: no hay nada que una versión nueva pueda sustituir.',
    },
    hint: {
      en: 'Install the new version as its kind of file is installed, or fill the deployment stick again from a newer laptop.',
      es: 'Instale la versión nueva como se instala ese tipo de archivo, o llene de nuevo la memoria de despliegue desde un portátil más nuevo.',
    },
  },
  'update.no-release-key': {
    severity: 'error',
    summary: {
      en: 'This Sitewright was built without the key of its releases: it cannot tell a genuine one from any other file.',
      es: 'Este Sitewright se compiló sin la clave de sus versiones: no puede distinguir una auténtica de otro archivo cualquiera.',
    },
    hint: {
      en: 'Check the new file by other means and install it by hand. Packages made with --release-key know the key.',
      es: 'Compruebe el archivo nuevo por otro medio e instálelo a mano. Los paquetes hechos con --release-key conocen la clave.',
    },
  },
  'update.no-signature': {
    severity: 'error',
    summary: {
      en: 'Beside {name} there is no signature: {signature} is missing.',
      es: 'Junto a {name} no hay ninguna firma: falta {signature}.',
    },
    hint: {
      en: 'Put both files into one folder; they are published together.',
      es: 'Ponga los dos archivos en una misma carpeta; se publican juntos.',
    },
  },
  'update.signature-broken': {
    severity: 'error',
    summary: {
      en: '{signature} is not a whole signature of a release.',
      es: '{signature} no es una firma completa de una versión.',
    },
    hint: fetchAgain,
  },
  'update.foreign-signature': {
    severity: 'error',
    summary: {
      en: '{name} is not signed with the key of Sitewright’s releases.',
      es: '{name} no está firmado con la clave de las versiones de Sitewright.',
    },
    hint: {
      en: 'Nothing is installed. Do not install it by hand either: the file or its signature was changed, or it comes from somebody else.',
      es: 'No se ha instalado nada. Tampoco lo instale a mano: el archivo o su firma se cambiaron, o procede de otra persona.',
    },
  },
  'update.other-product': {
    severity: 'error',
    summary: { en: '{name} is {product}, not Sitewright.', es: '{name} es {product}, no Sitewright.' },
    hint: { en: 'Choose the file of Sitewright.', es: 'Elija el archivo de Sitewright.' },
  },
  'update.other-system': {
    severity: 'error',
    summary: {
      en: '{name} is for {seen}; what is installed here is {ours}.',
      es: '{name} es para {seen}; lo instalado aquí es {ours}.',
    },
    hint: {
      en: 'Choose the file of the same version for {ours}.',
      es: 'Elija el archivo de la misma versión para {ours}.',
    },
  },
  'update.truncated': {
    severity: 'error',
    summary: {
      en: '{name} is not whole: {seen} of {expected} bytes.',
      es: '{name} no está completo: {seen} de {expected} bytes.',
    },
    hint: fetchAgain,
  },
  'update.altered': {
    severity: 'error',
    summary: {
      en: '{name} is not the file that was signed: its content differs.',
      es: '{name} no es el archivo que se firmó: su contenido difiere.',
    },
    hint: fetchAgain,
  },
  'update.older': {
    severity: 'error',
    summary: {
      en: '{name} is version {version}, older than {now}, which runs here.',
      es: '{name} es la versión {version}, anterior a la {now}, que funciona aquí.',
    },
    hint: {
      en: 'Nothing is installed. If that is what you want, say so: --accept-older, or the mark in the window. Sites that a newer version has written may not open then.',
      es: 'No se ha instalado nada. Si es lo que desea, dígalo: --accept-older o la marca en la ventana. Es posible que entonces no se abran los sitios escritos por una versión más nueva.',
    },
  },
  'update.busy': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Sitewright is at work ({purpose}, process {pid}): nothing is replaced under it.',
      es: 'Sitewright está trabajando ({purpose}, proceso {pid}): no se sustituye nada mientras tanto.',
    },
    hint: {
      en: 'Wait for its end or stop it, then update.',
      es: 'Espere a que termine o deténgalo, y actualice después.',
    },
  },
  'update.under-way': {
    severity: 'error',
    retryable: true,
    summary: { en: 'An update is being installed.', es: 'Se está instalando una actualización.' },
    hint: {
      en: 'Wait for its end; nothing else is begun before.',
      es: 'Espere a que termine; antes no se empieza nada más.',
    },
  },
  'update.restart-first': {
    severity: 'error',
    summary: {
      en: 'Version {version} is installed, and the one before it still runs.',
      es: 'La versión {version} está instalada y todavía funciona la anterior.',
    },
    hint: {
      en: 'Close Sitewright and start it again; then begin.',
      es: 'Cierre Sitewright e inícielo de nuevo; empiece después.',
    },
  },
  'update.permission-not-given': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Permission to install {name} was not given.',
      es: 'No se ha dado permiso para instalar {name}.',
    },
    hint: {
      en: 'Nothing is installed. Try again and enter the password, or run in a terminal: {command}',
      es: 'No se ha instalado nada. Vuelva a intentarlo e introduzca la contraseña, o ejecute en un terminal: {command}',
    },
  },
  'update.no-agent': {
    severity: 'error',
    summary: {
      en: 'This desktop has nothing that could ask for the administrator’s password (no polkit agent), or you are not allowed to.',
      es: 'Este escritorio no tiene nada que pida la contraseña de administrador (ningún agente de polkit), o usted no está autorizado.',
    },
    hint: {
      en: 'Nothing is installed. Run in a terminal: {command}',
      es: 'No se ha instalado nada. Ejecute en un terminal: {command}',
    },
  },
  'update.no-elevation': {
    severity: 'error',
    summary: {
      en: 'The program that installs or asks for the administrator’s password is not there ({program}).',
      es: 'No está el programa que instala o que pide la contraseña de administrador ({program}).',
    },
    hint: {
      en: 'Nothing is installed. Run in a terminal: {command}',
      es: 'No se ha instalado nada. Ejecute en un terminal: {command}',
    },
  },
  'update.install-failed': {
    severity: 'error',
    summary: {
      en: 'The system did not install {name}: {program} ended with {code}.',
      es: 'El sistema no instaló {name}: {program} terminó con {code}.',
    },
    hint: {
      en: 'Read what it said below. Another package manager at work, or packages that are missing, are the usual reasons; then run in a terminal: {command}',
      es: 'Lea abajo lo que dijo. Lo habitual es otro gestor de paquetes en marcha o paquetes que faltan; después ejecute en un terminal: {command}',
    },
  },
  'update.still-before': {
    severity: 'error',
    summary: {
      en: '{name} was installed without a complaint, and yet version {seen} lies there.',
      es: '{name} se instaló sin quejas y sin embargo sigue la versión {seen}.',
    },
    hint: {
      en: 'Look in a terminal: {command}',
      es: 'Mírelo en un terminal: {command}',
    },
  },
});
