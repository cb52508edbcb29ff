import { catalogue } from './catalogue.ts';

/** Machines (templates, guests), their availability, and the application stacks on them. */
export const stackDiagnostics = catalogue({
  'machine.facts-unknown': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'What {host} says about {what} could not be read.',
      es: 'No se ha podido leer lo que {host} dice sobre {what}.',
    },
    hint: {
      en: 'Log in to {host}, see whether the services pve-cluster and ssh run, then run again.',
      es: 'Entre en {host}, compruebe que los servicios pve-cluster y ssh funcionan y repita la ejecución.',
    },
  },
  'machine.not-ours': {
    severity: 'error',
    summary: {
      en: 'Guest {id} exists on {node} as «{seen}» and does not carry the tag {tag}.',
      es: 'El huésped {id} existe en {node} como «{seen}» y no lleva la etiqueta {tag}.',
    },
    hint: {
      en: 'It was not made by Sitewright for this site and is left alone. Choose another id in the site, or remove that guest yourself.',
      es: 'No lo ha creado Sitewright para este sitio y no se toca. Elija otro id en el sitio o elimine usted ese huésped.',
    },
  },
  'machine.other-name': {
    severity: 'error',
    summary: {
      en: 'Guest {id} on {node} is called «{seen}», the site calls it {name}.',
      es: 'El huésped {id} de {node} se llama «{seen}»; el sitio lo llama {name}.',
    },
    hint: {
      en: 'A guest of this site has another purpose under this id. Correct the id or the name in the site.',
      es: 'Otro huésped de este sitio usa este id. Corrija el id o el nombre en el sitio.',
    },
  },
  'machine.locked': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Guest {id} on {node} is locked ({lock}).',
      es: 'El huésped {id} de {node} está bloqueado ({lock}).',
    },
    hint: {
      en: 'Wait until the task on it ends and run again. If no task runs (a power cut left it half made), look at it in Proxmox, then: qm unlock {id}, and for a half-made one: qm destroy {id}.',
      es: 'Espere a que termine su tarea y repita la ejecución. Si no hay ninguna tarea (un corte de corriente lo dejó a medias), revíselo en Proxmox y después: qm unlock {id}, y si está a medias: qm destroy {id}.',
    },
  },
  'machine.image-missing': {
    severity: 'error',
    summary: {
      en: 'The bundle has no cloud image {image}.',
      es: 'El paquete sin conexión no contiene la imagen {image}.',
    },
    hint: {
      en: 'Put the file at bundle/cloud-images/{image} beside the site file.',
      es: 'Coloque el archivo en bundle/cloud-images/{image}, junto al archivo del sitio.',
    },
  },
  'machine.image-digest': {
    severity: 'error',
    summary: {
      en: 'The cloud image {image} in the bundle is not the one that the site names.',
      es: 'La imagen {image} del paquete sin conexión no es la que indica el sitio.',
    },
    hint: {
      en: 'Its SHA-256 is {seen}, the site says {expected}. Fetch the right file, or correct sha256 of the template.',
      es: 'Su SHA-256 es {seen}; el sitio indica {expected}. Obtenga el archivo correcto o corrija el sha256 de la plantilla.',
    },
  },
  'machine.template-running': {
    severity: 'error',
    summary: {
      en: 'Guest {id} on {node} is to become a template and runs.',
      es: 'El huésped {id} de {node} debe convertirse en plantilla y está en marcha.',
    },
    hint: {
      en: 'Somebody started it. Shut it down in Proxmox and run again.',
      es: 'Alguien lo ha arrancado. Apáguelo en Proxmox y repita la ejecución.',
    },
  },
  'machine.template-incomplete': {
    severity: 'error',
    summary: {
      en: 'Template {id} on {node} has no system disk on {storage}.',
      es: 'La plantilla {id} de {node} no tiene disco de sistema en {storage}.',
    },
    hint: {
      en: 'Its making was interrupted. If no machine was cloned from it: qm destroy {id} on {node}, then run again.',
      es: 'Su creación se interrumpió. Si ninguna máquina se ha clonado de ella: qm destroy {id} en {node} y repita la ejecución.',
    },
  },
  'machine.is-template': {
    severity: 'error',
    summary: {
      en: 'Guest {id} on {node} is a template, the site wants the machine {name} there.',
      es: 'El huésped {id} de {node} es una plantilla; el sitio quiere ahí la máquina {name}.',
    },
    hint: { en: 'Choose another id for the machine.', es: 'Elija otro id para la máquina.' },
  },
  'machine.disk-larger': {
    severity: 'error',
    summary: {
      en: 'The disk of {name} has {seenGib} GiB, the site says {wantedGib} GiB.',
      es: 'El disco de {name} tiene {seenGib} GiB; el sitio indica {wantedGib} GiB.',
    },
    hint: {
      en: 'Proxmox cannot shrink a disk. Set diskGib = {seenGib} for {name}.',
      es: 'Proxmox no puede reducir un disco. Ponga diskGib = {seenGib} para {name}.',
    },
  },
  'machine.command-failed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} refused the command: {command}',
      es: '{host} ha rechazado la orden: {command}',
    },
    hint: {
      en: 'Read what it printed below. Correct the cause and run again: what is done is not done twice.',
      es: 'Lea abajo lo que ha respondido. Corrija la causa y repita la ejecución: lo hecho no se hace dos veces.',
    },
  },
  'machine.no-effect': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'On {host} the command ended without an error, but {what} is still not so.',
      es: 'En {host} la orden terminó sin error, pero {what} sigue sin cumplirse.',
    },
    hint: {
      en: 'Proxmox reports some failures only in its task log: open the last task of {host} there and read it.',
      es: 'Proxmox indica algunos fallos solo en el registro de tareas: abra allí la última tarea de {host} y léala.',
    },
  },
  'machine.not-answering': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{name} runs, but nothing answers by SSH at {address} after {minutes} minutes.',
      es: '{name} está en marcha, pero nada responde por SSH en {address} después de {minutes} minutos.',
    },
    hint: {
      en: 'Check that the bridge and the gateway of {name} are right and that {address} is not in use elsewhere. In Proxmox, the console of the machine shows how far it started.',
      es: 'Compruebe que el puente y la puerta de enlace de {name} son correctos y que {address} no la usa otro equipo. En Proxmox, la consola de la máquina muestra hasta dónde ha arrancado.',
    },
  },
  'machine.cloud-init-failed': {
    severity: 'error',
    summary: {
      en: 'The first start of {name} did not end well: cloud-init says «{status}».',
      es: 'El primer arranque de {name} no terminó bien: cloud-init dice «{status}».',
    },
    hint: {
      en: 'Log in to {name} and read /var/log/cloud-init-output.log.',
      es: 'Entre en {name} y lea /var/log/cloud-init-output.log.',
    },
  },
  'availability.other-target': {
    severity: 'error',
    summary: {
      en: 'Replication job {job} goes between {seen}; the site says {wanted}.',
      es: 'La tarea de replicación {job} va entre {seen}; el sitio indica {wanted}.',
    },
    hint: {
      en: 'The target of a job cannot be changed. If the job may go, remove it in Proxmox (it then also removes the copies), wait a minute and run again.',
      es: 'El destino de una tarea no se puede cambiar. Si puede eliminarse, quítela en Proxmox (también se borran las copias), espere un minuto y repita la ejecución.',
    },
  },
  'availability.job-removing': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Replication job {job} is being removed.',
      es: 'La tarea de replicación {job} se está eliminando.',
    },
    hint: {
      en: 'Proxmox needs a minute or two for it, and both nodes must be up. Run again afterwards.',
      es: 'Proxmox necesita uno o dos minutos y los dos nodos encendidos. Repita la ejecución después.',
    },
  },
  'availability.sync-failed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The disk of {machine} has not been copied from {source} to {target}.',
      es: 'El disco de {machine} no se ha copiado de {source} a {target}.',
    },
    hint: {
      en: 'Read the reason below. Mostly the storage is missing on {target}, or {source} cannot log in there by SSH.',
      es: 'Lea el motivo abajo. Casi siempre falta el almacenamiento en {target}, o {source} no puede entrar allí por SSH.',
    },
  },
  'availability.ha-not-started': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The HA manager has {machine} as «{state}» after {minutes} minutes, not as started.',
      es: 'El gestor de HA tiene {machine} como «{state}» después de {minutes} minutos, no como started.',
    },
    hint: {
      en: 'Look at Datacenter > HA. In state error: find the reason in the last task of the machine, then ha-manager set {sid} --state disabled, correct it, and set it to started.',
      es: 'Mire en Centro de datos > HA. En estado error: busque el motivo en la última tarea de la máquina, después ha-manager set {sid} --state disabled, corríjalo y póngalo en started.',
    },
  },
  'availability.other-rule': {
    severity: 'error',
    summary: {
      en: 'HA already ties {sid} to nodes by «{seen}», which Sitewright did not make.',
      es: 'HA ya ata {sid} a nodos mediante «{seen}», que no ha creado Sitewright.',
    },
    hint: {
      en: 'Remove that rule or group from the machine in Datacenter > HA if it may go, then run again.',
      es: 'Quite esa regla o ese grupo de la máquina en Centro de datos > HA si puede eliminarse y repita la ejecución.',
    },
  },
  'stack.unknown': {
    severity: 'error',
    summary: { en: 'There is no stack «{stack}».', es: 'No existe el conjunto de aplicaciones «{stack}».' },
    hint: { en: 'Known stacks: {known}.', es: 'Conjuntos conocidos: {known}.' },
  },
  'stack.options': {
    severity: 'error',
    summary: {
      en: 'The options of the stack instance {instance} are not valid: {problem}.',
      es: 'Las opciones de la instancia {instance} no son válidas: {problem}.',
    },
    hint: { en: 'Correct {field} in the site.', es: 'Corrija {field} en el sitio.' },
  },
  'stack.target': {
    severity: 'error',
    summary: {
      en: 'The stack instance {instance} is to run on {on}, which is no Debian machine of the site.',
      es: 'La instancia {instance} debe ejecutarse en {on}, que no es una máquina Debian del sitio.',
    },
    hint: {
      en: 'Name a machine of the site, or an existing Debian host, in "on".',
      es: 'Indique en "on" una máquina del sitio o un equipo Debian existente.',
    },
  },
  'stack.packages-missing': {
    severity: 'error',
    summary: {
      en: 'Docker is not on {host}, and the bundle has no packages for it.',
      es: 'Docker no está en {host} y el paquete sin conexión no trae sus paquetes.',
    },
    hint: {
      en: 'Put docker.io, docker-compose and what they need as .deb files into bundle/debs/guest/.',
      es: 'Coloque docker.io, docker-compose y lo que necesitan como archivos .deb en bundle/debs/guest/.',
    },
  },
  'stack.image-missing': {
    severity: 'error',
    summary: {
      en: 'The container image {image} is neither on {host} nor in the bundle.',
      es: 'La imagen de contenedor {image} no está en {host} ni en el paquete sin conexión.',
    },
    hint: {
      en: 'Put it at bundle/images/{file} (docker save).',
      es: 'Colóquela en bundle/images/{file} (docker save).',
    },
  },
  'stack.ca-unknown': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The certificate authority of the cluster could not be read from {host}.',
      es: 'No se ha podido leer en {host} la autoridad de certificación del clúster.',
    },
    hint: {
      en: 'See whether /etc/pve/pve-root-ca.pem exists on {host}; pvecm updatecerts makes it.',
      es: 'Compruebe si existe /etc/pve/pve-root-ca.pem en {host}; pvecm updatecerts la crea.',
    },
  },
  'stack.not-healthy': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The services of {instance} on {host} have not come up: {services}.',
      es: 'Los servicios de {instance} en {host} no se han levantado: {services}.',
    },
    hint: {
      en: 'On {host}: docker logs CONTAINER says why. A wrong line in .env is corrected in the site, not on the machine.',
      es: 'En {host}: docker logs CONTENEDOR dice por qué. Una línea errónea de .env se corrige en el sitio, no en la máquina.',
    },
  },
});
