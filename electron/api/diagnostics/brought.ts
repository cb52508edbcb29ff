import { catalogue } from './catalogue.ts';

/** What a site brings itself: compose projects in folders beside site.toml. */
export const broughtDiagnostics = catalogue({
  'brought.folder-missing': {
    severity: 'error',
    summary: {
      en: 'The folder {folder} of the stack instance {instance} is not beside site.toml.',
      es: 'La carpeta {folder} de la instancia {instance} no está junto a site.toml.',
    },
    hint: {
      en: 'Put the compose project into {path}, or correct stacks.options.folder.',
      es: 'Coloque el proyecto compose en {path} o corrija stacks.options.folder.',
    },
  },
  'brought.unread': {
    severity: 'error',
    summary: {
      en: 'The files of the stack instance {instance} are not known: {folder} was not read with the site.',
      es: 'No se conocen los archivos de la instancia {instance}: {folder} no se ha leído con el sitio.',
    },
    hint: {
      en: 'Open the site by its folder; the text of site.toml alone is not enough.',
      es: 'Abra el sitio por su carpeta; el texto de site.toml por sí solo no basta.',
    },
  },
  'brought.not-plain': {
    severity: 'error',
    summary: {
      en: '{path} of the stack instance {instance} is a link or no plain file, and cannot be taken along.',
      es: '{path} de la instancia {instance} es un enlace o no es un archivo normal, y no se puede llevar.',
    },
    hint: {
      en: 'Put the file itself there: what a link means is another thing on every laptop.',
      es: 'Ponga el archivo mismo: un enlace significa otra cosa en cada portátil.',
    },
  },
  'brought.name': {
    severity: 'error',
    summary: {
      en: '{path} of the stack instance {instance} has a name that cannot be taken along.',
      es: '{path} de la instancia {instance} tiene un nombre que no se puede llevar.',
    },
    hint: {
      en: 'Names have up to {most} letters, digits and . _ - + @, without accents and blanks. Rename it or take it away.',
      es: 'Los nombres tienen hasta {most} letras, cifras y . _ - + @, sin acentos ni espacios. Cámbiele el nombre o quítelo.',
    },
  },
  'brought.depth': {
    severity: 'error',
    summary: {
      en: '{path} of the stack instance {instance} lies deeper than {most} folders.',
      es: '{path} de la instancia {instance} está a más de {most} carpetas de profundidad.',
    },
    hint: { en: 'Move it up, or take it away.', es: 'Súbalo de nivel o quítelo.' },
  },
  'brought.reserved-name': {
    severity: 'error',
    summary: {
      en: '{path} has a name that the stack instance {instance} cannot take along.',
      es: '{path} tiene un nombre que la instancia {instance} no puede llevar.',
    },
    hint: {
      en: 'Lines of .env stand in stacks.options.environment, secrets as secret:NAME. What an override file says goes into the compose file.',
      es: 'Las líneas de .env van en stacks.options.environment, los secretos como secret:NOMBRE. Lo que dice un archivo override va en el archivo compose.',
    },
  },
  'brought.too-much': {
    severity: 'error',
    summary: {
      en: 'The folder {folder} of the stack instance {instance} holds more than {files} files or {kib} KiB.',
      es: 'La carpeta {folder} de la instancia {instance} contiene más de {files} archivos o {kib} KiB.',
    },
    hint: {
      en: 'Only what compose and the containers read belongs into it. Programs and large data go into an image.',
      es: 'Solo debe contener lo que leen compose y los contenedores. Los programas y los datos grandes van en una imagen.',
    },
  },
  'brought.unreadable': {
    severity: 'error',
    summary: {
      en: '{path} of the stack instance {instance} cannot be read: {why}.',
      es: '{path} de la instancia {instance} no se puede leer: {why}.',
    },
    hint: {
      en: 'Give yourself the right to read it, then check the site again.',
      es: 'Dese permiso de lectura y compruebe el sitio de nuevo.',
    },
  },
  'brought.no-compose-file': {
    severity: 'error',
    summary: {
      en: 'The folder {folder} has no compose.yaml.',
      es: 'La carpeta {folder} no contiene compose.yaml.',
    },
    hint: {
      en: 'Compose takes compose.yaml, compose.yml, docker-compose.yml or docker-compose.yaml, in this order.',
      es: 'Compose admite compose.yaml, compose.yml, docker-compose.yml o docker-compose.yaml, en este orden.',
    },
  },
  'brought.yaml': {
    severity: 'error',
    summary: {
      en: '{file} cannot be read, line {line}: {what}.',
      es: '{file} no se puede leer, línea {line}: {what}.',
    },
    hint: {
      en: 'Correct the line. Each key stands once, and tags of one’s own are not read.',
      es: 'Corrija la línea. Cada clave aparece una sola vez y no se leen etiquetas propias.',
    },
  },
  'brought.shape': {
    severity: 'error',
    summary: {
      en: '{file} is no compose file: {what} is not as compose wants it.',
      es: '{file} no es un archivo compose: {what} no tiene la forma que compose exige.',
    },
    hint: {
      en: 'Below services each service has a name and its settings; at least one starts without a profile.',
      es: 'Bajo services cada servicio tiene un nombre y sus ajustes; al menos uno se inicia sin perfil.',
    },
  },
  'brought.build': {
    severity: 'error',
    summary: {
      en: 'The service {service} in {file} is built from sources.',
      es: 'El servicio {service} de {file} se construye a partir de su código.',
    },
    hint: {
      en: 'A site has no network to build with. Build the image in the office, put it into a registry, and name it under image.',
      es: 'Un sitio no tiene red para construir. Construya la imagen en la oficina, súbala a un registro e indíquela en image.',
    },
  },
  'brought.no-image': {
    severity: 'error',
    summary: {
      en: 'The service {service} in {file} names no image.',
      es: 'El servicio {service} de {file} no indica ninguna imagen.',
    },
    hint: {
      en: 'Name it under image, by tag (postgres:16) or by digest.',
      es: 'Indíquela en image, por etiqueta (postgres:16) o por digest.',
    },
  },
  'brought.image': {
    severity: 'error',
    summary: {
      en: 'The service {service} in {file} names an image that cannot be one: {image}.',
      es: 'El servicio {service} de {file} indica una imagen que no puede serlo: {image}.',
    },
    hint: {
      en: 'Names are of small letters, with a tag or a digest: postgres:16, registry.example/team/app:2.1.',
      es: 'Los nombres son de letras minúsculas, con etiqueta o digest: postgres:16, registry.example/team/app:2.1.',
    },
  },
  'brought.include': {
    severity: 'error',
    summary: {
      en: '{file} includes other compose files.',
      es: '{file} incluye otros archivos compose.',
    },
    hint: {
      en: 'Put their services into this file: what it names is carried to the site, and nothing else.',
      es: 'Ponga sus servicios en este archivo: al sitio se lleva lo que él indica y nada más.',
    },
  },
  'brought.external': {
    severity: 'error',
    summary: {
      en: '{place} in {file} is external: nobody makes it on the machine of a site.',
      es: '{place} de {file} es externo: en la máquina de un sitio nadie lo crea.',
    },
    hint: {
      en: 'Leave external: true out, and compose makes it with the project.',
      es: 'Quite external: true y compose lo creará con el proyecto.',
    },
  },
  'brought.extends-file': {
    severity: 'error',
    summary: {
      en: 'The service {service} in {file} takes its settings from another file.',
      es: 'El servicio {service} de {file} toma sus ajustes de otro archivo.',
    },
    hint: {
      en: 'Put these settings into this file; services of one file may extend each other.',
      es: 'Ponga esos ajustes en este archivo; los servicios de un mismo archivo pueden extenderse entre sí.',
    },
  },
  'brought.outside': {
    severity: 'error',
    summary: {
      en: '{place} in {file} leads out of the folder: {path}.',
      es: '{place} de {file} sale de la carpeta: {path}.',
    },
    hint: {
      en: 'Put what is read into the folder. A place of the machine is named by its whole path, from / on.',
      es: 'Ponga en la carpeta lo que se lee. Un lugar de la máquina se indica con su ruta completa, desde /.',
    },
  },
  'brought.file-missing': {
    severity: 'error',
    summary: {
      en: '{place} in {file} names {path}, which the folder does not hold.',
      es: '{place} de {file} indica {path}, que no está en la carpeta.',
    },
    hint: {
      en: 'Add the file. For the lines of .env name .env: Sitewright writes it from stacks.options.environment.',
      es: 'Añada el archivo. Para las líneas de .env indique .env: Sitewright lo escribe a partir de stacks.options.environment.',
    },
  },
  'brought.undeclared': {
    severity: 'error',
    summary: {
      en: 'The service {service} in {file} uses {name}, which the file does not declare below {kind}.',
      es: 'El servicio {service} de {file} usa {name}, que el archivo no declara bajo {kind}.',
    },
    hint: {
      en: 'Add it below {kind} at the end of the file. A file of the folder that is mounted begins with ./',
      es: 'Añádalo bajo {kind} al final del archivo. Un archivo de la carpeta que se monta empieza por ./',
    },
  },
  'brought.dependency': {
    severity: 'error',
    summary: {
      en: 'The service {service} in {file} waits for {needed}, which does not start.',
      es: 'El servicio {service} de {file} espera a {needed}, que no se inicia.',
    },
    hint: {
      en: 'It is not there, or a profile holds it back. Profiles are not started on a site.',
      es: 'No existe o un perfil lo retiene. En un sitio no se inician los perfiles.',
    },
  },
  'brought.variable': {
    severity: 'error',
    summary: {
      en: '{file} uses the variable {name} ({place}), which has no value and no default.',
      es: '{file} usa la variable {name} ({place}), que no tiene valor ni valor por defecto.',
    },
    hint: {
      en: 'Give it one in stacks.options.environment of {instance}, or write {name}:-… in the file. A $ that is meant as such is $$.',
      es: 'Dele uno en stacks.options.environment de {instance} o escriba {name}:-… en el archivo. Un $ literal se escribe $$.',
    },
  },
  'brought.interpolation': {
    severity: 'error',
    summary: {
      en: '{place} in {file} has a $ with a brace that is no variable: {what}.',
      es: '{place} de {file} contiene un $ con una llave que no es una variable: {what}.',
    },
    hint: {
      en: 'A $ that is meant as such is written $$.',
      es: 'Un $ literal se escribe $$.',
    },
  },
  'brought.value-unfit': {
    severity: 'error',
    summary: {
      en: 'The value of {name} of {instance} cannot stand in a .env file.',
      es: 'El valor de {name} de {instance} no puede figurar en un archivo .env.',
    },
    hint: {
      en: 'It has a line break, or an apostrophe together with one of " $ ` \\. Choose another one, or let secrets init make it.',
      es: 'Contiene un salto de línea, o un apóstrofo junto con uno de " $ ` \\. Elija otro o deje que lo genere secrets init.',
    },
  },
  'brought.project-taken': {
    severity: 'error',
    summary: {
      en: 'The stack instances {first} and {second} on {host} have the same compose project {project}.',
      es: 'Las instancias {first} y {second} en {host} tienen el mismo proyecto compose {project}.',
    },
    hint: {
      en: 'Give {second} another stacks.options.project: compose would take the containers of one for the other’s.',
      es: 'Dé a {second} otro stacks.options.project: compose tomaría los contenedores de una por los de la otra.',
    },
  },
  'brought.port-taken': {
    severity: 'error',
    summary: {
      en: 'The stack instance {second} wants port {port} of {host}, which {first} has.',
      es: 'La instancia {second} quiere el puerto {port} de {host}, que ya tiene {first}.',
    },
    hint: {
      en: 'Give one of them another port.',
      es: 'Asigne otro puerto a una de las dos.',
    },
  },
  'brought.smoke-service': {
    severity: 'error',
    summary: {
      en: 'A smoke test of {instance} asks the service {service}, which {file} does not keep running.',
      es: 'Una prueba de {instance} pregunta al servicio {service}, que {file} no mantiene en marcha.',
    },
    hint: {
      en: 'These run: {running}.',
      es: 'Están en marcha: {running}.',
    },
  },
  'brought.http-status': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{url} answers with status {seen} instead of {status}.',
      es: '{url} responde con el estado {seen} en lugar de {status}.',
    },
    hint: {
      en: 'The lines below are from its answer. docker logs of the service says more.',
      es: 'Las líneas siguientes son de su respuesta. docker logs del servicio dice más.',
    },
  },
  'brought.http-text': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The answer of {url} has not the text «{text}».',
      es: 'La respuesta de {url} no contiene el texto «{text}».',
    },
    hint: {
      en: 'Another program may have this port, or the page has changed: then correct the smoke test in the site.',
      es: 'Puede que otro programa tenga este puerto o que la página haya cambiado: corrija entonces la prueba en el sitio.',
    },
  },
  'brought.no-answer': {
    severity: 'error',
    retryable: true,
    summary: { en: '{place} does not answer: {reason}.', es: '{place} no responde: {reason}.' },
    hint: {
      en: 'See whether the service publishes this port (docker ps on the machine) and whether a firewall stands in between.',
      es: 'Compruebe si el servicio publica este puerto (docker ps en la máquina) y si hay un cortafuegos en medio.',
    },
  },
  'brought.command-code': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{command} ended with {code} in the service {service}.',
      es: '{command} ha terminado con {code} en el servicio {service}.',
    },
    hint: {
      en: 'The lines below are what it said. docker logs of the service says more.',
      es: 'Las líneas siguientes son lo que ha dicho. docker logs del servicio dice más.',
    },
  },
  'brought.command-text': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{command} in the service {service} does not say «{text}».',
      es: '{command} en el servicio {service} no dice «{text}».',
    },
    hint: {
      en: 'The lines below are what it said. Correct the project, or the smoke test in the site.',
      es: 'Las líneas siguientes son lo que ha dicho. Corrija el proyecto o la prueba en el sitio.',
    },
  },
});
