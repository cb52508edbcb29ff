import { catalogue } from './catalogue.ts';

/** Making, carrying and comparing whole sites; what is wrong inside a site.toml is `site.*`. */
export const sitesDiagnostics = catalogue({
  'sites.new-address': {
    severity: 'error',
    summary: {
      en: '{value} cannot be the address of the first node.',
      es: '{value} no puede ser la dirección del primer nodo.',
    },
    hint: {
      en: 'Write an IPv4 address with its prefix, such as 192.168.1.11/24, with room for the other machines in its network.',
      es: 'Escriba una dirección IPv4 con su prefijo, como 192.168.1.11/24, con sitio en su red para los demás equipos.',
    },
  },
  'sites.other-site': {
    severity: 'error',
    summary: {
      en: '{path} is the site “{id}”, not “{wanted}”.',
      es: '{path} es el sitio «{id}», no «{wanted}».',
    },
    hint: {
      en: 'Choose the site.toml of “{wanted}”. To open “{id}” as well, use Open a site.',
      es: 'Elija el site.toml de «{wanted}». Para abrir también «{id}», use Abrir un sitio.',
    },
  },
  'sites.still-there': {
    severity: 'error',
    summary: { en: '{path} is still there.', es: '{path} sigue ahí.' },
    hint: {
      en: 'Open the site from the list. To work with a copy of it, use Open a site.',
      es: 'Abra el sitio desde la lista. Para trabajar con una copia, use Abrir un sitio.',
    },
  },
  'sites.file-exists': {
    severity: 'error',
    summary: {
      en: '{path} is already there. Nothing was written over it.',
      es: '{path} ya existe. No se ha sobrescrito.',
    },
    hint: {
      en: 'Choose another folder, or move the file away.',
      es: 'Elija otra carpeta o mueva el archivo.',
    },
  },
  'sites.archive-too-large': {
    severity: 'error',
    summary: {
      en: 'The site is too large for one file: {files} files, {mib} MiB; at most {mostFiles} files and {mostMib} MiB go.',
      es: 'El sitio es demasiado grande para un archivo: {files} archivos, {mib} MiB; caben {mostFiles} archivos y {mostMib} MiB.',
    },
    hint: {
      en: 'Leave out the reports, or copy the folder.',
      es: 'Deje fuera los informes o copie la carpeta.',
    },
  },
  'sites.archive-name': {
    severity: 'error',
    summary: {
      en: 'The file {path} of the site has a name that not every laptop can write.',
      es: 'El archivo {path} del sitio tiene un nombre que no todos los portátiles pueden escribir.',
    },
    hint: {
      en: 'Rename it with letters, digits, dots, hyphens and underscores, or copy the folder.',
      es: 'Cámbiele el nombre con letras, cifras, puntos, guiones y guiones bajos, o copie la carpeta.',
    },
  },
  'sites.no-archive': {
    severity: 'error',
    summary: {
      en: '{path} is not an exported site: {why}.',
      es: '{path} no es un sitio exportado: {why}.',
    },
    hint: {
      en: 'Choose the file that an export made; its name ends in .sitewright. Nothing was written.',
      es: 'Elija el archivo que hizo una exportación; su nombre termina en .sitewright. No se ha escrito nada.',
    },
  },
  'sites.archive-newer': {
    severity: 'error',
    summary: {
      en: '{path} was written by a newer Sitewright (format {found}; this one reads {current}).',
      es: '{path} lo escribió un Sitewright más nuevo (formato {found}; este lee el {current}).',
    },
    hint: { en: 'Update Sitewright on this laptop.', es: 'Actualice Sitewright en este portátil.' },
  },
});
