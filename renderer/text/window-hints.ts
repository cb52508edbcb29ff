import { type DescribedDiagnostic, type Diagnostic, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { DiagnosticCode, diagnosticEntries } from '../../electron/api/diagnostics/index.ts';
import { fill, type Language, type Text } from '../../electron/api/text.ts';
import { speechFor } from './speech.ts';
import { BUNDLE_WINDOW_HINTS } from './window-hints-bundle.ts';

/** A hint that names a command or an option of the command line. Commands for a node or for another computer stay. */
type SaysOption<Hint> = Hint extends `${string}${'lsblk' | 'udevadm' | 'pvecm' | 'qm set' | 'ha-manager'}${string}`
  ? never
  : Hint extends `${string}--${string}` | `${string}sitewright ${string}`
    ? true
    : never;

/** The codes whose hint speaks to a terminal; what is wrong with a command line itself is never seen in a window. */
type TerminalCode = {
  [Code in Exclude<DiagnosticCode, `cli.${string}`>]: SaysOption<
    (typeof diagnosticEntries)[Code]['hint']['en']
  > extends never
    ? never
    : Code;
}[Exclude<DiagnosticCode, `cli.${string}`>];

const rewrite: Text = {
  en: 'Use the unchanged installer ISO as the vendor publishes it. Or choose complete images with a rewritten root directory, on the page Media.',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante. O elija, en la página Memorias USB, imágenes completas con el directorio raíz reescrito.',
};
const noRewrite: Text = {
  en: 'Use the unchanged installer ISO as the vendor publishes it. For this kind rewriting is not offered either: the installer could look into the part without the answer.',
  es: 'Use la ISO del instalador sin cambios, tal como la publica el fabricante. Para este tipo tampoco se ofrece reescribir: el instalador podría mirar en la parte sin la respuesta.',
};

/**
 * What to do now, said for the window: which button, which page. Only of codes whose own hint names a command or an option; such
 * a code without its sentence here does not compile.
 */
export const WINDOW_HINTS = {
  ...BUNDLE_WINDOW_HINTS,
  'arrival.no-media': {
    en: 'Make the images first, on the page Media; then rehearse the arrival.',
    es: 'Haga primero las imágenes, en la página Memorias USB; después ensaye la llegada.',
  },
  'availability.copy-missing': {
    en: 'Start the install again; where it fails, the reason is told there.',
    es: 'Inicie otra vez la instalación; si falla, allí se indica el motivo.',
  },
  'cluster.member-reinstalled': {
    en: 'Make the plan: the old member is listed there as no longer in the site file. Remove it by typing its name {host}; then the new one joins.',
    es: 'Haga el plan: allí figura el miembro antiguo, que ya no está en el archivo del sitio. Retírelo escribiendo su nombre {host}; después se une el nuevo.',
  },
  'cluster.first-is-new': {
    en: 'Take {host} out of the site file and make the plan: its old member is listed there; remove it by typing its name. Then name {host} again below {other}, and it joins.',
    es: 'Quite {host} del archivo del sitio y haga el plan: allí figura su miembro antiguo; retírelo escribiendo su nombre. Después vuelva a indicar {host} debajo de {other} y se une.',
  },
  'cluster.package-not-in-bundle': {
    en: 'Where there is internet, press Make again on the page Bundle. Then start again.',
    es: 'Donde haya internet, pulse Hacer de nuevo en la página Paquete. Después vuelva a empezar.',
  },
  'flash.no-such-file': {
    en: 'Plug the drive in again and choose it in the list. Nothing was written.',
    es: 'Vuelva a conectar la unidad y elíjala en la lista. No se escribió nada.',
  },
  'flash.unsupported-platform': {
    en: 'Choose complete images on the page Media and write them with another program.',
    es: 'Elija imágenes completas en la página Memorias USB y escríbalas con otro programa.',
  },
  'flash.base-needed': {
    en: 'Choose that base ISO on the page Media.',
    es: 'Elija esa ISO base en la página Memorias USB.',
  },
  'flash.retarget-other-base': {
    en: 'Nothing is written. Write the whole image to it, or choose the base it was written from.',
    es: 'No se ha escrito nada. Escriba la imagen completa o elija la base con la que se escribió.',
  },
  'image.udf-bridge': noRewrite,
  'image.second-tree': noRewrite,
  'image.no-rock-ridge': noRewrite,
  'image.partition-offset': noRewrite,
  'image.md5-tagged': rewrite,
  'image.unknown-sort-order': rewrite,
  'image.continuation-in-root': rewrite,
  'image.root-full': rewrite,
  'image.base-unknown': {
    en: 'Compare the digest with the one the vendor publishes. If it is right, type it on the page Media to accept the image.',
    es: 'Compare la huella con la que publica el fabricante. Si es correcta, escríbala en la página Memorias USB para aceptar la imagen.',
  },
  'ownership.unconfirmed': {
    en: 'Press Remove beside each thing that is to go and type its name. Nothing was changed.',
    es: 'Pulse Retirar junto a cada cosa que se va y escriba su nombre. No se cambió nada.',
  },
  'ownership.orphans-kept': {
    en: 'To remove any of it, make the plan and press Remove beside it.',
    es: 'Para retirar algo de ello, haga el plan y pulse Retirar a su lado.',
  },
  'packages.base-unreadable': {
    en: 'Choose the ISO again on the page Media: it is checked there.',
    es: 'Elija otra vez la ISO en la página Memorias USB: allí se comprueba.',
  },
  'run.site-lock-stale': {
    en: 'Ask there first: that laptop may sleep. If the run is dead, take over by typing the name of that laptop. Nothing was changed from here.',
    es: 'Pregunte antes allí: ese portátil puede estar suspendido. Si la ejecución ha muerto, tome el control escribiendo el nombre de ese portátil. Desde aquí no se cambió nada.',
  },
  'site.export-exists': {
    en: 'Choose another folder, or move the file away.',
    es: 'Elija otra carpeta o mueva el archivo.',
  },
  'site.bad-secret-ref': {
    en: 'Write "secret:NAME" (small letters, digits, dashes) and put the value into the vault, on the page Hand-over.',
    es: 'Escriba "secret:NOMBRE" (minúsculas, cifras, guiones) y guarde el valor en la caja fuerte, en la página Entrega al cliente.',
  },
  'site.password-unsaid': {
    en: 'Write rootPassword = "secret:root-password-{name}". It is made with the vault, on the page Hand-over.',
    es: 'Escriba rootPassword = "secret:root-password-{name}". Se genera con la caja fuerte, en la página Entrega al cliente.',
  },
  'storage.disk-in-use': {
    en: 'What is on it stands above. If it may go, erase it here by typing its serial {serial}. If it is needed, put another disk in its place, name that one in the site, then retry.',
    es: 'Arriba figura lo que contiene. Si se puede perder, bórrelo aquí escribiendo su número de serie {serial}. Si hace falta, ponga otro disco en su lugar, indíquelo en el sitio y reintente.',
  },
  'storage.pool-other-layout': {
    en: 'A pool is not rebuilt here. Write raid and disks as they are into the site, or change the pool yourself («zpool attach» makes a mirror of a single disk), then retry. One that is not imported and may go: type each of its serials in a terminal: sitewright apply SITE --wipe SERIAL.',
    es: 'Un pool no se reconstruye aquí. Escriba raid y disks tal como son en el sitio o cambie usted el pool («zpool attach» hace un espejo de un disco suelto) y reintente. Si no está importado y se puede perder, escriba cada uno de sus números de serie en una terminal: sitewright apply SITIO --wipe SERIE.',
  },
  'storage.pool-of-other-system': {
    en: 'To keep its data, make sure that no other machine uses these disks and run «zpool import -f {id}» on {host}. If it may go, type each serial in a terminal: sitewright apply SITE --wipe SERIAL.',
    es: 'Para conservar los datos, asegúrese de que ninguna otra máquina usa estos discos y ejecute «zpool import -f {id}» en {host}. Si se puede perder, escriba cada número de serie en una terminal: sitewright apply SITIO --wipe SERIE.',
  },
  'storage.pool-not-importable': {
    en: 'Plug in the disks that it lacks; they stand above. Where it lacks none, «zpool import» on {host} says why. If its data may go, type each serial in a terminal: sitewright apply SITE --wipe SERIAL.',
    es: 'Conecte los discos que le faltan; figuran arriba. Si no le falta ninguno, «zpool import» en {host} dice por qué. Si los datos se pueden perder, escriba cada número de serie en una terminal: sitewright apply SITIO --wipe SERIE.',
  },
  'storage.login-refused': {
    en: 'Correct the name on the page Storage and quorum, or the password in the vault on the page Hand-over; then start again.',
    es: 'Corrija el nombre en la página Discos y quórum o la contraseña de la caja fuerte en la página Entrega al cliente y vuelva a empezar.',
  },
  'vault.missing': {
    en: 'Press Make the vault: it lies beside site.toml then, and holds what chance can make.',
    es: 'Pulse Crear la caja fuerte: queda junto a site.toml y contiene lo que se puede generar al azar.',
  },
  'vault.not-by-chance': {
    en: 'Put it in on the page Hand-over, with Replace.',
    es: 'Introdúzcalo en la página Entrega al cliente, con Sustituir.',
  },
  'vault.passphrase-needed': {
    en: 'Press Open the vault, type its passphrase, and try again.',
    es: 'Pulse Abrir la caja fuerte, escriba su frase de paso e inténtelo otra vez.',
  },
  'vault.secret-missing': {
    en: 'Press Put in. All that the site needs stands on the page Hand-over.',
    es: 'Pulse Introducir. Todo lo que el sitio necesita figura en la página Entrega al cliente.',
  },
  'vault.passphrase-fd': {
    en: 'Name a file that only you may read (0600) in SITEWRIGHT_PASSPHRASE_FILE, and open Sitewright again.',
    es: 'Nombre en SITEWRIGHT_PASSPHRASE_FILE un archivo que solo usted pueda leer (0600) y abra Sitewright otra vez.',
  },
  'vault.key-form': {
    en: 'Paste the whole file of the private key. Nothing was changed.',
    es: 'Pegue el archivo completo de la clave privada. No se cambió nada.',
  },
  'vault.hash-form': {
    en: 'Type the password itself, on the page Hand-over; its hash is made there.',
    es: 'Escriba la propia contraseña en la página Entrega al cliente; allí se genera su hash.',
  },
  'vault.not-a-password': {
    en: 'Put it in on the page Hand-over as it is.',
    es: 'Introdúzcalo tal cual en la página Entrega al cliente.',
  },
  'report.is-signed': {
    en: 'The site has had runs since it was signed. Keep that report, or press Put the signed report aside and have the new one signed.',
    es: 'El sitio ha tenido ejecuciones desde que se firmó. Conserve ese informe, o pulse Apartar el informe firmado y haga firmar el nuevo.',
  },
  'sites.cluster-key-unknown': {
    en: 'On the screen of the node itself, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub" shows its fingerprint: confirm the key only where it is the same.',
    es: 'En la pantalla del propio nodo, «ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub» muestra su huella: confirme la clave solo si es la misma.',
  },
  'sites.cluster-key-to-vault': {
    en: 'On the page Hand-over make the vault and put in site-ssh-key, the whole file of the private key, before the first plan.',
    es: 'En la página Entrega al cliente cree la caja fuerte e introduzca site-ssh-key, el archivo completo de la clave privada, antes del primer plan.',
  },
  'sites.cluster-key-to-bring': {
    en: 'On the page Hand-over make the vault: it makes the key. Then add the line sshPublicKey of the file to /root/.ssh/authorized_keys of one node: the cluster gives it to all.',
    es: 'En la página Entrega al cliente cree la caja fuerte: genera la clave. Después añada la línea sshPublicKey del archivo a /root/.ssh/authorized_keys de un nodo: el clúster la pasa a todos.',
  },
  'vault.secret-short': {
    en: 'Make it by chance on the page Hand-over; one of your own has at least {minimum}. Nothing was changed.',
    es: 'Genérelo al azar en la página Entrega al cliente; uno propio tiene al menos {minimum}. No se cambió nada.',
  },
  'vault.certificate-form': {
    en: 'Make it by chance on the page Hand-over.',
    es: 'Genérelo al azar en la página Entrega al cliente.',
  },
  'vault.throw-away': {
    en: 'For a site of your own delete secrets.age and THROW-AWAY-PASSPHRASE.txt beside site.toml, then press Make the vault on the page Hand-over.',
    es: 'Para un sitio propio borre secrets.age y THROW-AWAY-PASSPHRASE.txt junto a site.toml y después pulse Crear la caja fuerte en la página Entrega al cliente.',
  },
  'update.no-release-key': {
    en: 'Check the new file by other means and install it by hand.',
    es: 'Compruebe el archivo nuevo por otro medio e instálelo a mano.',
  },
  'update.older': {
    en: 'Nothing is installed. If that is what you want, set the mark below. Sites that a newer version has written may not open then.',
    es: 'No se ha instalado nada. Si es lo que desea, ponga la marca de abajo. Es posible que entonces no se abran los sitios escritos por una versión más nueva.',
  },
} as const satisfies Readonly<Record<TerminalCode, Text>>;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The sentences of a diagnostic as the window says them: its own hint, times as they are read on this laptop. */
export function describeHere(value: Diagnostic, language: Language): DescribedDiagnostic {
  const { moment } = speechFor(language);
  const params = Object.fromEntries(
    Object.entries(value.params).map(([name, said]) => [
      name,
      typeof said === 'string' && INSTANT.test(said) ? moment(said) : said,
    ]),
  );
  const said = describeDiagnostic({ ...value, params }, language);
  const own = (WINDOW_HINTS as Readonly<Record<string, Text>>)[value.code];
  return own ? { ...said, hint: fill(own, language, params) } : said;
}
