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
  'packages.no-node-iso': {
    severity: 'warning',
    summary: {
      en: 'The packages for the nodes are chosen for a bare Debian: no ISO of Proxmox VE {version} is named.',
      es: 'Los paquetes para los nodos se eligen para un Debian sin nada: no se indica ninguna ISO de Proxmox VE {version}.',
    },
    hint: {
      en: 'They work as they are. For a smaller bundle name the ISO under nodeIsos in sources.toml, then run «sitewright bundle update --write».',
      es: 'Sirven así. Para un paquete más pequeño indique la ISO en nodeIsos de sources.toml y ejecute «sitewright bundle update --write».',
    },
  },
  'packages.node-iso-away': {
    severity: 'warning',
    summary: {
      en: 'The packages for the nodes are chosen for a bare Debian: the ISO {file} cannot be opened ({why}).',
      es: 'Los paquetes para los nodos se eligen para un Debian sin nada: la ISO {file} no se puede abrir ({why}).',
    },
    hint: {
      en: 'They work as they are. For a smaller bundle put the ISO there, then run «sitewright bundle update --write».',
      es: 'Sirven así. Para un paquete más pequeño ponga ahí la ISO y ejecute «sitewright bundle update --write».',
    },
  },
  'packages.node-iso-other': {
    severity: 'warning',
    summary: {
      en: 'The packages for the nodes are chosen for a bare Debian: none of the ISOs named is of Proxmox VE {version}, but {found}.',
      es: 'Los paquetes para los nodos se eligen para un Debian sin nada: ninguna de las ISO indicadas es de Proxmox VE {version}, sino {found}.',
    },
    hint: {
      en: 'Name the ISO that the nodes are installed from under nodeIsos in sources.toml, or correct pve.version in the site file.',
      es: 'Indique en nodeIsos de sources.toml la ISO con la que se instalan los nodos, o corrija pve.version en el archivo del sitio.',
    },
  },
  'packages.nodes-found': {
    severity: 'warning',
    summary: {
      en: 'The packages for the nodes are chosen for a bare Debian: {nodes} were there before, and what they have is not known here.',
      es: 'Los paquetes para los nodos se eligen para un Debian sin nada: {nodes} ya existían y aquí no se sabe qué tienen.',
    },
    hint: {
      en: 'Nothing has to be done: a node takes of the bundle only what it lacks.',
      es: 'No hay que hacer nada: un nodo toma del paquete solo lo que le falta.',
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
