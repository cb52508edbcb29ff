import { catalogue } from '../catalogue.ts';

/** Accepted, and likely not what is meant: how disks are chosen, sizes that nobody checks. Filters of the network too. */
export const answerDiskTrapDiagnostics = catalogue({
  'answer.trap-filter-or': {
    severity: 'warning',
    summary: {
      en: 'The filter «{filter}» has {count} properties, and one match is enough: the first device with any of them is taken.',
      es: 'El filtro «{filter}» tiene {count} propiedades y basta una: se toma el primer dispositivo que cumpla cualquiera.',
    },
    hint: {
      en: 'Use one property that only the right device has, such as its serial number or MAC.',
      es: 'Use una sola propiedad que solo tenga el dispositivo correcto, como su número de serie o MAC.',
    },
  },
  'answer.trap-filter-any': {
    severity: 'warning',
    summary: {
      en: 'The filter «disk-setup.filter» has {count} properties and no filter-match: every disk with any one of them is erased.',
      es: 'El filtro «disk-setup.filter» tiene {count} propiedades y ningún filter-match: se borra todo disco que cumpla una cualquiera.',
    },
    hint: {
      en: 'Write filter-match = "any" if each property is to add disks to the set; for one that is to narrow it, "all".',
      es: 'Escriba filter-match = "any" si cada propiedad ha de añadir discos al conjunto; si ha de restringirlo, "all".',
    },
  },
  'answer.trap-filter-many': {
    severity: 'warning',
    summary: {
      en: 'The filter «{filter}» matches {count} devices; the installer takes {taken} without asking.',
      es: 'El filtro «{filter}» coincide con {count} dispositivos; el instalador toma {taken} sin preguntar.',
    },
    hint: { en: 'Make the filter match one device only.', es: 'Haga que el filtro coincida con un solo dispositivo.' },
  },
  'answer.trap-filter-match-single': {
    severity: 'warning',
    summary: {
      en: 'filter-match has no effect with {filesystem}: one matching property is enough.',
      es: 'filter-match no tiene efecto con {filesystem}: basta una propiedad que coincida.',
    },
    hint: {
      en: 'Use one property that only the right disk has, such as its serial number.',
      es: 'Use una sola propiedad que solo tenga el disco correcto, como su número de serie.',
    },
  },
  'answer.trap-filter-match-list': {
    severity: 'warning',
    summary: {
      en: 'filter-match has no effect beside disk-list.',
      es: 'filter-match no tiene efecto junto a disk-list.',
    },
    hint: { en: 'Remove filter-match.', es: 'Quite filter-match.' },
  },
  'answer.trap-filter-all': {
    severity: 'warning',
    summary: {
      en: 'Under filter-match = "all" a disk that lacks a property counts as matching it ({keys}).',
      es: 'Con filter-match = "all" un disco que carece de una propiedad cuenta como coincidente ({keys}).',
    },
    hint: {
      en: 'Check the spelling of the properties; a wrong name selects every disk.',
      es: 'Compruebe la escritura de las propiedades; un nombre equivocado selecciona todos los discos.',
    },
  },
  'answer.trap-filter-all-disks': {
    severity: 'warning',
    summary: {
      en: 'These disks are erased although they lack the property {key}: {disks}.',
      es: 'Estos discos se borran aunque carecen de la propiedad {key}: {disks}.',
    },
    hint: {
      en: 'Use only properties that every disk has, such as ID_SERIAL.',
      es: 'Use solo propiedades que todo disco tenga, como ID_SERIAL.',
    },
  },
  'answer.trap-disk-suffix': {
    severity: 'warning',
    summary: {
      en: '«{disk}» stands for any disk whose path ends so; the installer takes the first.',
      es: '«{disk}» vale por cualquier disco cuya ruta termine así; el instalador toma el primero.',
    },
    hint: {
      en: 'Write the whole path, such as /dev/sda, or filter by serial number.',
      es: 'Escriba la ruta completa, como /dev/sda, o filtre por número de serie.',
    },
  },
  'answer.trap-disk-many': {
    severity: 'warning',
    summary: {
      en: '«{disk}» is the end of several paths ({disks}); the installer takes {taken}.',
      es: '«{disk}» es el final de varias rutas ({disks}); el instalador toma {taken}.',
    },
    hint: {
      en: 'Write the whole path, such as /dev/sda, or filter by serial number.',
      es: 'Escriba la ruta completa, como /dev/sda, o filtre por número de serie.',
    },
  },
  'answer.trap-disk-dropped': {
    severity: 'warning',
    summary: {
      en: 'This machine has no disk «{disk}»; {filesystem} silently goes on without it.',
      es: 'Esta máquina no tiene el disco «{disk}»; {filesystem} sigue sin él y sin avisar.',
    },
    hint: { en: 'Correct disk-list before installing.', es: 'Corrija disk-list antes de instalar.' },
  },
  'answer.trap-disk-same': {
    severity: 'warning',
    summary: { en: '«{first}» and «{second}» are the same disk.', es: '«{first}» y «{second}» son el mismo disco.' },
    hint: { en: 'Name every disk once.', es: 'Indique cada disco una sola vez.' },
  },
  'answer.trap-raid-count': {
    severity: 'warning',
    summary: {
      en: '{filesystem} {raid} does not fit {count} disks; the parser accepts it and the installation fails later.',
      es: '{filesystem} {raid} no corresponde a {count} discos; se acepta la respuesta y la instalación falla después.',
    },
    hint: {
      en: 'It needs at least {least}, for raid10 an even number.',
      es: 'Necesita al menos {least}; para raid10, un número par.',
    },
  },
  'answer.trap-range': {
    severity: 'warning',
    summary: {
      en: '«{key}» is {value}; nobody checks it before the disks are erased, and usual values are {usual}.',
      es: '«{key}» vale {value}; nadie lo comprueba antes de borrar los discos, y lo usual es {usual}.',
    },
    hint: { en: 'Correct the value or leave the key out.', es: 'Corrija el valor o quite la clave.' },
  },
  'answer.trap-filter-name': {
    severity: 'warning',
    summary: {
      en: 'The filter chooses by {key}: device names may be given to other disks at the next start.',
      es: 'El filtro elige por {key}: los nombres de dispositivo pueden pasar a otros discos en el próximo arranque.',
    },
    hint: { en: 'Choose by ID_SERIAL_SHORT.', es: 'Elija por ID_SERIAL_SHORT.' },
  },
  'answer.trap-swap-large': {
    severity: 'warning',
    summary: {
      en: 'PVE 8.4 accepts a swap space of {swapGib} GiB on {hdGib} GiB; little or nothing is left for the system.',
      es: 'PVE 8.4 acepta un espacio de intercambio de {swapGib} GiB en {hdGib} GiB; queda poco o nada para el sistema.',
    },
    hint: {
      en: 'Give at most half of hdsize, as later versions demand.',
      es: 'Dé como máximo la mitad de hdsize, como exigen versiones posteriores.',
    },
  },
  'answer.trap-size-disk': {
    severity: 'warning',
    summary: {
      en: '«{key}» is {value} GiB, but the smallest disk that is used has {sizeGib} GiB.',
      es: '«{key}» vale {value} GiB, pero el disco más pequeño que se usa tiene {sizeGib} GiB.',
    },
    hint: { en: 'Lower the value or leave the key out.', es: 'Baje el valor o quite la clave.' },
  },
});
