import { catalogue } from '../catalogue.ts';

/** Values that the installer refuses wherever the file is used. */
export const answerValueDiagnostics = catalogue({
  'answer.country-unknown': {
    severity: 'error',
    summary: { en: 'The installer knows no country «{value}».', es: 'El instalador no conoce el país «{value}».' },
    hint: {
      en: 'Use the two-letter code in lower case, for example ar, es or de.',
      es: 'Use el código de dos letras en minúsculas, por ejemplo ar, es o de.',
    },
  },
  'answer.timezone-unknown': {
    severity: 'error',
    summary: {
      en: 'The installer knows no time zone «{value}».',
      es: 'El instalador no conoce la zona horaria «{value}».',
    },
    hint: {
      en: 'Use a zone such as America/Argentina/Buenos_Aires or exactly UTC; old names and Etc/UTC are refused.',
      es: 'Use una zona como America/Argentina/Buenos_Aires o exactamente UTC; los nombres antiguos y Etc/UTC se rechazan.',
    },
  },
  'answer.mailto-invalid': {
    severity: 'error',
    summary: { en: '«{value}» is no e-mail address.', es: '«{value}» no es una dirección de correo.' },
    hint: {
      en: 'Write one address such as ops@site.example.',
      es: 'Escriba una dirección como ops@site.example.',
    },
  },
  'answer.mailto-placeholder': {
    severity: 'error',
    summary: {
      en: 'mail@example.invalid is the installer’s placeholder and is refused.',
      es: 'mail@example.invalid es el texto de muestra del instalador y se rechaza.',
    },
    hint: { en: 'Write a real address.', es: 'Escriba una dirección real.' },
  },
  'answer.password-missing': {
    severity: 'error',
    summary: { en: 'The answer sets no root password.', es: 'La respuesta no fija una contraseña de root.' },
    hint: {
      en: 'Add root-password-hashed with a $6$ hash.',
      es: 'Agregue root-password-hashed con un hash $6$.',
    },
  },
  'answer.password-both': {
    severity: 'error',
    summary: {
      en: 'The answer sets root-password and root-password-hashed at the same time.',
      es: 'La respuesta fija root-password y root-password-hashed a la vez.',
    },
    hint: { en: 'Keep only root-password-hashed.', es: 'Deje solamente root-password-hashed.' },
  },
  'answer.password-short': {
    severity: 'error',
    summary: {
      en: 'The root password has {bytes} bytes; the installer demands {least}.',
      es: 'La contraseña de root tiene {bytes} bytes; el instalador exige {least}.',
    },
    hint: {
      en: 'Choose a longer password, or better give only its hash.',
      es: 'Elija una contraseña más larga o, mejor, indique solamente su hash.',
    },
  },
  'answer.first-boot-url-missing': {
    severity: 'error',
    summary: {
      en: 'first-boot takes its program from a URL, but no URL is given.',
      es: 'first-boot toma su programa de una URL, pero no se indica ninguna.',
    },
    hint: { en: 'Add first-boot.url.', es: 'Agregue first-boot.url.' },
  },
  'answer.underscore-key': {
    severity: 'error',
    summary: {
      en: 'validate-answer of PVE {version} refuses the underscore in «{key}»; the installer itself reads it.',
      es: 'validate-answer de PVE {version} rechaza el guion bajo en «{key}»; el instalador sí lo lee.',
    },
    hint: { en: 'Write «{better}».', es: 'Escriba «{better}».' },
  },
});
