import { catalogue } from './catalogue.ts';

/** Debian packages: indexes, closures, the repository that is carried to the hosts. */
export const packagesDiagnostics = catalogue({
  'packages.index-damaged': {
    severity: 'error',
    summary: {
      en: 'The package index {file} cannot be read: {why}.',
      es: 'El índice de paquetes {file} no se puede leer: {why}.',
    },
    hint: {
      en: 'Fetch the index again, then repeat.',
      es: 'Descargue el índice de nuevo y repita.',
    },
  },
  'packages.status-damaged': {
    severity: 'error',
    summary: {
      en: 'The list of installed packages {file} cannot be read: {why}.',
      es: 'La lista de paquetes instalados {file} no se puede leer: {why}.',
    },
    hint: {
      en: 'Take the list from the host or the ISO again, then repeat.',
      es: 'Tome la lista de nuevo del equipo o de la ISO y repita.',
    },
  },
  'packages.deb-damaged': {
    severity: 'error',
    summary: {
      en: 'The package file {file} cannot be read: {why}.',
      es: 'El archivo de paquete {file} no se puede leer: {why}.',
    },
    hint: {
      en: 'Copy {file} again from where it came, then repeat.',
      es: 'Copie {file} de nuevo desde su origen y repita.',
    },
  },
  'packages.base-unreadable': {
    severity: 'error',
    summary: {
      en: 'What the ISO {file} installs cannot be read: {why}.',
      es: 'No se puede leer lo que instala la ISO {file}: {why}.',
    },
    hint: {
      en: 'Check the ISO («sitewright image inspect»), or give the dpkg status of an installed node in its place.',
      es: 'Compruebe la ISO («sitewright image inspect») o dé en su lugar el estado de dpkg de un nodo instalado.',
    },
  },
  'packages.unsatisfied': {
    severity: 'error',
    summary: {
      en: '{package} cannot be installed: {chain} needs {missing}, and no index has it.',
      es: '{package} no se puede instalar: {chain} necesita {missing} y ningún índice lo tiene.',
    },
    hint: {
      en: 'Add the index of the repository that has {missing}, or ask for another package.',
      es: 'Añada el índice del repositorio que tiene {missing} o pida otro paquete.',
    },
  },
  'packages.older-installed': {
    severity: 'info',
    summary: {
      en: '{host} has {package} {installed}; the bundle brings {offered}. It is left as it is.',
      es: '{host} tiene {package} {installed}; el contenido trae {offered}. Se deja como está.',
    },
    hint: {
      en: 'To take the newer version, type the command on {host} at a quiet hour: the service starts anew.',
      es: 'Para tomar la versión más nueva, escriba la orden en {host} en una hora tranquila: el servicio se reinicia.',
    },
  },
  'packages.conflict': {
    severity: 'error',
    summary: {
      en: '{package} cannot be installed: {chain} and {other} exclude each other.',
      es: '{package} no se puede instalar: {chain} y {other} se excluyen entre sí.',
    },
    hint: {
      en: 'Leave one of the two out. Nothing that is installed is ever removed for a package.',
      es: 'Prescinda de uno de los dos. Nunca se elimina nada instalado por causa de un paquete.',
    },
  },
});
