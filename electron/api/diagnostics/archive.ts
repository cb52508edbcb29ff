import { catalogue } from './catalogue.ts';

/** Signed archives of Debian packages, asked in the office when a bundle is made. `{archive}` is its name and suite. */
export const archiveDiagnostics = catalogue({
  'archive.source-wrong': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} is not described well: {why}.',
      es: 'El archivo de paquetes {archive} no está bien descrito: {why}.',
    },
    hint: {
      en: 'Correct the address, suite and components of {archive} in the sources of the bundle.',
      es: 'Corrija la dirección, la versión y los componentes de {archive} en las fuentes del contenido.',
    },
  },
  'archive.unreachable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The archive {archive} does not answer at {url}: {why}.',
      es: 'El archivo de paquetes {archive} no responde en {url}: {why}.',
    },
    hint: {
      en: 'Check the internet connection of this computer and its proxy, or name another mirror of {archive}. What was fetched stays.',
      es: 'Compruebe la conexión a internet de este equipo y su proxy, o indique otra réplica de {archive}. Lo ya descargado se conserva.',
    },
  },
  'archive.absent': {
    severity: 'error',
    summary: {
      en: '{url} has no archive {archive}: neither InRelease nor Release is there.',
      es: '{url} no tiene el archivo de paquetes {archive}: no hay ni InRelease ni Release.',
    },
    hint: {
      en: 'Compare the address and the suite with a line of apt that works, and name the mirror as it is written there.',
      es: 'Compare la dirección y la versión con una línea de apt que funcione e indique la réplica tal como aparece ahí.',
    },
  },
  'archive.unsigned': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} has no signature: {why}.',
      es: 'El archivo de paquetes {archive} no tiene firma: {why}.',
    },
    hint: {
      en: 'Do not use this mirror. Name one that serves InRelease, as every mirror of Debian and Proxmox does.',
      es: 'No utilice esta réplica. Indique una que sirva InRelease, como hacen todas las de Debian y Proxmox.',
    },
  },
  'archive.keyring-damaged': {
    severity: 'error',
    summary: {
      en: 'A key file for the archive {archive} cannot be read: {why}.',
      es: 'Un archivo de claves para {archive} no se puede leer: {why}.',
    },
    hint: {
      en: 'Give the archive’s public keys as its makers publish them (.gpg or .asc), or install Sitewright again if the file is its own.',
      es: 'Dé las claves públicas del archivo tal como las publican sus autores (.gpg o .asc), o reinstale Sitewright si el archivo es suyo.',
    },
  },
  'archive.no-keys': {
    severity: 'error',
    summary: {
      en: 'There is no key with which the archive {archive} could be checked.',
      es: 'No hay ninguna clave con la que comprobar el archivo de paquetes {archive}.',
    },
    hint: {
      en: 'Get the public key from the makers of {archive}, compare its fingerprint with the one that they publish, and name the file as its key.',
      es: 'Obtenga la clave pública de los autores de {archive}, compare su huella con la que publican e indique el archivo como su clave.',
    },
  },
  'archive.key-unknown': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} is signed with {key}, which is none of the keys known for it.',
      es: 'El archivo de paquetes {archive} está firmado con {key}, que no es ninguna de sus claves conocidas.',
    },
    hint: {
      en: 'Another mirror, or a key newer than this Sitewright: update Sitewright, or compare {key} with what the makers publish and name its file as a key of the archive.',
      es: 'Es otra réplica, o una clave más nueva que este Sitewright: actualice Sitewright, o compare {key} con lo que publican los autores e indique su archivo como clave.',
    },
  },
  'archive.key-expired': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} is signed with key {key} only, which expired on {date}.',
      es: 'El archivo de paquetes {archive} está firmado solo con la clave {key}, caducada el {date}.',
    },
    hint: {
      en: 'Check the date of this computer ({now}). If it is right, update Sitewright: the makers of an archive prolong or replace their keys in time.',
      es: 'Compruebe la fecha de este equipo ({now}). Si es correcta, actualice Sitewright: los autores de un archivo prolongan o cambian sus claves a tiempo.',
    },
  },
  'archive.key-revoked': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} is signed with key {key}, which its owner has revoked.',
      es: 'El archivo de paquetes {archive} está firmado con la clave {key}, que su dueño ha revocado.',
    },
    hint: {
      en: 'Do not use this mirror: its content may be of somebody else. Name another mirror of {archive}.',
      es: 'No utilice esta réplica: su contenido puede ser de otra persona. Indique otra réplica de {archive}.',
    },
  },
  'archive.signature-wrong': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The signature of key {key} does not fit what the archive {archive} sends.',
      es: 'La firma de la clave {key} no corresponde a lo que envía el archivo de paquetes {archive}.',
    },
    hint: {
      en: 'The mirror was changed while it was read, or somebody has altered it (a proxy, the mirror itself). Repeat once; if it stays, name another mirror.',
      es: 'La réplica cambió mientras se leía, o alguien la ha alterado (un proxy o la propia réplica). Repita una vez; si continúa, indique otra réplica.',
    },
  },
  'archive.release-damaged': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The signed file of the archive {archive} cannot be read: {why}.',
      es: 'El archivo firmado de {archive} no se puede leer: {why}.',
    },
    hint: {
      en: 'A page of a network’s log-in often comes in its place: open {url} in a browser, then repeat or name another mirror.',
      es: 'A menudo llega en su lugar la página de acceso de una red: abra {url} en un navegador y repita, o indique otra réplica.',
    },
  },
  'archive.past-its-time': {
    severity: 'error',
    summary: {
      en: 'What the archive {archive} sends was valid until {until}; this computer says it is {now}.',
      es: 'Lo que envía el archivo de paquetes {archive} era válido hasta {until}; este equipo dice que son las {now}.',
    },
    hint: {
      en: 'Check date and time of this computer. If they are right, the mirror is no longer kept up to date, or old content is held against you: name another mirror.',
      es: 'Compruebe la fecha y la hora de este equipo. Si son correctas, la réplica ya no se actualiza o le están sirviendo contenido viejo: indique otra réplica.',
    },
  },
  'archive.of-the-future': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} is dated {date}, and this computer says it is {now}: its clock is wrong.',
      es: 'El archivo de paquetes {archive} tiene fecha {date} y este equipo dice que son las {now}: su reloj está mal.',
    },
    hint: {
      en: 'Set date, time and time zone of this computer, then repeat. No signature can be judged by a wrong clock.',
      es: 'Ponga en hora este equipo (fecha, hora y zona horaria) y repita. Con un reloj equivocado no se puede juzgar ninguna firma.',
    },
  },
  'archive.other-suite': {
    severity: 'error',
    summary: {
      en: '{archive} was asked for, and the archive says of itself that it is {found}.',
      es: 'Se pidió {archive} y el archivo de paquetes dice de sí mismo que es {found}.',
    },
    hint: {
      en: 'Name the release as the archive calls it. If it is right, the mirror serves another release in its place: name another mirror.',
      es: 'Indique la versión como la llama el archivo. Si es correcta, la réplica sirve otra versión en su lugar: indique otra réplica.',
    },
  },
  'archive.no-component': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} has no packages of component {component} for {architecture}.',
      es: 'El archivo de paquetes {archive} no tiene paquetes del componente {component} para {architecture}.',
    },
    hint: {
      en: 'Take one of its components: {components}.',
      es: 'Tome uno de sus componentes: {components}.',
    },
  },
  'archive.index-absent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The archive {archive} names the index {file}, and the mirror does not have it.',
      es: 'El archivo de paquetes {archive} nombra el índice {file} y la réplica no lo tiene.',
    },
    hint: {
      en: 'The mirror is being changed at this moment: repeat in some minutes, or name another mirror.',
      es: 'La réplica está cambiando en este momento: repita dentro de unos minutos o indique otra réplica.',
    },
  },
  'archive.index-differs': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The index {file} of the archive {archive} is not the signed one: {why}.',
      es: 'El índice {file} del archivo de paquetes {archive} no es el firmado: {why}.',
    },
    hint: {
      en: 'Repeat in some minutes: mirrors differ while they are changed. If it stays, something on the way alters it: name another mirror.',
      es: 'Repita dentro de unos minutos: las réplicas difieren mientras cambian. Si continúa, algo lo altera por el camino: indique otra réplica.',
    },
  },
  'archive.older-than-before': {
    severity: 'warning',
    summary: {
      en: 'The archive {archive} sends its state of {date}; that of {before} was seen already and is taken.',
      es: 'El archivo de paquetes {archive} envía su estado de {date}; ya se vio el de {before} y se toma este.',
    },
    hint: {
      en: 'The mirror is behind. Nothing is to be done, unless it stays so for days: then name another mirror.',
      es: 'La réplica va retrasada. No hay que hacer nada, salvo que siga así varios días: entonces indique otra réplica.',
    },
  },
  'archive.not-in-cache': {
    severity: 'error',
    summary: {
      en: 'The archive {archive} may not be asked, and this computer has no copy of it.',
      es: 'El archivo de paquetes {archive} no se puede consultar y este equipo no tiene copia.',
    },
    hint: {
      en: 'Make the bundle once with the internet connected; after that the copy is enough.',
      es: 'Haga el contenido una vez con internet conectado; después basta la copia.',
    },
  },
  'archive.version-too-old': {
    severity: 'error',
    summary: {
      en: '{package} is wanted from version {needed}; {release} has {found}.',
      es: 'Se necesita {package} desde la versión {needed}; {release} tiene {found}.',
    },
    hint: {
      en: 'Take a newer release of Debian for these hosts, or add an archive that has the version.',
      es: 'Tome una versión más nueva de Debian para estos equipos o añada un archivo de paquetes que la tenga.',
    },
  },
});
