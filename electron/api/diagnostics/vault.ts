import { catalogue } from './catalogue.ts';

export const vaultDiagnostics = catalogue({
  'vault.missing': {
    severity: 'error',
    summary: { en: 'There is no vault at {path}.', es: 'No hay ninguna caja fuerte en {path}.' },
    hint: {
      en: 'Create it with: sitewright secrets init SITE. It lies beside site.toml.',
      es: 'Créela con: sitewright secrets init SITIO. Va junto a site.toml.',
    },
  },
  'vault.exists': {
    severity: 'error',
    summary: { en: 'There is already a vault at {path}.', es: 'Ya hay una caja fuerte en {path}.' },
    hint: {
      en: 'Add secrets to it. To start again, move it away first; what is in it cannot be made again.',
      es: 'Añada secretos a ella. Para empezar de nuevo, muévala antes a otro lugar; lo que contiene no se puede rehacer.',
    },
  },
  'vault.unreadable': {
    severity: 'error',
    summary: { en: 'The vault {path} cannot be read: {why}.', es: 'No se puede leer la caja fuerte {path}: {why}.' },
    hint: { en: 'Check the permissions of the file.', es: 'Revise los permisos del archivo.' },
  },
  'vault.corrupt': {
    severity: 'error',
    summary: { en: 'The vault {path} is damaged: {what}.', es: 'La caja fuerte {path} está dañada: {what}.' },
    hint: {
      en: 'Restore it from your copy of the site folder. Nothing was changed.',
      es: 'Restáurela desde su copia de la carpeta del sitio. No se cambió nada.',
    },
  },
  'vault.newer': {
    severity: 'error',
    summary: {
      en: 'The vault {path} has format version {found}; this Sitewright reads up to {current}.',
      es: 'La caja fuerte {path} tiene la versión de formato {found}; este Sitewright lee hasta la {current}.',
    },
    hint: { en: 'Open it with a newer Sitewright.', es: 'Ábrala con un Sitewright más nuevo.' },
  },
  'vault.wrong-passphrase': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The passphrase does not open the vault {path}.',
      es: 'La frase de paso no abre la caja fuerte {path}.',
    },
    hint: {
      en: 'Type it again; capitals and the keyboard layout count.',
      es: 'Escríbala de nuevo; cuentan las mayúsculas y la distribución del teclado.',
    },
  },
  'vault.passphrase-empty': {
    severity: 'error',
    summary: { en: 'The passphrase is empty.', es: 'La frase de paso está vacía.' },
    hint: { en: 'Give one of at least {minimum} characters.', es: 'Indique una de al menos {minimum} caracteres.' },
  },
  'vault.passphrase-short': {
    severity: 'error',
    summary: {
      en: 'The passphrase has fewer than {minimum} characters.',
      es: 'La frase de paso tiene menos de {minimum} caracteres.',
    },
    hint: { en: 'Use four or five random words.', es: 'Use cuatro o cinco palabras al azar.' },
  },
  'vault.passphrase-needed': {
    severity: 'error',
    summary: {
      en: 'This needs secrets of the vault {path}, and no passphrase was given.',
      es: 'Esto necesita secretos de la caja fuerte {path} y no se dio ninguna frase de paso.',
    },
    hint: {
      en: 'Give it with --passphrase-fd N, or name a 0600 file in SITEWRIGHT_PASSPHRASE_FILE.',
      es: 'Indíquela con --passphrase-fd N, o nombre un archivo 0600 en SITEWRIGHT_PASSPHRASE_FILE.',
    },
  },
  'vault.rekey-differs': {
    severity: 'error',
    summary: {
      en: 'The vault {path} was left as it was: what was written anew is not what it holds ({why}).',
      es: 'La caja fuerte {path} quedó como estaba: lo escrito de nuevo no es lo que contiene ({why}).',
    },
    hint: {
      en: 'Try again while no other Sitewright works on the site; check the disk if it happens again.',
      es: 'Inténtelo otra vez mientras ningún otro Sitewright trabaja en el sitio; revise el disco si se repite.',
    },
  },
  'vault.not-by-chance': {
    severity: 'error',
    summary: {
      en: '"{name}" is not made by chance: its new value has to come from you.',
      es: '«{name}» no se genera al azar: su nuevo valor debe darlo usted.',
    },
    hint: {
      en: 'Give it: sitewright secrets set SITE {name}. A new SSH key: sitewright secrets init SITE --new-ssh-key.',
      es: 'Indíquelo: sitewright secrets set SITIO {name}. Una clave SSH nueva: sitewright secrets init SITIO --new-ssh-key.',
    },
  },
  'vault.secret-missing': {
    severity: 'error',
    summary: { en: 'The vault has no secret "{name}".', es: 'La caja fuerte no tiene el secreto «{name}».' },
    hint: { en: 'Add it: sitewright secrets set SITE {name}.', es: 'Añádalo: sitewright secrets set SITIO {name}.' },
  },
  'vault.secret-name': {
    severity: 'error',
    summary: { en: '"{name}" cannot be the name of a secret.', es: '«{name}» no puede ser el nombre de un secreto.' },
    hint: {
      en: 'Use small letters, digits and dashes, at most 64, a letter or digit first.',
      es: 'Use minúsculas, cifras y guiones, 64 como máximo, empezando por letra o cifra.',
    },
  },
  'vault.locked': {
    severity: 'error',
    summary: { en: 'The vault is locked again.', es: 'La caja fuerte se ha vuelto a cerrar.' },
    hint: { en: 'Unlock it with the passphrase.', es: 'Ábrala con la frase de paso.' },
  },
  'vault.passphrase-file': {
    severity: 'error',
    summary: {
      en: 'The passphrase file {path} cannot be read: {why}.',
      es: 'No se puede leer el archivo de la frase de paso {path}: {why}.',
    },
    hint: {
      en: 'Correct SITEWRIGHT_PASSPHRASE_FILE; it names a plain file that holds the passphrase and nothing else.',
      es: 'Corrija SITEWRIGHT_PASSPHRASE_FILE; nombra un archivo normal que solo contiene la frase de paso.',
    },
  },
  'vault.passphrase-file-mode': {
    severity: 'error',
    summary: {
      en: 'The passphrase file {path} has mode {mode}: others may read or change it.',
      es: 'El archivo de la frase de paso {path} tiene el modo {mode}: otros pueden leerlo o cambiarlo.',
    },
    hint: { en: 'Run: chmod 600 {quoted}', es: 'Ejecute: chmod 600 {quoted}' },
  },
  'vault.passphrase-fd': {
    severity: 'error',
    summary: {
      en: 'No passphrase can be read from file descriptor {fd}: {why}.',
      es: 'No se puede leer ninguna frase de paso del descriptor {fd}: {why}.',
    },
    hint: {
      en: 'Open it in the calling shell, for example: --passphrase-fd 3 3< FILE.',
      es: 'Ábralo en el intérprete que llama, por ejemplo: --passphrase-fd 3 3< ARCHIVO.',
    },
  },
  'vault.key-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" is no private key in OpenSSH form without a passphrase.',
      es: 'Lo que se dio para «{name}» no es una clave privada en formato OpenSSH sin frase de paso.',
    },
    hint: {
      en: 'Send the whole file: sitewright secrets set SITE {name} < KEYFILE. Nothing was changed.',
      es: 'Envíe el archivo completo: sitewright secrets set SITIO {name} < ARCHIVO. No se cambió nada.',
    },
  },
  'vault.key-mismatch': {
    severity: 'error',
    summary: {
      en: 'The private key given for "{name}" does not belong to the public key in access.sshPublicKey.',
      es: 'La clave privada dada para «{name}» no corresponde a la clave pública de access.sshPublicKey.',
    },
    hint: {
      en: 'Give the other half of that key, or first put this line into site.toml: {line}',
      es: 'Indique la otra mitad de esa clave, o ponga antes esta línea en site.toml: {line}',
    },
  },
  'vault.hash-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" is no sha512-crypt hash ($6$...).',
      es: 'Lo que se dio para «{name}» no es un resumen sha512-crypt ($6$...).',
    },
    hint: {
      en: 'Give the password itself and let Sitewright hash it: sitewright secrets set SITE {name} --password.',
      es: 'Indique la contraseña y deje que Sitewright calcule el resumen: sitewright secrets set SITIO {name} --password.',
    },
  },
  'vault.not-a-password': {
    severity: 'error',
    summary: {
      en: '"{name}" is no root password in this site.',
      es: '«{name}» no es ninguna contraseña de root en este sitio.',
    },
    hint: { en: 'Leave --password out.', es: 'Omita --password.' },
  },
  'vault.password-short': {
    severity: 'error',
    summary: {
      en: 'The password has fewer than {minimum} characters.',
      es: 'La contraseña tiene menos de {minimum} caracteres.',
    },
    hint: {
      en: 'Use at least {minimum}; the installer of Proxmox refuses shorter ones too.',
      es: 'Use al menos {minimum}; el instalador de Proxmox también rechaza las más cortas.',
    },
  },
  'vault.secret-short': {
    severity: 'error',
    summary: {
      en: 'The value of "{name}" has fewer than {minimum} characters.',
      es: 'El valor de «{name}» tiene menos de {minimum} caracteres.',
    },
    hint: {
      en: 'Give at least {minimum} made by chance, or leave it to: sitewright secrets init. Nothing was changed.',
      es: 'Indique al menos {minimum} al azar, o déjelo a: sitewright secrets init. No se cambió nada.',
    },
  },
  'vault.password-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" holds a line break or another control character; nobody can type it at the console.',
      es: 'Lo que se dio para «{name}» contiene un salto de línea u otro carácter de control; nadie puede teclearlo en la consola.',
    },
    hint: {
      en: 'Give one line. Nothing was changed.',
      es: 'Indique una sola línea. No se cambió nada.',
    },
  },
  'vault.subscription-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" is no subscription key of Proxmox VE.',
      es: 'Lo que se dio para «{name}» no es una clave de suscripción de Proxmox VE.',
    },
    hint: {
      en: 'It reads like pve2c-0123456789: pve, the sockets, one of c b s p, a dash, ten small hexadecimal digits.',
      es: 'Tiene la forma pve2c-0123456789: pve, los zócalos, una de c b s p, un guion y diez cifras hexadecimales en minúscula.',
    },
  },
  'vault.token-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" holds blanks or characters that no token has.',
      es: 'Lo que se dio para «{name}» contiene espacios o caracteres que ningún token tiene.',
    },
    hint: {
      en: 'Copy the token again, alone on its line. Nothing was changed.',
      es: 'Copie de nuevo el token, solo en su línea. No se cambió nada.',
    },
  },
  'vault.certificate-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" is no certificate followed by its private key (PEM).',
      es: 'Lo que se dio para «{name}» no es un certificado seguido de su clave privada (PEM).',
    },
    hint: {
      en: 'Leave it to Sitewright: sitewright secrets init SITE makes it.',
      es: 'Déjelo a Sitewright: sitewright secrets init SITIO lo genera.',
    },
  },
  'vault.throw-away': {
    severity: 'warning',
    summary: {
      en: 'The vault {path} is that of an example: its passphrase lies beside it, for everybody to read.',
      es: 'La caja fuerte {path} es la de un ejemplo: su frase de paso está al lado, a la vista de todos.',
    },
    hint: {
      en: 'For a site of your own delete secrets.age and THROW-AWAY-PASSPHRASE.txt, then: sitewright secrets init SITE.',
      es: 'Para un sitio propio borre secrets.age y THROW-AWAY-PASSPHRASE.txt, y después: sitewright secrets init SITIO.',
    },
  },
});
