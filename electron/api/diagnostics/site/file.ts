import { catalogue } from '../catalogue.ts';

/** Reading, editing and exporting the file as such. */
export const siteFileDiagnostics = catalogue({
  'site.not-found': {
    severity: 'error',
    summary: { en: 'There is no site file at {path}.', es: 'No hay ningún archivo de sitio en {path}.' },
    hint: {
      en: 'Name a site.toml or the folder that holds one; examples/two-node is a complete one.',
      es: 'Indique un site.toml o la carpeta que lo contiene; examples/two-node es uno completo.',
    },
  },
  'site.unreadable': {
    severity: 'error',
    summary: { en: '{path} cannot be read: {why}.', es: 'No se puede leer {path}: {why}.' },
    hint: { en: 'Check the permissions of the file.', es: 'Revise los permisos del archivo.' },
  },
  'site.too-large': {
    severity: 'error',
    summary: {
      en: 'The site file has {sizeBytes} bytes; at most {limitBytes} are read.',
      es: 'El archivo de sitio tiene {sizeBytes} bytes; se leen como máximo {limitBytes}.',
    },
    hint: {
      en: 'Open the right file: a site file has some kilobytes.',
      es: 'Abra el archivo correcto: un archivo de sitio ocupa unos pocos kilobytes.',
    },
  },
  'site.not-text': {
    severity: 'error',
    summary: { en: 'The site file is not UTF-8 text.', es: 'El archivo de sitio no es texto UTF-8.' },
    hint: { en: 'Save it again as UTF-8.', es: 'Guárdelo de nuevo como UTF-8.' },
  },
  'site.toml-syntax': {
    severity: 'error',
    summary: { en: 'Line {line} is not TOML: {what}.', es: 'La línea {line} no es TOML: {what}.' },
    hint: {
      en: 'Correct the marked line; text values stand between double quotes.',
      es: 'Corrija la línea señalada; los textos van entre comillas dobles.',
    },
  },
  'site.schema-version-missing': {
    severity: 'error',
    summary: {
      en: 'The site file does not say its schemaVersion.',
      es: 'El archivo de sitio no indica su schemaVersion.',
    },
    hint: {
      en: 'Add the line schemaVersion = {current} at the top.',
      es: 'Añada al principio la línea schemaVersion = {current}.',
    },
  },
  'site.schema-version-newer': {
    severity: 'error',
    summary: {
      en: 'The site file has schemaVersion {found}; this Sitewright reads up to {current}.',
      es: 'El archivo de sitio tiene schemaVersion {found}; este Sitewright lee hasta la {current}.',
    },
    hint: {
      en: 'Open it with a newer Sitewright. Lowering the number by hand loses what the newer version meant.',
      es: 'Ábralo con un Sitewright más nuevo. Bajar el número a mano pierde lo que quería decir la versión nueva.',
    },
  },
  'site.migrated': {
    severity: 'info',
    summary: {
      en: 'The site file has schemaVersion {found} and was read as {current}.',
      es: 'El archivo de sitio tiene schemaVersion {found} y se leyó como {current}.',
    },
    hint: {
      en: 'Nothing was written. Save it from the app to bring the file itself up to date.',
      es: 'No se escribió nada. Guárdelo desde la aplicación para actualizar el propio archivo.',
    },
  },
  'site.edit-refused': {
    severity: 'error',
    summary: { en: '{field} was not changed: {why}.', es: '{field} no se cambió: {why}.' },
    hint: {
      en: 'The file is as it was. Change this place in a text editor.',
      es: 'El archivo sigue como estaba. Cambie este punto en un editor de texto.',
    },
  },
  'site.undo-nothing': {
    severity: 'error',
    summary: {
      en: 'There is no edit of {path} to put back or to do again.',
      es: 'No hay ningún cambio de {path} que deshacer o rehacer.',
    },
    hint: { en: 'The file is as it was.', es: 'El archivo sigue como estaba.' },
  },
  'site.undo-other-text': {
    severity: 'error',
    summary: {
      en: '{path} was changed by something else after this edit; putting it back would overwrite that change.',
      es: '{path} fue modificado por otro programa después de este cambio; deshacerlo borraría esa modificación.',
    },
    hint: {
      en: 'The file is as it was. Change the field itself; edits from now on can be put back.',
      es: 'El archivo sigue como estaba. Cambie el propio campo; los cambios a partir de ahora se pueden deshacer.',
    },
  },
  'site.export-exists': {
    severity: 'error',
    summary: {
      en: '{path} is there already and was not written by Sitewright.',
      es: '{path} ya existe y no lo escribió Sitewright.',
    },
    hint: {
      en: 'Choose another folder with --out, or move the file away.',
      es: 'Elija otra carpeta con --out, o mueva el archivo.',
    },
  },
});
