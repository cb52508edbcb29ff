import { catalogue } from './catalogue.ts';
import { stackNetworkDiagnostics } from './stack/networks.ts';
import { stackOperationDiagnostics } from './stack/operations.ts';

/** Bringing a stack up. */
const installing = catalogue({
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
      en: 'Make the bundle of this site, or bring the one that was made for it.',
      es: 'Prepare el paquete sin conexión de este sitio o traiga el que se preparó para él.',
    },
  },
  'stack.registry-package-missing': {
    severity: 'error',
    summary: {
      en: 'The image registry is not on {host}, and the bundle has no package docker-registry for it.',
      es: 'El registro de imágenes no está en {host} y el paquete sin conexión no trae docker-registry.',
    },
    hint: {
      en: 'Make the bundle of this site again: it takes docker-registry since stacks pull from the registry of the site.',
      es: 'Prepare de nuevo el paquete sin conexión de este sitio: incluye docker-registry desde que las aplicaciones usan el registro del sitio.',
    },
  },
  'stack.registry-silent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The image registry {name} on {host} was started and does not answer.',
      es: 'El registro de imágenes {name} de {host} se ha iniciado y no responde.',
    },
    hint: {
      en: 'On {host}: journalctl -u docker-registry says why. Another program may have its port (ss -ltnp). If it runs, sshd may refuse to forward (AllowTcpForwarding in sshd -T).',
      es: 'En {host}: journalctl -u docker-registry dice por qué. Puede que otro programa ocupe su puerto (ss -ltnp). Si está en marcha, puede que sshd rechace el reenvío (AllowTcpForwarding en sshd -T).',
    },
  },
  'stack.authority-unusable': {
    severity: 'error',
    summary: {
      en: 'The secret {name} is not a certificate authority with its key.',
      es: 'El secreto {name} no es una autoridad de certificación con su clave.',
    },
    hint: {
      en: 'Set the secret {name} to the text that it had before; an earlier copy of the vault has it.',
      es: 'Vuelva a dar al secreto {name} el texto que tenía antes; una copia anterior de la caja fuerte lo contiene.',
    },
  },
  'stack.rolled-back': {
    severity: 'error',
    summary: {
      en: 'The new {instance} on {host} did not come up ({services}); what ran before is back and runs.',
      es: 'El nuevo {instance} de {host} no se ha levantado ({services}); ha vuelto lo que funcionaba antes y está en marcha.',
    },
    hint: {
      en: 'The lines below say why. Correct the site or the bundle and apply again; until then the plan shows the change as still to do. Saved before it: {backup}.',
      es: 'Las líneas siguientes dicen por qué. Corrija el sitio o el paquete y aplique de nuevo; hasta entonces el plan muestra el cambio como pendiente. Guardado antes: {backup}.',
    },
  },
  'stack.rollback-failed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The new {instance} on {host} did not come up ({services}), and what ran before does not come up either: {former}.',
      es: 'El nuevo {instance} de {host} no se ha levantado ({services}) y lo que funcionaba antes tampoco: {former}.',
    },
    hint: {
      en: 'On {host}: docker logs CONTAINER says why. The database may have been changed by the new version: restore its backup ({backup}).',
      es: 'En {host}: docker logs CONTENEDOR dice por qué. Puede que la nueva versión haya cambiado la base de datos: restaure su copia de seguridad ({backup}).',
    },
  },
  'stack.bare-address-taken': {
    severity: 'warning',
    summary: {
      en: 'Port {port} of {host} is taken ({by}): its bare address does not lead to the dashboard.',
      es: 'El puerto {port} de {host} está ocupado ({by}): su dirección sin puerto no lleva al panel.',
    },
    hint: {
      en: 'The dashboard is reached with its port, {dashboard}. Free port {port} and apply again, or write redirect = false below [stacks.options].',
      es: 'El panel se abre con su puerto, {dashboard}. Libere el puerto {port} y aplique de nuevo, o escriba redirect = false bajo [stacks.options].',
    },
  },
  'stack.bare-address-of-program': {
    severity: 'warning',
    summary: {
      en: 'Port {port} of {host} is taken by a program outside of Docker: its bare address does not lead to the dashboard.',
      es: 'El puerto {port} de {host} está ocupado por un programa ajeno a Docker: su dirección sin puerto no lleva al panel.',
    },
    hint: {
      en: 'The dashboard is reached with its port, {dashboard}. ss -ltnp on {host} says which program it is: free port {port} and apply again, or write redirect = false below [stacks.options].',
      es: 'El panel se abre con su puerto, {dashboard}. ss -ltnp en {host} indica qué programa es: libere el puerto {port} y aplique de nuevo, o escriba redirect = false bajo [stacks.options].',
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

/** The application stacks on the machines. */
export const stackDiagnostics = { ...installing, ...stackOperationDiagnostics, ...stackNetworkDiagnostics } as const;
