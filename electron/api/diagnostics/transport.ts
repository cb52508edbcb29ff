import { catalogue } from './catalogue.ts';

/** Reaching hosts: connection, host keys, commands, uploads, detached jobs. `{host}` is the name in site.toml. */
export const transportDiagnostics = catalogue({
  'transport.unreachable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} does not answer at {address}, port {port}.',
      es: '{host} no responde en {address}, puerto {port}.',
    },
    hint: {
      en: 'Check that the machine is on, that its network cable is in the right port and that this computer is on the same network.',
      es: 'Compruebe que la máquina está encendida, que su cable de red está en el puerto correcto y que este equipo está en la misma red.',
    },
  },
  'transport.refused': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} is on, but nothing accepts SSH connections at {address}, port {port}.',
      es: '{host} está encendido, pero nada acepta conexiones SSH en {address}, puerto {port}.',
    },
    hint: {
      en: 'Wait until the machine has finished starting. If it stays like this, look at its screen and start the ssh service.',
      es: 'Espere a que la máquina termine de arrancar. Si sigue igual, mire su pantalla e inicie el servicio ssh.',
    },
  },
  'transport.no-handshake': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'What answers for {host} at {address}, port {port}, does not complete an SSH connection.',
      es: 'Lo que responde por {host} en {address}, puerto {port}, no completa una conexión SSH.',
    },
    hint: {
      en: 'Check that the address belongs to this machine and that its ssh service is healthy, then try again.',
      es: 'Compruebe que la dirección pertenece a esta máquina y que su servicio ssh funciona bien; después, inténtelo de nuevo.',
    },
  },
  'transport.login-refused': {
    severity: 'error',
    summary: {
      en: '{host} does not accept the SSH key of this site for user {user}.',
      es: '{host} no acepta la clave SSH de este sitio para el usuario {user}.',
    },
    hint: {
      en: 'Add the public key of the site (access.sshPublicKey) to the authorized keys of {user} on {host}, or correct the user in site.toml.',
      es: 'Añada la clave pública del sitio (access.sshPublicKey) a las claves autorizadas de {user} en {host}, o corrija el usuario en site.toml.',
    },
  },
  'transport.key-unusable': {
    severity: 'error',
    summary: {
      en: 'The private SSH key of the site cannot be read as a key.',
      es: 'La clave SSH privada del sitio no se puede leer como clave.',
    },
    hint: {
      en: 'Store the unencrypted private key (OpenSSH format) again in the vault, under the reference named by access.sshPrivateKey.',
      es: 'Guarde de nuevo en el almacén la clave privada sin cifrar (formato OpenSSH), con la referencia que nombra access.sshPrivateKey.',
    },
  },
  'transport.host-key-unknown': {
    severity: 'error',
    summary: {
      en: 'The SSH host key of {host} is not known yet: {fingerprint}.',
      es: 'La clave SSH de {host} aún no se conoce: {fingerprint}.',
    },
    hint: {
      en: 'Compare this fingerprint with the one on the screen of the machine and accept it if they are equal.',
      es: 'Compare esta huella con la que muestra la pantalla de la máquina y acéptela si son iguales.',
    },
  },
  'transport.host-key-changed': {
    severity: 'error',
    summary: {
      en: '{host} shows the SSH host key {seen}, but {pinned} is pinned for it. Everything is stopped.',
      es: '{host} muestra la clave SSH {seen}, pero la fijada es {pinned}. Todo queda detenido.',
    },
    hint: {
      en: 'If {host} was reinstalled on purpose, replace the pinned key and say so. If not, another machine may be answering at its address: find out which before going on.',
      es: 'Si {host} se reinstaló a propósito, sustituya la clave fijada e indíquelo. Si no, puede que otra máquina responda en su dirección: averigüe cuál antes de continuar.',
    },
  },
  'transport.host-keys-unreadable': {
    severity: 'error',
    summary: {
      en: 'The file of pinned host keys {file} cannot be read.',
      es: 'El archivo de claves de equipo fijadas {file} no se puede leer.',
    },
    hint: {
      en: 'Restore the file from a backup. Delete it only if you can compare the fingerprint of every machine again.',
      es: 'Restaure el archivo desde una copia de seguridad. Elimínelo solo si puede volver a comparar la huella de cada máquina.',
    },
  },
  'transport.pin-mismatch': {
    severity: 'error',
    summary: {
      en: 'The key to accept for {host} is {wanted}, but the last key that {host} showed is {seen}.',
      es: 'La clave que se quiere aceptar para {host} es {wanted}, pero la última que mostró {host} es {seen}.',
    },
    hint: {
      en: 'Connect to {host} again, compare the fingerprint it shows now with its screen, and accept exactly that one.',
      es: 'Conéctese de nuevo a {host}, compare la huella que muestra ahora con su pantalla y acepte exactamente esa.',
    },
  },
  'transport.connection-lost': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The connection to {host} was lost before the command ended.',
      es: 'La conexión con {host} se perdió antes de que el comando terminase.',
    },
    hint: {
      en: 'Check the network and the power of {host} and start again: what was already done is recognised and not repeated.',
      es: 'Compruebe la red y la alimentación de {host} y vuelva a empezar: lo ya hecho se reconoce y no se repite.',
    },
  },
  'transport.command-timeout': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'A command on {host} did not end within {seconds} s and was stopped.',
      es: 'Un comando en {host} no terminó en {seconds} s y se detuvo.',
    },
    hint: {
      en: 'Look at the last lines it printed. If {host} is only slow, start again.',
      es: 'Mire las últimas líneas que escribió. Si {host} solo va lento, vuelva a empezar.',
    },
  },
  'transport.killed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'A command on {host} was ended from outside by signal {signal}.',
      es: 'Un comando en {host} fue terminado desde fuera con la señal {signal}.',
    },
    hint: {
      en: 'Check on {host} whether memory ran out or somebody ended the process (journalctl -k), then start again.',
      es: 'Compruebe en {host} si se agotó la memoria o si alguien terminó el proceso (journalctl -k) y vuelva a empezar.',
    },
  },
  'transport.stopped': {
    severity: 'error',
    summary: {
      en: 'A command on {host} was stopped on request.',
      es: 'Un comando en {host} se detuvo a petición.',
    },
    hint: {
      en: 'Start again when you are ready: the state of {host} is looked at first.',
      es: 'Vuelva a empezar cuando quiera: primero se mira el estado de {host}.',
    },
  },
  'transport.output-too-large': {
    severity: 'error',
    summary: {
      en: 'A command on {host} printed more than {mebibytes} MiB and was stopped.',
      es: 'Un comando en {host} escribió más de {mebibytes} MiB y se detuvo.',
    },
    hint: {
      en: 'Report this: the command should read less, or send its output to a file.',
      es: 'Comuníquelo: el comando debería leer menos o enviar su salida a un archivo.',
    },
  },
  'transport.change-refused': {
    severity: 'error',
    summary: {
      en: 'A command that may change {host} was refused, because only looking is allowed here.',
      es: 'Se rechazó un comando que puede cambiar {host}, porque aquí solo se permite mirar.',
    },
    hint: {
      en: 'Report this as a fault of Sitewright: nothing was sent to {host}.',
      es: 'Comuníquelo como un fallo de Sitewright: no se envió nada a {host}.',
    },
  },
  'transport.sudo-refused': {
    severity: 'error',
    summary: {
      en: 'User {user} on {host} may not run commands as root without a password.',
      es: 'El usuario {user} de {host} no puede ejecutar comandos como root sin contraseña.',
    },
    hint: {
      en: 'Allow it on {host} (sudoers entry with NOPASSWD for {user}), or use root in site.toml.',
      es: 'Permítalo en {host} (entrada de sudoers con NOPASSWD para {user}) o use root en site.toml.',
    },
  },
  'transport.unknown-host': {
    severity: 'error',
    summary: {
      en: '{host} is not a host that can be reached in this site.',
      es: '{host} no es un equipo alcanzable de este sitio.',
    },
    hint: {
      en: 'Check the names of hosts and of "via" in site.toml.',
      es: 'Compruebe los nombres de los equipos y de «via» en site.toml.',
    },
  },
  'transport.upload-damaged': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{file} arrived on {host} with another SHA-256 than it left with, twice.',
      es: '{file} llegó a {host} con un SHA-256 distinto del que salió, dos veces.',
    },
    hint: {
      en: 'Check the bundle (the file may have changed since it was made), the cable and the disk of {host}; the old file on {host} is untouched.',
      es: 'Compruebe el paquete (el archivo puede haber cambiado desde que se hizo), el cable y el disco de {host}; el archivo anterior en {host} sigue intacto.',
    },
  },
  'transport.upload-refused': {
    severity: 'error',
    summary: {
      en: '{host} could not store {file}.',
      es: '{host} no pudo guardar {file}.',
    },
    hint: {
      en: 'See what {host} answered; most often its disk is full or mounted read-only.',
      es: 'Mire lo que respondió {host}; lo más frecuente es que su disco esté lleno o montado en solo lectura.',
    },
  },
  'transport.download-damaged': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{file} of {host} arrived here with another SHA-256 than it has there.',
      es: '{file} de {host} llegó aquí con un SHA-256 distinto del que tiene allí.',
    },
    hint: {
      en: 'Nothing was stored here, and the file on {host} is untouched. Try again; check the disk of {host} if it happens again.',
      es: 'Aquí no se guardó nada y el archivo en {host} sigue intacto. Inténtelo de nuevo; compruebe el disco de {host} si se repite.',
    },
  },
  'transport.download-refused': {
    severity: 'error',
    summary: {
      en: '{host} could not read {file}.',
      es: '{host} no pudo leer {file}.',
    },
    hint: {
      en: 'See what {host} answered; the file may have been removed meanwhile.',
      es: 'Mire lo que respondió {host}; puede que el archivo se haya borrado entretanto.',
    },
  },
  'transport.job-not-started': {
    severity: 'error',
    summary: {
      en: '{host} could not start the background job {job}.',
      es: '{host} no pudo iniciar la tarea en segundo plano {job}.',
    },
    hint: {
      en: 'See what {host} answered, check its disk space and the state of systemd (systemctl status), then start again.',
      es: 'Mire lo que respondió {host}, compruebe su espacio en disco y el estado de systemd (systemctl status) y vuelva a empezar.',
    },
  },
  'transport.job-lost': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The background job {job} on {host} ended without a result; {host} probably restarted.',
      es: 'La tarea en segundo plano {job} de {host} acabó sin resultado; probablemente {host} se reinició.',
    },
    hint: {
      en: 'Start again: the state of {host} is looked at first, and only what is missing is done.',
      es: 'Vuelva a empezar: primero se mira el estado de {host} y solo se hace lo que falta.',
    },
  },
  'transport.job-conflict': {
    severity: 'error',
    summary: {
      en: 'Another command is already running on {host} as the background job {job}.',
      es: 'Otro comando ya se está ejecutando en {host} como la tarea en segundo plano {job}.',
    },
    hint: {
      en: 'Wait until it has ended, then start again.',
      es: 'Espere a que termine y vuelva a empezar.',
    },
  },
  'transport.job-secret': {
    severity: 'error',
    summary: {
      en: 'The background job {job} for {host} was refused, because its command contains a secret.',
      es: 'La tarea en segundo plano {job} para {host} se rechazó, porque su comando contiene un secreto.',
    },
    hint: {
      en: 'Report this as a fault of Sitewright: nothing was sent to {host}.',
      es: 'Comuníquelo como un fallo de Sitewright: no se envió nada a {host}.',
    },
  },
});
