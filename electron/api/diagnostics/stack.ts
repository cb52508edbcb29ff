import { catalogue } from './catalogue.ts';

/** The application stacks on the machines. */
export const stackDiagnostics = catalogue({
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
