import { catalogue } from '../catalogue.ts';

/** How answers travel and what nodes tell. Part of the area `site`. */
export const siteMediaDiagnostics = catalogue({
  'site.needs-dhcp': {
    severity: 'error',
    summary: {
      en: '{field} needs a DHCP server, and the site declares none.',
      es: '{field} necesita un servidor DHCP y el sitio no declara ninguno.',
    },
    hint: {
      en: 'Declare network.dhcp with the range of the site’s server, or remove {field}.',
      es: 'Declare network.dhcp con el rango del servidor del sitio, o quite {field}.',
    },
  },
  'site.one-image-needs-dhcp': {
    severity: 'error',
    summary: {
      en: 'One image for all needs a DHCP server: before its answer is there the installer has no other address to ask from.',
      es: 'Una imagen para todos necesita un servidor DHCP: antes de la respuesta el instalador no tiene otra dirección desde la que pedirla.',
    },
    hint: {
      en: 'Declare network.dhcp, or write delivery = "stick-per-node".',
      es: 'Declare network.dhcp, o escriba delivery = "stick-per-node".',
    },
  },
  'site.webhook-needs-dhcp': {
    severity: 'error',
    summary: {
      en: 'A webhook needs a DHCP server: the static address exists only in the installed system, and an unreachable webhook stops a good installation in a shell.',
      es: 'Un webhook necesita un servidor DHCP: la dirección fija existe solo en el sistema instalado y un webhook inalcanzable detiene una buena instalación en un intérprete.',
    },
    hint: {
      en: 'Declare network.dhcp, or write to = "none"; the first start of the node reports without it.',
      es: 'Declare network.dhcp, o escriba to = "none"; el primer arranque del nodo informa sin él.',
    },
  },
  'site.hook-url-needs-dhcp': {
    severity: 'error',
    summary: {
      en: 'The first-boot program is downloaded by the installer, which has an address only from a DHCP server; without it the installation stops.',
      es: 'El programa del primer arranque lo descarga el instalador, que solo tiene dirección con un servidor DHCP; sin él la instalación se detiene.',
    },
    hint: {
      en: 'Declare network.dhcp, or write action = "report".',
      es: 'Declare network.dhcp, o escriba action = "report".',
    },
  },
  'site.webhook-stops': {
    severity: 'warning',
    summary: {
      en: 'If {url} does not answer within a minute, every good installation ends in a shell and waits for a person.',
      es: 'Si {url} no responde en un minuto, toda buena instalación acaba en un intérprete y espera a una persona.',
    },
    hint: {
      en: 'Try the address from the management network before the sticks are used.',
      es: 'Pruebe la dirección desde la red de gestión antes de usar las memorias USB.',
    },
  },
  'site.laptop-missing': {
    severity: 'error',
    summary: {
      en: '{field} leads the nodes to this laptop, and the site does not say its address.',
      es: '{field} lleva los nodos a este portátil y el sitio no indica su dirección.',
    },
    hint: {
      en: 'Add [network.laptop] with a free address of the management network.',
      es: 'Añada [network.laptop] con una dirección libre de la red de gestión.',
    },
  },
  'site.no-reports': {
    severity: 'warning',
    summary: {
      en: 'Installed nodes cannot report: the site does not say the address of this laptop. Arrival then only sees whether ports answer.',
      es: 'Los nodos instalados no pueden informar: el sitio no indica la dirección de este portátil. La llegada solo ve entonces si responden los puertos.',
    },
    hint: {
      en: 'Add [network.laptop] with a free address of the management network, or write action = "none" under [media.firstBoot].',
      es: 'Añada [network.laptop] con una dirección libre de la red de gestión, o escriba action = "none" en [media.firstBoot].',
    },
  },
  'site.report-before-network': {
    severity: 'error',
    summary: {
      en: 'A report before the network is up reaches nobody.',
      es: 'Un informe antes de que haya red no llega a nadie.',
    },
    hint: {
      en: 'Write ordering = "network-online" or leave it out.',
      es: 'Escriba ordering = "network-online" o quítelo.',
    },
  },
  'site.media-url-missing': {
    severity: 'error',
    summary: { en: '{field} is missing.', es: 'Falta {field}.' },
    hint: { en: 'Add the whole address, https://...', es: 'Añada la dirección completa, https://...' },
  },
  'site.media-url-form': {
    severity: 'error',
    summary: {
      en: '{field} is no http or https address: {value}. The installer notices only at the rack.',
      es: '{field} no es una dirección http ni https: {value}. El instalador lo nota solo ante el equipo.',
    },
    hint: { en: 'Write the whole address, https://...', es: 'Escriba la dirección completa, https://...' },
  },
  'site.media-field-unused': {
    severity: 'warning',
    summary: { en: '{field} has no effect without {other}.', es: '{field} no tiene efecto sin {other}.' },
    hint: { en: 'Remove it, or write {other}.', es: 'Quítelo, o escriba {other}.' },
  },
  'site.fingerprint-form': {
    severity: 'error',
    summary: {
      en: '{field} is no SHA-256 fingerprint; the installer notices only at the rack.',
      es: '{field} no es una huella SHA-256; el instalador lo nota solo ante el equipo.',
    },
    hint: {
      en: 'Write 64 hexadecimal digits, with or without colons.',
      es: 'Escriba 64 cifras hexadecimales, con o sin dos puntos.',
    },
  },
  'site.installs-without-end': {
    severity: 'error',
    summary: {
      en: '{name} restarts by itself after the installation and nothing tells this laptop that it is installed: a medium left in would install it again without end.',
      es: '{name} se reinicia solo tras la instalación y nada le dice a este portátil que ya está instalado: con el medio puesto se instalaría una y otra vez.',
    },
    hint: {
      en: 'Write rebootMode = "power-off", or media.webhook.to = "laptop".',
      es: 'Escriba rebootMode = "power-off" o media.webhook.to = "laptop".',
    },
  },
  'site.machine-unknown': {
    severity: 'error',
    summary: {
      en: 'With one image for all, nothing tells {name} from the other machines.',
      es: 'Con una imagen para todos, nada distingue a {name} de los demás equipos.',
    },
    hint: {
      en: 'Write its managementMac, or hardware.systemSerial from its label.',
      es: 'Escriba su managementMac, o hardware.systemSerial de su etiqueta.',
    },
  },
  'site.duplicate-machine': {
    severity: 'error',
    summary: {
      en: '{first} and {name} have the same {key}: {value}.',
      es: '{first} y {name} tienen el mismo {key}: {value}.',
    },
    hint: { en: 'Read it again from the label of {name}.', es: 'Léalo otra vez de la etiqueta de {name}.' },
  },
  'site.machine-serial-placeholder': {
    severity: 'warning',
    summary: {
      en: '{key} of {name} is "{value}", which many machines say; it tells none of them.',
      es: '{key} de {name} es «{value}», que dicen muchos equipos; no distingue a ninguno.',
    },
    hint: { en: 'Remove it; the MACs tell the machine.', es: 'Quítelo; las MAC distinguen el equipo.' },
  },
});
