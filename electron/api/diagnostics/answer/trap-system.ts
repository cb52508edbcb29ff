import { catalogue } from '../catalogue.ts';

/** Accepted, and likely not what is meant: passwords, keys, restarting, the subscription. */
export const answerSystemTrapDiagnostics = catalogue({
  'answer.trap-hash-empty': {
    severity: 'warning',
    summary: {
      en: 'root-password-hashed is empty: the installer accepts it and root has no usable password.',
      es: 'root-password-hashed está vacío: el instalador lo acepta y root queda sin contraseña utilizable.',
    },
    hint: {
      en: 'Use a $6$ hash as Sitewright or openssl passwd -6 makes it.',
      es: 'Use un hash $6$ como el que hacen Sitewright u openssl passwd -6.',
    },
  },
  'answer.trap-hash-form': {
    severity: 'warning',
    summary: {
      en: 'root-password-hashed is no $6$ hash; the installer writes it unchecked and nobody may be able to log in.',
      es: 'root-password-hashed no es un hash $6$; el instalador lo escribe sin comprobar y quizá nadie pueda iniciar sesión.',
    },
    hint: {
      en: 'Use a $6$ hash as Sitewright or openssl passwd -6 makes it.',
      es: 'Use un hash $6$ como el que hacen Sitewright u openssl passwd -6.',
    },
  },
  'answer.trap-password-plain': {
    severity: 'warning',
    summary: {
      en: 'The root password stands readable in the answer file.',
      es: 'La contraseña de root está legible en el archivo de respuestas.',
    },
    hint: { en: 'Use root-password-hashed.', es: 'Use root-password-hashed.' },
  },
  'answer.trap-reboot': {
    severity: 'warning',
    summary: {
      en: '{key} restarts the machine: with the stick left in, it installs again and erases the disks.',
      es: '{key} reinicia la máquina: si la memoria sigue puesta, instala otra vez y borra los discos.',
    },
    hint: {
      en: 'Use reboot-mode = "power-off".',
      es: 'Use reboot-mode = "power-off".',
    },
  },
  'answer.trap-subscription-form': {
    severity: 'warning',
    summary: {
      en: 'The subscription key has no known form; it is refused only at the first boot.',
      es: 'La clave de suscripción no tiene una forma conocida; se rechaza recién en el primer arranque.',
    },
    hint: {
      en: 'Write it as on the certificate, for example pve2c-0123456789.',
      es: 'Escríbala como en el certificado, por ejemplo pve2c-0123456789.',
    },
  },
  'answer.trap-reboot-error': {
    severity: 'warning',
    summary: {
      en: 'reboot-on-error restarts the machine after an error: nobody can read the error, and with the stick left in it tries again and again.',
      es: 'reboot-on-error reinicia la máquina tras un error: nadie puede leer el error y, con la memoria puesta, lo intenta una y otra vez.',
    },
    hint: {
      en: 'Leave reboot-on-error out; the error then stays on the screen.',
      es: 'Quite reboot-on-error; así el error queda en la pantalla.',
    },
  },
  'answer.trap-ssh-key': {
    severity: 'warning',
    summary: {
      en: 'Entry {number} of root-ssh-keys is no public key line; it is written unchecked and opens nothing.',
      es: 'La entrada {number} de root-ssh-keys no es una línea de clave pública; se escribe sin comprobar y no abre nada.',
    },
    hint: {
      en: 'Write one line such as: ssh-ed25519 AAAA… name',
      es: 'Escriba una línea como: ssh-ed25519 AAAA… nombre',
    },
  },
  'answer.trap-ssh-private': {
    severity: 'warning',
    summary: {
      en: 'Entry {number} of root-ssh-keys is a private key; it would lie readable on the stick.',
      es: 'La entrada {number} de root-ssh-keys es una clave privada; quedaría legible en la memoria.',
    },
    hint: {
      en: 'Write the public half instead, and make a new key pair.',
      es: 'Escriba la mitad pública y genere un par de claves nuevo.',
    },
  },
  'answer.trap-subscription-product': {
    severity: 'warning',
    summary: {
      en: 'The subscription key is of another product than Proxmox VE.',
      es: 'La clave de suscripción es de otro producto y no de Proxmox VE.',
    },
    hint: { en: 'Use a key that begins with pve.', es: 'Use una clave que comience con pve.' },
  },
});
