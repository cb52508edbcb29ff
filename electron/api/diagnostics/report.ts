import { catalogue } from './catalogue.ts';

export const reportDiagnostics = catalogue({
  'report.no-run': {
    severity: 'error',
    summary: {
      en: 'Site {site} has no run to report on.',
      es: 'El sitio {site} no tiene ninguna ejecución de la que informar.',
    },
    hint: {
      en: 'Install or rehearse the site first, then make the report.',
      es: 'Instale o ensaye primero el sitio y haga después el informe.',
    },
  },
  'report.not-a-report': {
    severity: 'error',
    summary: {
      en: 'The folder {folder} holds no report: {file} is missing.',
      es: 'La carpeta {folder} no contiene un informe: falta {file}.',
    },
    hint: {
      en: 'Name the folder that Sitewright wrote, with its manifest.json.',
      es: 'Indique la carpeta que escribió Sitewright, con su manifest.json.',
    },
  },
  'report.file-altered': {
    severity: 'error',
    summary: { en: '{file} is not as it was written.', es: '{file} no está como se escribió.' },
    hint: {
      en: 'Do not rely on this copy. Compare with another copy of the folder, or make the report again from the site folder.',
      es: 'No confíe en esta copia. Compárela con otra copia de la carpeta o rehaga el informe desde la carpeta del sitio.',
    },
  },
  'report.file-missing': {
    severity: 'error',
    summary: { en: '{file} is missing from the report.', es: 'Falta {file} en el informe.' },
    hint: {
      en: 'Copy the whole folder again from where it was written.',
      es: 'Vuelva a copiar la carpeta entera desde donde se escribió.',
    },
  },
  'report.file-extra': {
    severity: 'error',
    summary: { en: '{file} does not belong to the report.', es: '{file} no pertenece al informe.' },
    hint: { en: 'Take it out of the folder, then verify again.', es: 'Sáquelo de la carpeta y verifique de nuevo.' },
  },
  'report.chain-broken': {
    severity: 'error',
    summary: {
      en: 'The journal does not hold together at record {record}.',
      es: 'El diario no encadena en el registro {record}.',
    },
    hint: {
      en: 'A record was changed, left out or added after it was written. Do not rely on this copy.',
      es: 'Un registro fue cambiado, quitado o añadido después de escrito. No confíe en esta copia.',
    },
  },
  'report.unsigned': {
    severity: 'info',
    summary: {
      en: 'The chain shows that nothing was altered by accident or in part. Without a signature it cannot show who wrote it, or that the whole folder was not made anew.',
      es: 'La cadena muestra que nada se alteró por accidente o en parte. Sin firma no puede mostrar quién lo escribió ni que no se rehizo la carpeta entera.',
    },
    hint: {
      en: 'Keep the journal head {head} on paper with the sign-off; compare it with this line.',
      es: 'Conserve en papel, con la firma, la cabeza del diario {head}; compárela con esta línea.',
    },
  },
});
