import { catalogue } from './catalogue.ts';

export const bundleDiagnostics = catalogue({
  'bundle.no-lock': {
    severity: 'error',
    summary: { en: '{folder} holds no bundle.lock.toml.', es: 'En {folder} no hay ningún bundle.lock.toml.' },
    hint: {
      en: 'Name the folder of a bundle, or make one: sitewright bundle make SITE --out {folder}.',
      es: 'Indique la carpeta de un paquete o haga uno: sitewright bundle make SITIO --out {folder}.',
    },
  },
  'bundle.lock-broken': {
    severity: 'error',
    summary: {
      en: 'The lock {file} cannot be read: {what}.',
      es: 'No se puede leer el archivo de bloqueo {file}: {what}.',
    },
    hint: {
      en: 'It is written by Sitewright and not edited by hand. Take it from the copy it came from, or delete it and make the bundle again.',
      es: 'Lo escribe Sitewright y no se edita a mano. Recupérelo de la copia de origen, o bórrelo y haga de nuevo el paquete.',
    },
  },
  'bundle.lock-newer': {
    severity: 'error',
    summary: {
      en: 'The lock {file} has schema version {found}; this Sitewright knows {current}.',
      es: 'El archivo de bloqueo {file} tiene la versión de esquema {found}; este Sitewright conoce la {current}.',
    },
    hint: { en: 'Use the Sitewright that made the bundle.', es: 'Use el Sitewright que hizo el paquete.' },
  },
  'bundle.other-site': {
    severity: 'error',
    summary: {
      en: 'The bundle in {folder} is that of site {found}, not of {site}.',
      es: 'El paquete de {folder} es del sitio {found}, no de {site}.',
    },
    hint: { en: 'Name another folder with --out.', es: 'Indique otra carpeta con --out.' },
  },
  'bundle.unknown-kind': {
    severity: 'error',
    summary: {
      en: 'The bundle holds items of kind {kind}; this Sitewright knows {known}.',
      es: 'El paquete contiene elementos del tipo {kind}; este Sitewright conoce {known}.',
    },
    hint: { en: 'Use the Sitewright that made the bundle.', es: 'Use el Sitewright que hizo el paquete.' },
  },
  'bundle.no-source': {
    severity: 'error',
    summary: {
      en: 'Where {path} comes from is not known.',
      es: 'No se sabe de dónde viene {path}.',
    },
    hint: {
      en: 'Name it under [[files]] in sources.toml: with url and sums or digest, or with a digest alone and the file put into the bundle by hand.',
      es: 'Indíquelo en [[files]] de sources.toml: con url y sums o digest, o solo con digest y el archivo puesto a mano en el paquete.',
    },
  },
  'bundle.no-digest': {
    severity: 'error',
    summary: {
      en: 'Nothing says which digest {path} has.',
      es: 'Nada indica qué resumen tiene {path}.',
    },
    hint: {
      en: 'Give sums (a SHA256SUMS or SHA512SUMS file) or digest for it in sources.toml.',
      es: 'Indique sums (un archivo SHA256SUMS o SHA512SUMS) o digest en sources.toml.',
    },
  },
  'bundle.not-in-sums': {
    severity: 'error',
    summary: { en: '{sums} does not list {name}.', es: '{sums} no contiene {name}.' },
    hint: {
      en: 'The file may have been renamed at its source. Look there, and correct url and sums in sources.toml.',
      es: 'Puede que el archivo haya cambiado de nombre en su origen. Consúltelo y corrija url y sums en sources.toml.',
    },
  },
  'bundle.sums-ambiguous': {
    severity: 'error',
    summary: {
      en: '{sums} lists {name} with more than one digest.',
      es: '{sums} contiene {name} con más de un resumen.',
    },
    hint: {
      en: 'Give the right one as digest in sources.toml.',
      es: 'Indique el correcto como digest en sources.toml.',
    },
  },
  'bundle.put-by-hand': {
    severity: 'error',
    summary: {
      en: '{path} with {digest} is not at {target}, and has no address to be fetched from.',
      es: '{path} con {digest} no está en {target} y no tiene dirección de la que traerlo.',
    },
    hint: {
      en: 'Copy the file to {target}; it is taken when its digest fits. Or give it a url in sources.toml.',
      es: 'Copie el archivo a {target}; se acepta si su resumen coincide. O indique una url en sources.toml.',
    },
  },
  'bundle.no-space': {
    severity: 'error',
    summary: {
      en: 'The bundle needs {needed} MB more in {folder}, where {free} MB are free.',
      es: 'El paquete necesita {needed} MB más en {folder}, donde quedan {free} MB libres.',
    },
    hint: {
      en: 'Free some space or name a folder on another disk with --out. Nothing has been fetched.',
      es: 'Libere espacio o indique con --out una carpeta de otro disco. No se ha traído nada.',
    },
  },
  'bundle.unsigned': {
    severity: 'warning',
    summary: {
      en: 'The bundle in {folder} is not signed.',
      es: 'El paquete de {folder} no está firmado.',
    },
    hint: {
      en: "Make a vault (sitewright secrets init SITE) and make the bundle again: it is then signed with the site's key.",
      es: 'Cree una caja fuerte (sitewright secrets init SITIO) y haga de nuevo el paquete: se firma entonces con la clave del sitio.',
    },
  },
  'bundle.bad-signature': {
    severity: 'error',
    summary: {
      en: 'The signature of the bundle in {folder} does not fit its lock.',
      es: 'La firma del paquete de {folder} no corresponde a su archivo de bloqueo.',
    },
    hint: {
      en: 'The lock was changed after it was signed, or making was cut short. Do not use the bundle: copy it again or make it again.',
      es: 'El archivo de bloqueo se cambió después de firmarlo, o la creación quedó a medias. No use el paquete: cópielo o hágalo de nuevo.',
    },
  },
  'bundle.other-key': {
    severity: 'error',
    summary: {
      en: 'The bundle in {folder} is signed with the key {found}; that of this site is {wanted}.',
      es: 'El paquete de {folder} está firmado con la clave {found}; la de este sitio es {wanted}.',
    },
    hint: {
      en: 'Somebody else made it, or the vault was made anew since. Make the bundle again from this site.',
      es: 'Lo hizo otra persona, o la caja fuerte se creó de nuevo desde entonces. Haga el paquete otra vez desde este sitio.',
    },
  },
  'bundle.signing-key-form': {
    severity: 'error',
    summary: {
      en: 'What was given for "{name}" is no key that signs bundles: 32 bytes in base64.',
      es: 'Lo que se dio para «{name}» no es una clave para firmar paquetes: 32 bytes en base64.',
    },
    hint: {
      en: 'Copy it from a laptop that has it (sitewright secrets show SITE {name}), or leave it: sitewright bundle make SITE makes one. Nothing was changed.',
      es: 'Cópiela de un portátil que la tenga (sitewright secrets show SITIO {name}), o déjelo: sitewright bundle make SITIO genera una. No se cambió nada.',
    },
  },
  'bundle.pinned-key-broken': {
    severity: 'error',
    summary: {
      en: '{file} holds no public key to compare bundles with.',
      es: '{file} no contiene una clave pública con la que comparar paquetes.',
    },
    hint: {
      en: 'Take it from a copy of the site, or make the bundle again with the vault: that writes it anew.',
      es: 'Recupérelo de una copia del sitio, o haga de nuevo el paquete con la caja fuerte: así se vuelve a escribir.',
    },
  },
  'bundle.not-finished': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The bundle in {folder} is not complete: its lock names files that were never brought.',
      es: 'El paquete de {folder} no está completo: su archivo de bloqueo nombra archivos que nunca se trajeron.',
    },
    hint: {
      en: 'Make it again: it goes on where it stopped.',
      es: 'Hágalo de nuevo: continúa donde se detuvo.',
    },
  },
  'bundle.file-missing': {
    severity: 'error',
    summary: { en: 'The bundle lacks {path}.', es: 'Al paquete le falta {path}.' },
    hint: { en: 'Copy the bundle again, or make it again.', es: 'Copie el paquete de nuevo o hágalo otra vez.' },
  },
  'bundle.file-altered': {
    severity: 'error',
    summary: {
      en: '{path} is not as the lock says: {why}.',
      es: '{path} no está como dice el archivo de bloqueo: {why}.',
    },
    hint: { en: 'Copy the bundle again, or make it again.', es: 'Copie el paquete de nuevo o hágalo otra vez.' },
  },
  'bundle.file-extra': {
    severity: 'error',
    summary: {
      en: '{path} lies in the bundle and is not in its lock.',
      es: '{path} está en el paquete y no en su archivo de bloqueo.',
    },
    hint: {
      en: 'Take it out, or add it under [[files]] in sources.toml and make the bundle again.',
      es: 'Retírelo, o añádalo en [[files]] de sources.toml y haga de nuevo el paquete.',
    },
  },
  'bundle.need-missing': {
    severity: 'error',
    summary: {
      en: 'The site needs {name} ({why}); the bundle does not have it.',
      es: 'El sitio necesita {name} ({why}); el paquete no lo tiene.',
    },
    hint: {
      en: 'The site has changed since the bundle was made. Make it again: sitewright bundle make SITE.',
      es: 'El sitio cambió después de hacer el paquete. Hágalo de nuevo: sitewright bundle make SITIO.',
    },
  },
  'bundle.undeclared-image': {
    severity: 'error',
    summary: {
      en: '{file} of the stack {stack} names the image {image}, which the stack does not declare.',
      es: '{file} de la aplicación {stack} nombra la imagen {image}, que la aplicación no declara.',
    },
    hint: {
      en: 'The stack is inconsistent; report it. On site this image would be missing.',
      es: 'La aplicación es incoherente; comuníquelo. En el sitio faltaría esta imagen.',
    },
  },
  'bundle.unnamed-image': {
    severity: 'warning',
    summary: {
      en: 'The stack {stack} declares the image {image}, which its {file} does not name.',
      es: 'La aplicación {stack} declara la imagen {image}, que su {file} no nombra.',
    },
    hint: {
      en: 'The image is carried for nothing; report it.',
      es: 'La imagen se lleva para nada; comuníquelo.',
    },
  },
  'bundle.item-unneeded': {
    severity: 'warning',
    summary: {
      en: '{name} ({megabytes} MB) is in the bundle, and nothing of the site names it.',
      es: '{name} ({megabytes} MB) está en el paquete y nada del sitio lo nombra.',
    },
    hint: {
      en: 'It may go: sitewright bundle make SITE takes it away.',
      es: 'Puede quitarse: sitewright bundle make SITIO lo elimina.',
    },
  },
  'bundle.sources-missing': {
    severity: 'error',
    summary: { en: 'There is no settings file {file}.', es: 'No existe el archivo de configuración {file}.' },
    hint: {
      en: 'Name another with --sources; examples/sources.toml shows what may stand in it.',
      es: 'Indique otro con --sources; examples/sources.toml muestra lo que puede contener.',
    },
  },
  'bundle.sources-broken': {
    severity: 'error',
    summary: {
      en: 'The settings {file} cannot be used: {what}.',
      es: 'La configuración {file} no se puede usar: {what}.',
    },
    hint: {
      en: 'Correct that line; examples/sources.toml shows what may stand there.',
      es: 'Corrija esa línea; examples/sources.toml muestra lo que puede contener.',
    },
  },
  'bundle.clear-secret': {
    severity: 'error',
    summary: {
      en: '{field} in {file} holds a secret in clear.',
      es: '{field} de {file} contiene un secreto sin cifrar.',
    },
    hint: {
      en: 'Write where it is kept: "env:NAME" for the environment, "secret:name" for the vault (sitewright secrets set SITE name). Change the password: the file may have been copied.',
      es: 'Escriba dónde se guarda: «env:NOMBRE» para el entorno, «secret:nombre» para la caja fuerte (sitewright secrets set SITIO nombre). Cambie la contraseña: el archivo puede haberse copiado.',
    },
  },
  'bundle.no-secret': {
    severity: 'error',
    summary: {
      en: '{field} in {file} names {reference}, which is not there.',
      es: '{field} de {file} nombra {reference}, que no existe.',
    },
    hint: {
      en: 'Set that environment variable, or put the secret into the vault: sitewright secrets set SITE NAME.',
      es: 'Defina esa variable de entorno o guarde el secreto en la caja fuerte: sitewright secrets set SITIO NOMBRE.',
    },
  },
  'bundle.image-differs': {
    severity: 'error',
    summary: {
      en: 'The image {image} that this Sitewright makes is not the one of the lock ({wanted}…).',
      es: 'La imagen {image} que hace este Sitewright no es la del bloqueo ({wanted}…).',
    },
    hint: {
      en: 'The lock was made by another version. Run «sitewright bundle update SITE --write», then make the bundle again.',
      es: 'El bloqueo lo hizo otra versión. Ejecute «sitewright bundle update SITIO --write» y haga de nuevo el paquete.',
    },
  },
  'bundle.delta-base': {
    severity: 'error',
    summary: {
      en: 'The delta does not fit {folder}: it leads from the lock {wanted}, and there is {found}.',
      es: 'La diferencia no corresponde a {folder}: parte del archivo de bloqueo {wanted} y allí está {found}.',
    },
    hint: {
      en: 'Make a delta from the bundle that lies there.',
      es: 'Haga una diferencia a partir del paquete que está allí.',
    },
  },
  'bundle.not-a-delta': {
    severity: 'error',
    summary: { en: '{folder} is no delta of a bundle: {why}.', es: '{folder} no es una diferencia de paquete: {why}.' },
    hint: {
      en: 'Name a folder that sitewright bundle delta wrote, copied whole.',
      es: 'Indique una carpeta escrita por sitewright bundle delta y copiada entera.',
    },
  },
  'bundle.out-not-empty': {
    severity: 'error',
    summary: { en: '{folder} is not empty.', es: '{folder} no está vacía.' },
    hint: { en: 'Name an empty or new folder with --out.', es: 'Indique con --out una carpeta vacía o nueva.' },
  },
  'bundle.volume-missing': {
    severity: 'error',
    summary: {
      en: 'Volume {volume} of {count} is in none of the folders.',
      es: 'El volumen {volume} de {count} no está en ninguna de las carpetas.',
    },
    hint: {
      en: 'Name the folder of every stick: sitewright bundle join STICK1 STICK2 --out DIR.',
      es: 'Indique la carpeta de cada memoria: sitewright bundle join MEMORIA1 MEMORIA2 --out CARPETA.',
    },
  },
  'bundle.volume-damaged': {
    severity: 'error',
    summary: { en: 'The volume {file} is damaged: {why}.', es: 'El volumen {file} está dañado: {why}.' },
    hint: {
      en: 'Copy it again from the laptop that split the bundle, or use another stick.',
      es: 'Cópielo de nuevo del portátil que dividió el paquete, o use otra memoria.',
    },
  },
  'bundle.no-place': {
    severity: 'error',
    summary: {
      en: '{path} is no full path of something on this laptop.',
      es: '{path} no es una ruta completa de algo en este portátil.',
    },
    hint: {
      en: 'Write the whole path, from / or a drive letter. A folder that is to be filled may be new; the one above it has to be there.',
      es: 'Escriba la ruta completa, desde / o una letra de unidad. La carpeta que se llena puede ser nueva; la que la contiene debe existir.',
    },
  },
  'bundle.volume-size': {
    severity: 'error',
    summary: {
      en: 'A volume of {size} MB is too small: {least} MB are the least.',
      es: 'Un volumen de {size} MB es demasiado pequeño: el mínimo son {least} MB.',
    },
    hint: { en: 'Name a larger --size, such as 3900MB.', es: 'Indique un --size mayor, como 3900MB.' },
  },
});
