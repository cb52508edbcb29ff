import { catalogue } from './catalogue.ts';

/** Templates and the machines that are made from them. */
export const machineDiagnostics = catalogue({
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
  'machine.not-answering-yet': {
    severity: 'error',
    summary: {
      en: '{name} does not answer at {address}: it still runs with its old values of {keys}.',
      es: '{name} no responde en {address}: aún funciona con los valores anteriores de {keys}.',
    },
    hint: {
      en: 'They take effect at the next start of {name}. Shut it down and start it in Proxmox at a quiet time, then run again.',
      es: 'Se aplican en el próximo arranque de {name}. Apáguela y arránquela en Proxmox en un momento tranquilo y repita la ejecución.',
    },
  },
  'machine.waits-for-start': {
    severity: 'warning',
    summary: {
      en: 'What was changed of {name} ({keys}) takes effect at its next start.',
      es: 'Lo que se ha cambiado de {name} ({keys}) se aplica en su próximo arranque.',
    },
    hint: {
      en: 'Shut {name} down and start it in Proxmox at a quiet time; a restart inside the machine is not enough.',
      es: 'Apague {name} y arránquela en Proxmox en un momento tranquilo; no basta con reiniciarla desde dentro.',
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
  'machine.own-host-key': {
    severity: 'info',
    summary: {
      en: '{name} shows a host key that it made itself; it was pinned at first contact.',
      es: '{name} muestra una clave de host que creó ella misma; se fijó en el primer contacto.',
    },
    hint: {
      en: 'Nothing needs to be done: the pin stays. A machine that is made anew gets its host key from Sitewright before its first start.',
      es: 'No hace falta hacer nada: la clave fijada se conserva. Una máquina que se cree de nuevo recibe su clave de host de Sitewright antes del primer arranque.',
    },
  },
  'machine.agent-missing': {
    severity: 'error',
    summary: {
      en: 'The bundle has no package qemu-guest-agent for {name}.',
      es: 'El paquete sin conexión no contiene qemu-guest-agent para {name}.',
    },
    hint: {
      en: 'Put qemu-guest-agent and what it needs as .deb files into bundle/debs/guest/, then run again.',
      es: 'Coloque qemu-guest-agent y lo que necesita como archivos .deb en bundle/debs/guest/ y repita la ejecución.',
    },
  },
  'machine.agent-other-system': {
    severity: 'error',
    summary: {
      en: '{name} runs {system}; the packages in the bundle are for Debian.',
      es: '{name} usa {system}; los paquetes del paquete sin conexión son para Debian.',
    },
    hint: {
      en: 'Install and start qemu-guest-agent in {name} with its own package tool, then run again; or leave this step out.',
      es: 'Instale y arranque qemu-guest-agent en {name} con su propia herramienta de paquetes y repita la ejecución, u omita este paso.',
    },
  },
  'machine.agent-silent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The guest agent of {name} does not answer its ping on {node}.',
      es: 'El agente invitado de {name} no responde a su ping en {node}.',
    },
    hint: {
      en: 'Log in to {name} and read systemctl status qemu-guest-agent. Where the option agent was switched on while the machine ran, stop the machine and start it again.',
      es: 'Entre en {name} y lea systemctl status qemu-guest-agent. Si la opción agent se activó con la máquina en marcha, pare la máquina y vuelva a arrancarla.',
    },
  },
});
