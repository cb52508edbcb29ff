import { catalogue } from './catalogue.ts';

/** What is wrong with the words of a command line; the area of `sitewright ARGS` only. */
export const cliDiagnostics = catalogue({
  'cli.missing-argument': {
    severity: 'error',
    summary: { en: 'The argument <{name}> is missing.', es: 'Falta el argumento <{name}>.' },
    hint: {
      en: 'Give it, as in the example of: {command} --help',
      es: 'Indíquelo, como en el ejemplo de: {command} --help',
    },
  },
  'cli.missing-option': {
    severity: 'error',
    summary: { en: 'The option {option} is missing.', es: 'Falta la opción {option}.' },
    hint: {
      en: 'Give it, as in the example of: {command} --help',
      es: 'Indíquela, como en el ejemplo de: {command} --help',
    },
  },
  'cli.nothing-explained': {
    severity: 'error',
    summary: { en: 'The help has nothing about «{asked}».', es: 'La ayuda no tiene nada sobre «{asked}».' },
    hint: {
      en: 'Give a code as it stands beside a message (such as pve.no-quorum), or fewer words.',
      es: 'Indique un código como figura junto a un mensaje (por ejemplo pve.no-quorum) o menos palabras.',
    },
  },
  'cli.option-needs-value': {
    severity: 'error',
    summary: { en: 'The option {option} needs a value.', es: 'La opción {option} necesita un valor.' },
    hint: {
      en: 'Write it after the option; see: {command} --help',
      es: 'Escríbalo tras la opción; vea: {command} --help',
    },
  },
  'cli.bad-value': {
    severity: 'error',
    summary: {
      en: '"{value}" is no value for {option}.',
      es: '«{value}» no es un valor válido de {option}.',
    },
    hint: { en: 'Give {expected}.', es: 'Indique {expected}.' },
  },
  'cli.needs-rehearsal': {
    severity: 'error',
    summary: {
      en: 'The option {option} belongs to a rehearsal, and --rehearsal is not given.',
      es: 'La opción {option} pertenece a un ensayo y falta --rehearsal.',
    },
    hint: {
      en: 'Add --rehearsal, or leave {option} out to work with the real machines.',
      es: 'Añada --rehearsal u omita {option} para trabajar con los equipos reales.',
    },
  },
  'cli.rehearse-needs-site': {
    severity: 'error',
    summary: {
      en: '{path} is a folder; --rehearse rehearses a site.',
      es: '{path} es una carpeta; --rehearse ensaya un sitio.',
    },
    hint: {
      en: 'Name the site file in its place: its own bundle is verified and rehearsed.',
      es: 'Indique en su lugar el archivo del sitio: se comprueba y se ensaya su propio paquete.',
    },
  },
  'cli.unwatched-machine': {
    severity: 'error',
    summary: {
      en: 'The option {option} names {name}, and no machine of that name is watched.',
      es: 'La opción {option} nombra {name} y no se vigila ningún equipo con ese nombre.',
    },
    hint: {
      en: 'Give one of: {machines}.',
      es: 'Indique uno de: {machines}.',
    },
  },
  'cli.needs-prune': {
    severity: 'error',
    summary: {
      en: 'The option {option} names what is to be removed, and --prune is not given.',
      es: 'La opción {option} nombra lo que se retira y falta --prune.',
    },
    hint: {
      en: 'Add --prune, or leave {option} out. Nothing was changed.',
      es: 'Añada --prune u omita {option}. No se cambió nada.',
    },
  },
  'cli.unknown-option': {
    severity: 'error',
    summary: { en: 'There is no option {option}.', es: 'No existe la opción {option}.' },
    hint: { en: 'The options are listed by: {command} --help', es: 'Las opciones se ven con: {command} --help' },
  },
  'cli.unknown-command': {
    severity: 'error',
    summary: { en: 'There is no command "{name}".', es: 'No existe la orden «{name}».' },
    hint: { en: 'The commands are listed by: {command} --help', es: 'Las órdenes se ven con: {command} --help' },
  },
  'cli.too-many-arguments': {
    severity: 'error',
    summary: { en: 'There are more arguments than expected.', es: 'Hay más argumentos de los esperados.' },
    hint: {
      en: 'Put names with spaces between quotes; see: {command} --help',
      es: 'Escriba entre comillas los nombres con espacios; vea: {command} --help',
    },
  },
  'cli.no-value': {
    severity: 'error',
    summary: { en: 'No value was given for "{name}".', es: 'No se dio ningún valor para «{name}».' },
    hint: {
      en: 'Type it when asked, or send it to standard input: sitewright secrets set SITE {name} < FILE',
      es: 'Escríbalo cuando se pida o envíelo por la entrada estándar: sitewright secrets set SITIO {name} < ARCHIVO',
    },
  },
  'cli.values-differ': {
    severity: 'error',
    retryable: true,
    summary: { en: 'The two inputs are not the same.', es: 'Las dos entradas no coinciden.' },
    hint: { en: 'Type it again. Nothing was changed.', es: 'Escríbala de nuevo. No se cambió nada.' },
  },
  'cli.port-unusable': {
    severity: 'error',
    summary: {
      en: 'Port {port} of this laptop cannot be opened: {why}.',
      es: 'No se puede abrir el puerto {port} de este portátil: {why}.',
    },
    hint: {
      en: 'Leave --port out: a free one is taken.',
      es: 'Omita --port: se toma uno libre.',
    },
  },
  'cli.flash-pairs': {
    severity: 'error',
    summary: {
      en: 'There are {images} images, {devices} drives (--to) and {serials} serials (--confirm).',
      es: 'Hay {images} imágenes, {devices} unidades (--to) y {serials} números de serie (--confirm).',
    },
    hint: {
      en: 'Give one --to and one --confirm for each image, in the same order. Nothing was written.',
      es: 'Indique un --to y un --confirm por cada imagen, en el mismo orden. No se escribió nada.',
    },
  },
});
