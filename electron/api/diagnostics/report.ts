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
  'report.is-signed': {
    severity: 'error',
    summary: {
      en: 'The report in {folder} is signed by {who} and is not what would be written now.',
      es: 'El informe de {folder} está firmado por {who} y no es lo que ahora se escribiría.',
    },
    hint: {
      en: 'The site has had runs since it was signed. Keep that report, or put it aside and have the new one signed: sitewright report set-aside SITE --confirm NAME',
      es: 'El sitio ha tenido ejecuciones desde que se firmó. Conserve ese informe, o apártelo y haga firmar el nuevo: sitewright report set-aside SITIO --confirm NOMBRE',
    },
  },
  'report.already-signed': {
    severity: 'error',
    summary: { en: 'The report is already signed there, by {who}.', es: 'El informe ya está firmado ahí, por {who}.' },
    hint: {
      en: 'A signature is not replaced. Put the signed report aside first if it was signed by mistake.',
      es: 'Una firma no se sustituye. Si se firmó por error, aparte primero el informe firmado.',
    },
  },
  'report.no-evidence': {
    severity: 'error',
    summary: {
      en: 'The report of run {run} has no evidence {number}.',
      es: 'El informe de la ejecución {run} no tiene la prueba {number}.',
    },
    hint: {
      en: 'Open the report again: runs may have been added to the site since it was shown.',
      es: 'Abra el informe otra vez: puede que el sitio haya tenido ejecuciones desde que se mostró.',
    },
  },
  'report.not-signed': {
    severity: 'error',
    summary: {
      en: 'The report of run {run} is not signed: there is nothing to put aside.',
      es: 'El informe de la ejecución {run} no está firmado: no hay nada que apartar.',
    },
    hint: {
      en: 'An unsigned report is written anew by making it again.',
      es: 'Un informe sin firmar se rehace escribiéndolo otra vez.',
    },
  },
  'report.not-confirmed': {
    severity: 'error',
    summary: {
      en: 'The name that was typed is not the name of the site, "{name}".',
      es: 'El nombre escrito no es el del sitio, «{name}».',
    },
    hint: {
      en: 'Putting a signed report aside is asked for by typing the name of its site.',
      es: 'Para apartar un informe firmado se escribe el nombre de su sitio.',
    },
  },
  'report.signature-image': {
    severity: 'error',
    summary: {
      en: 'The picture of the signature is not a whole PNG or JPEG of at most {kib} KiB and {edge} pixels an edge.',
      es: 'La imagen de la firma no es un PNG o JPEG entero de como mucho {kib} KiB y {edge} píxeles por lado.',
    },
    hint: {
      en: 'Draw the signature, choose a smaller picture, or let the typed name stand for it.',
      es: 'Dibuje la firma, elija una imagen más pequeña o deje que el nombre escrito la sustituya.',
    },
  },
  'report.sign-off-unreadable': {
    severity: 'error',
    summary: { en: '{file} cannot be read as a sign-off.', es: '{file} no se puede leer como conformidad.' },
    hint: {
      en: 'It says who signed the report. Bring it back from a copy of the folder; nothing is written over it.',
      es: 'Dice quién firmó el informe. Recupérelo de una copia de la carpeta; no se escribe nada encima.',
    },
  },
  'report.altered-after-signing': {
    severity: 'error',
    summary: {
      en: '{file} was altered after {who} signed it.',
      es: '{file} fue alterado después de firmarlo {who}.',
    },
    hint: {
      en: 'What stands there is not what was signed, even where its digests fit. Ask the signer for their copy.',
      es: 'Lo que contiene no es lo que se firmó, aunque los resúmenes coincidan. Pida su copia a quien firmó.',
    },
  },
  'report.signed-by': {
    severity: 'info',
    summary: { en: 'Signed by {who}.', es: 'Firmado por {who}.' },
    hint: {
      en: 'What was signed has the SHA-256 {digest}; it is printed beside the signatures. The names are as they were typed: no key proves them.',
      es: 'Lo firmado tiene el SHA-256 {digest}; está impreso junto a las firmas. Los nombres son los que se escribieron: ninguna clave los prueba.',
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
