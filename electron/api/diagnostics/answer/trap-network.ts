import { catalogue } from '../catalogue.ts';

/** Accepted, and likely not what is meant: addresses, leases, names of the machine and of its network cards. */
export const answerNetworkTrapDiagnostics = catalogue({
  'answer.trap-dhcp-lease': {
    severity: 'warning',
    summary: {
      en: 'Without a DHCP lease the installer does not stop: it installs 192.168.100.2/24.',
      es: 'Sin concesión DHCP el instalador no se detiene: instala 192.168.100.2/24.',
    },
    hint: {
      en: 'Use from-answer, or make sure that a DHCP server answers during installation.',
      es: 'Use from-answer o asegúrese de que un servidor DHCP responda durante la instalación.',
    },
  },
  'answer.trap-dhcp-nic': {
    severity: 'warning',
    summary: {
      en: 'The inventory tells no DHCP lease; {nic} is assumed as management card because it is the first by name.',
      es: 'El inventario no indica la concesión DHCP; se supone {nic} como placa de gestión por ser la primera por nombre.',
    },
    hint: {
      en: 'Add the network facts to the inventory, or use from-answer.',
      es: 'Agregue los datos de red al inventario o use from-answer.',
    },
  },
  'answer.trap-fqdn-lease': {
    severity: 'warning',
    summary: {
      en: 'The host name comes from DHCP: without one the installation stops, and a bad one silently becomes pve.example.invalid.',
      es: 'El nombre de host viene de DHCP: sin él la instalación se detiene, y uno inválido se convierte sin aviso en pve.example.invalid.',
    },
    hint: {
      en: 'Write the full host name. global.fqdn.domain, when set, wins over the domain of DHCP.',
      es: 'Escriba el nombre completo. global.fqdn.domain, si está, prevalece sobre el dominio de DHCP.',
    },
  },
  'answer.trap-nic-unpinned': {
    severity: 'warning',
    summary: {
      en: 'The network cards are not pinned: a later kernel may rename them and the node loses its network.',
      es: 'Las placas de red no están fijadas: un núcleo posterior puede renombrarlas y el nodo pierde la red.',
    },
    hint: {
      en: 'Add network.interface-name-pinning with enabled = true and a name for each MAC.',
      es: 'Agregue network.interface-name-pinning con enabled = true y un nombre para cada MAC.',
    },
  },
  'answer.trap-pinning-false': {
    severity: 'warning',
    summary: {
      en: 'PVE 9.2 pins every card although interface-name-pinning.enabled is false.',
      es: 'PVE 9.2 fija todas las placas aunque interface-name-pinning.enabled sea false.',
    },
    hint: { en: 'Leave the table out to have no pinning.', es: 'Quite la tabla para no fijar nombres.' },
  },
  'answer.trap-pin-mac': {
    severity: 'warning',
    summary: {
      en: '«{mac}» is no MAC address; the name {name} is never used.',
      es: '«{mac}» no es una dirección MAC; el nombre {name} no se usa nunca.',
    },
    hint: { en: 'Write it like b4:2e:99:ac:ad:b4.', es: 'Escríbala como b4:2e:99:ac:ad:b4.' },
  },
  'answer.trap-pin-absent': {
    severity: 'warning',
    summary: {
      en: 'This machine has no card {mac}; the name {name} is not used.',
      es: 'Esta máquina no tiene la placa {mac}; el nombre {name} no se usa.',
    },
    hint: {
      en: 'Correct the MAC address in the pinning table.',
      es: 'Corrija la dirección MAC en la tabla de nombres.',
    },
  },
  'answer.trap-gateway-outside': {
    severity: 'warning',
    summary: {
      en: 'The gateway {gateway} is not in the network of {cidr}.',
      es: 'La puerta de enlace {gateway} no está en la red de {cidr}.',
    },
    hint: {
      en: 'Correct gateway or cidr; the installer does not check it.',
      es: 'Corrija gateway o cidr; el instalador no lo comprueba.',
    },
  },
  'answer.trap-host-prefix': {
    severity: 'warning',
    summary: {
      en: 'The address «{value}» has no prefix; PVE 9.2 installs it as /{prefix}.',
      es: 'La dirección «{value}» no tiene prefijo; PVE 9.2 la instala como /{prefix}.',
    },
    hint: {
      en: 'Write the prefix of the network, for example /24.',
      es: 'Escriba el prefijo de la red, por ejemplo /24.',
    },
  },
  'answer.trap-network-filter-empty': {
    severity: 'warning',
    summary: {
      en: 'validate-answer accepts the empty network filter, but the installer stops on it.',
      es: 'validate-answer acepta el filtro de red vacío, pero el instalador se detiene en él.',
    },
    hint: { en: 'Add network.filter with ID_NET_NAME_MAC.', es: 'Agregue network.filter con ID_NET_NAME_MAC.' },
  },
  'answer.trap-fqdn-no-server': {
    severity: 'warning',
    summary: {
      en: 'The host name comes from DHCP, but the site has no DHCP server: the installation stops.',
      es: 'El nombre de host viene de DHCP, pero el sitio no tiene servidor DHCP: la instalación se detiene.',
    },
    hint: { en: 'Write the full host name.', es: 'Escriba el nombre de host completo.' },
  },
  'answer.trap-fqdn-domain': {
    severity: 'warning',
    summary: {
      en: 'With the domain «{domain}» no valid name comes out, and the installer silently uses pve.example.invalid.',
      es: 'Con el dominio «{domain}» no resulta un nombre válido y el instalador usa pve.example.invalid sin avisar.',
    },
    hint: {
      en: 'Write a domain such as site.example, or leave it out.',
      es: 'Escriba un dominio como site.example o quítelo.',
    },
  },
  'answer.trap-dhcp-no-server': {
    severity: 'warning',
    summary: {
      en: 'The network comes from DHCP, but the site has no DHCP server: the installer does not stop and installs 192.168.100.2/24.',
      es: 'La red viene de DHCP, pero el sitio no tiene servidor DHCP: el instalador no se detiene e instala 192.168.100.2/24.',
    },
    hint: {
      en: 'Use from-answer, or declare the DHCP server of the site in network.dhcp.',
      es: 'Use from-answer o declare el servidor DHCP del sitio en network.dhcp.',
    },
  },
  'answer.trap-pin-mac-case': {
    severity: 'warning',
    summary: {
      en: 'Installers of 9.1 before 9.1.7 do not find the card {mac}, because the address is in upper case; {name} is not used.',
      es: 'Los instaladores 9.1 anteriores a 9.1.7 no encuentran la placa {mac} porque la dirección está en mayúsculas; {name} no se usa.',
    },
    hint: { en: 'Write it in lower case: {lower}.', es: 'Escríbala en minúsculas: {lower}.' },
  },
  'answer.trap-pin-name': {
    severity: 'warning',
    summary: {
      en: 'The name «{name}» for {mac} is of a kind that the system gives by itself; renaming may fail at the next start.',
      es: 'El nombre «{name}» para {mac} es de los que el sistema da por sí mismo; el cambio puede fallar en el próximo arranque.',
    },
    hint: { en: 'Choose a name of your own, such as mgmt0 or lan1.', es: 'Elija un nombre propio, como mgmt0 o lan1.' },
  },
  'answer.trap-gateway-self': {
    severity: 'warning',
    summary: {
      en: 'The gateway {gateway} is the address of the node itself.',
      es: 'La puerta de enlace {gateway} es la dirección del propio nodo.',
    },
    hint: {
      en: 'Write the address of the router; the installer does not check it.',
      es: 'Escriba la dirección del router; el instalador no lo comprueba.',
    },
  },
  'answer.trap-address-edge': {
    severity: 'warning',
    summary: {
      en: '{cidr} is the first or last address of its network, which no machine may have.',
      es: '{cidr} es la primera o la última dirección de su red, que ninguna máquina puede tener.',
    },
    hint: { en: 'Write the address of the node.', es: 'Escriba la dirección del nodo.' },
  },
  'answer.trap-dns-family': {
    severity: 'warning',
    summary: {
      en: 'The name server {dns} is of another IP version than {cidr}; the node has no way to it.',
      es: 'El servidor de nombres {dns} es de otra versión de IP que {cidr}; el nodo no tiene camino hasta él.',
    },
    hint: {
      en: 'Write a name server of the same IP version.',
      es: 'Escriba un servidor de nombres de la misma versión de IP.',
    },
  },
  'answer.trap-dns-outside': {
    severity: 'info',
    summary: {
      en: 'The name server {dns} is outside of {cidr}; it is reached only through {gateway}.',
      es: 'El servidor de nombres {dns} está fuera de {cidr}; solo se llega por {gateway}.',
    },
    hint: {
      en: 'Make sure that the gateway leads there.',
      es: 'Asegúrese de que la puerta de enlace lleve hasta allí.',
    },
  },
});
