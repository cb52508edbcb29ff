import { catalogue } from './catalogue.ts';

/** What a failed smoke test says. Each sentence belongs to one cause, so that it leads to one action. */
export const checkDiagnostics = catalogue({
  'check.could-not-run': {
    severity: 'error',
    retryable: true,
    summary: { en: 'Could not run: {why}', es: 'No se ha podido ejecutar: {why}' },
    hint: {
      en: 'The test itself failed, so nothing is known of what it tests. Run it again.',
      es: 'Ha fallado la propia prueba, así que no se sabe nada de lo que comprueba. Repítala.',
    },
  },
  'check.unknown': {
    severity: 'error',
    summary: { en: 'This site has no smoke test {check}.', es: 'Este sitio no tiene ninguna prueba {check}.' },
    hint: { en: 'It has these: {known}', es: 'Tiene estas: {known}' },
  },
  'check.ask-all': {
    severity: 'error',
    summary: {
      en: '{check} cannot be asked alone: of the site as it is now, the other smoke tests have no answer.',
      es: 'No se puede repetir solo {check}: del sitio tal como está ahora, las demás pruebas no tienen respuesta.',
    },
    hint: {
      en: 'Run all smoke tests once. They are asked anew after every install and after every change of site.toml.',
      es: 'Ejecute una vez todas las pruebas. Se repiten todas tras cada instalación y tras cada cambio de site.toml.',
    },
  },
  'check.node-offline': {
    severity: 'error',
    retryable: true,
    summary: { en: 'Node {node} is not online in the cluster.', es: 'El nodo {node} no está en línea en el clúster.' },
    hint: {
      en: 'See whether {node} is powered, its cluster cables are in and corosync runs there.',
      es: 'Compruebe que {node} está encendido, que sus cables de clúster están puestos y que corosync funciona en él.',
    },
  },
  'check.no-quorum': {
    severity: 'error',
    retryable: true,
    summary: { en: 'The cluster has no quorum.', es: 'El clúster no tiene quórum.' },
    hint: {
      en: 'Too few votes are present. Run pvecm status on a node: it lists who votes.',
      es: 'Hay pocos votos presentes. Ejecute pvecm status en un nodo: muestra quién vota.',
    },
  },
  'check.no-cluster': {
    severity: 'error',
    summary: { en: '{host} is not part of a cluster.', es: '{host} no forma parte de ningún clúster.' },
    hint: { en: 'Run the installation again.', es: 'Repita la instalación.' },
  },
  'check.web-interface': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The web interface of {node} does not answer at {address}:8006.',
      es: 'La interfaz web de {node} no responde en {address}:8006.',
    },
    hint: {
      en: 'On {node}: systemctl status pveproxy. It needs /etc/pve, so see pve-cluster as well.',
      es: 'En {node}: systemctl status pveproxy. Necesita /etc/pve, mire también pve-cluster.',
    },
  },
  'check.machine-absent': {
    severity: 'error',
    summary: { en: 'There is no machine {id} ({name}).', es: 'No existe la máquina {id} ({name}).' },
    hint: { en: 'Run the installation again.', es: 'Repita la instalación.' },
  },
  'check.machine-not-running': {
    severity: 'error',
    retryable: true,
    summary: { en: '{name} is {status}, not running.', es: '{name} está en estado {status}, no running.' },
    hint: {
      en: 'Start it in Proxmox; the last task of the machine says why it stopped.',
      es: 'Arránquela en Proxmox; la última tarea de la máquina dice por qué se paró.',
    },
  },
  'check.ha-absent': {
    severity: 'error',
    summary: { en: '{name} is not listed as an HA resource.', es: '{name} no figura como recurso de HA.' },
    hint: { en: 'Run the installation again.', es: 'Repita la instalación.' },
  },
  'check.ha-state': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'HA has {name} as «{state}», not as started.',
      es: 'HA tiene {name} como «{state}», no como started.',
    },
    hint: {
      en: 'Look at Datacenter > HA. In state error: disable the resource, correct the cause, enable it.',
      es: 'Mire en Centro de datos > HA. En estado error: desactive el recurso, corrija la causa y actívelo.',
    },
  },
  'check.dashboard-closed': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'Nothing answers at {url} ({reason}).',
      es: 'Nada responde en {url} ({reason}).',
    },
    hint: {
      en: 'On {name}: docker ps shows whether web runs; the port must be free for it.',
      es: 'En {name}: docker ps muestra si web funciona; el puerto debe estar libre para él.',
    },
  },
  'check.dashboard-certificate': {
    severity: 'error',
    summary: {
      en: 'The certificate at {url} is not one of the authority of this site for that address ({reason}).',
      es: 'El certificado de {url} no es de la autoridad de este sitio para esa dirección ({reason}).',
    },
    hint: {
      en: 'Run the installation again: it makes the certificate anew. If that does not help, another machine may answer at this address.',
      es: 'Repita la instalación: vuelve a crear el certificado. Si no basta, puede que otra máquina responda en esta dirección.',
    },
  },
  'check.bare-address': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The bare address {url} does not lead to the dashboard: {seen}.',
      es: 'La dirección sin puerto {url} no lleva al panel: {seen}.',
    },
    hint: {
      en: 'Apply again: the plan says who has the port. The dashboard itself is reached with its port.',
      es: 'Aplique de nuevo: el plan indica quién tiene el puerto. El panel se abre también con su puerto.',
    },
  },
  'check.dashboard-status': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{url} answers with status {status}, not with a page.',
      es: '{url} responde con el estado {status}, no con una página.',
    },
    hint: {
      en: 'On {name}: docker logs of web say why.',
      es: 'En {name}: docker logs de web dicen por qué.',
    },
  },
  'check.dashboard-other-page': {
    severity: 'error',
    summary: {
      en: '{url} answers, but not with the login page of the dashboard.',
      es: '{url} responde, pero no con la página de inicio de sesión del panel.',
    },
    hint: {
      en: 'Another program may have the port, or the image of web is not the right one: docker ps on {name}.',
      es: 'Puede que otro programa tenga el puerto o que la imagen de web no sea la correcta: docker ps en {name}.',
    },
  },
  'check.registry-silent': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The image registry does not answer at {url} ({reason}).',
      es: 'El registro de imágenes no responde en {url} ({reason}).',
    },
    hint: {
      en: 'On {host}: systemctl status docker-registry. What runs goes on without it; nothing can be pulled.',
      es: 'En {host}: systemctl status docker-registry. Lo que está en marcha sigue sin él; no se puede descargar ninguna imagen.',
    },
  },
  'check.registry-certificate': {
    severity: 'error',
    summary: {
      en: 'The certificate at {url} is not one of the authority of this site for that address ({reason}).',
      es: 'El certificado de {url} no es de la autoridad de este sitio para esa dirección ({reason}).',
    },
    hint: {
      en: 'Run the installation again: it makes the certificate anew. If that does not help, another machine may answer at this address.',
      es: 'Repita la instalación: vuelve a crear el certificado. Si no basta, puede que otra máquina responda en esta dirección.',
    },
  },
  'check.registry-image-missing': {
    severity: 'error',
    summary: {
      en: 'The image registry {registry} does not have {image}, which {host} runs.',
      es: 'El registro de imágenes {registry} no tiene {image}, que {host} usa.',
    },
    hint: {
      en: 'Run the installation again with the bundle at hand: it sends what the registry lacks. Until then {host} cannot pull it anew.',
      es: 'Repita la instalación con el paquete sin conexión a mano: envía lo que le falta al registro. Hasta entonces {host} no puede volver a descargarla.',
    },
  },
  'check.docker-silent': {
    severity: 'error',
    retryable: true,
    summary: { en: 'Docker on {host} does not answer.', es: 'Docker no responde en {host}.' },
    hint: { en: 'On {host}: systemctl status docker.', es: 'En {host}: systemctl status docker.' },
  },
  'check.service-absent': {
    severity: 'error',
    summary: {
      en: 'docker ps on {host} does not list {service}.',
      es: 'docker ps en {host} no muestra {service}.',
    },
    hint: {
      en: 'The container was removed or never made. Run the installation again.',
      es: 'El contenedor se eliminó o nunca se creó. Repita la instalación.',
    },
  },
  'check.service-down': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The service {service} on {host} is not up: {status}.',
      es: 'El servicio {service} de {host} no está activo: {status}.',
    },
    hint: {
      en: 'On {host}: docker logs {container} says why.',
      es: 'En {host}: docker logs {container} dice por qué.',
    },
  },
  'check.login-refused': {
    severity: 'error',
    summary: {
      en: 'The dashboard refuses the user {user} (status {status}).',
      es: 'El panel rechaza al usuario {user} (estado {status}).',
    },
    hint: {
      en: 'The password was changed in the dashboard, or .env is an older one: run the installation again.',
      es: 'La contraseña se cambió en el panel, o .env es antiguo: repita la instalación.',
    },
  },
  'check.no-samples': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The dashboard has received no sample within {seconds} s.',
      es: 'El panel no ha recibido ninguna muestra en {seconds} s.',
    },
    hint: {
      en: 'On {name}: docker logs {container}. Look for errors of the connection to the Proxmox API.',
      es: 'En {name}: docker logs {container}. Busque errores de conexión con la API de Proxmox.',
    },
  },
  'check.collector-error': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The collector gets nothing from Proxmox: {text}',
      es: 'El recolector no obtiene nada de Proxmox: {text}',
    },
    hint: {
      en: 'Check that the user and the token of the collector exist in Proxmox and that the nodes answer on port 8006; then run the installation again.',
      es: 'Compruebe que el usuario y el token del recolector existen en Proxmox y que los nodos responden en el puerto 8006; después repita la instalación.',
    },
  },
  'check.sample-empty': {
    severity: 'error',
    summary: {
      en: 'The samples of {source} carry no values for CPU, memory and disk.',
      es: 'Las muestras de {source} no traen valores de CPU, memoria y disco.',
    },
    hint: {
      en: 'The role of the collector lacks a right to read. Run the installation again.',
      es: 'Al rol del recolector le falta un permiso de lectura. Repita la instalación.',
    },
  },
});
