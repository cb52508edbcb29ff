import { catalogue } from '../catalogue.ts';

/** What stops the reading of an answer file: its TOML, its keys, the form of a value. */
export const answerReadingDiagnostics = catalogue({
  'answer.too-large': {
    severity: 'error',
    summary: {
      en: 'The answer file is larger than {limitKib} KiB.',
      es: 'El archivo de respuestas ocupa más de {limitKib} KiB.',
    },
    hint: {
      en: 'Check that this is the answer file; a real one has a few KiB.',
      es: 'Compruebe que este es el archivo de respuestas; uno real tiene unos pocos KiB.',
    },
  },
  'answer.syntax': {
    severity: 'error',
    summary: {
      en: 'The answer file is not readable as TOML.',
      es: 'El archivo de respuestas no se puede leer como TOML.',
    },
    hint: { en: 'Correct the line shown and check again.', es: 'Corrija la línea indicada y vuelva a comprobar.' },
  },
  'answer.toml-foreign': {
    severity: 'error',
    summary: {
      en: 'The TOML 1.0 reader of the installer does not read «{what}».',
      es: 'El lector de TOML 1.0 del instalador no lee «{what}».',
    },
    hint: {
      en: 'Write inline tables on one line without a last comma, times with seconds, smaller numbers, and no \\e or \\x in texts.',
      es: 'Escriba las tablas en línea en un solo renglón y sin coma final, las horas con segundos, números menores y los textos sin \\e ni \\x.',
    },
  },
  'answer.unknown-key': {
    severity: 'error',
    summary: {
      en: 'PVE {version} does not know the key «{key}».',
      es: 'PVE {version} no conoce la clave «{key}».',
    },
    hint: {
      en: 'Remove the key or correct its spelling. Known here: {known}.',
      es: 'Quite la clave o corrija su escritura. Aquí se conocen: {known}.',
    },
  },
  'answer.duplicate-key': {
    severity: 'error',
    summary: {
      en: 'The key «{key}» is given twice, also as «{alias}».',
      es: 'La clave «{key}» aparece dos veces, también como «{alias}».',
    },
    hint: { en: 'Keep only «{key}».', es: 'Deje solamente «{key}».' },
  },
  'answer.missing-key': {
    severity: 'error',
    summary: { en: 'The key «{key}» is missing.', es: 'Falta la clave «{key}».' },
    hint: { en: 'Add «{key}».', es: 'Agregue «{key}».' },
  },
  'answer.wrong-type': {
    severity: 'error',
    summary: {
      en: '«{key}» has the wrong kind of value; it is written like {expected}.',
      es: '«{key}» tiene un valor de otro tipo; se escribe como {expected}.',
    },
    hint: {
      en: 'Write the value in that form: quotes make a text, and true or 12 are no texts.',
      es: 'Escriba el valor en esa forma: las comillas hacen un texto, y true o 12 no son textos.',
    },
  },
  'answer.unknown-value': {
    severity: 'error',
    summary: {
      en: '«{key}» does not accept the value «{value}».',
      es: '«{key}» no acepta el valor «{value}».',
    },
    hint: { en: 'Use one of: {allowed}.', es: 'Use uno de estos: {allowed}.' },
  },
  'answer.fqdn-invalid': {
    severity: 'error',
    summary: {
      en: '«{value}» is no full host name for the installer.',
      es: '«{value}» no es un nombre de host completo para el instalador.',
    },
    hint: {
      en: 'Write host and domain, for example pve-1.site.example: letters, digits and dashes, no last dot, a host that is not only digits.',
      es: 'Escriba host y dominio, por ejemplo pve-1.site.example: letras, dígitos y guiones, sin punto final, y un host que no sea solo dígitos.',
    },
  },
  'answer.address-invalid': {
    severity: 'error',
    summary: { en: '«{key}» is no IP address: «{value}».', es: '«{key}» no es una dirección IP: «{value}».' },
    hint: { en: 'Write one IPv4 or IPv6 address.', es: 'Escriba una dirección IPv4 o IPv6.' },
  },
  'answer.cidr-invalid': {
    severity: 'error',
    summary: {
      en: 'PVE {version} does not accept the address «{value}».',
      es: 'PVE {version} no acepta la dirección «{value}».',
    },
    hint: {
      en: 'Write the address with its prefix length, for example 192.168.1.11/24.',
      es: 'Escriba la dirección con su prefijo, por ejemplo 192.168.1.11/24.',
    },
  },
});
