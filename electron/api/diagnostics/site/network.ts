import { catalogue } from '../catalogue.ts';

/** Addresses, networks and links. */
export const siteNetworkDiagnostics = catalogue({
  'site.network-host-bits': {
    severity: 'error',
    summary: {
      en: '{cidr} is an address inside a network; the network itself is {network}.',
      es: '{cidr} es una dirección dentro de una red; la red es {network}.',
    },
    hint: { en: 'Write {network}.', es: 'Escriba {network}.' },
  },
  'site.address-outside': {
    severity: 'error',
    summary: {
      en: '{name} has {address}, which is outside of {cidr}.',
      es: '{name} tiene {address}, que está fuera de {cidr}.',
    },
    hint: { en: 'Choose a free address inside {cidr}.', es: 'Elija una dirección libre dentro de {cidr}.' },
  },
  'site.address-reserved': {
    severity: 'error',
    summary: {
      en: '{name} has {address}, which is the first or the last address of {cidr} and belongs to no machine.',
      es: '{name} tiene {address}, que es la primera o la última de {cidr} y no es de ningún equipo.',
    },
    hint: { en: 'Choose a free address between them.', es: 'Elija una dirección libre entre ellas.' },
  },
  'site.prefix-differs': {
    severity: 'error',
    summary: {
      en: '{name} has the prefix /{prefix}, the management network has /{wanted}.',
      es: '{name} tiene el prefijo /{prefix}; la red de gestión tiene /{wanted}.',
    },
    hint: {
      en: 'Write {address}/{wanted}, or put the machine on a bridge of its own.',
      es: 'Escriba {address}/{wanted}, o ponga la máquina en un puente propio.',
    },
  },
  'site.gateway-outside': {
    severity: 'error',
    summary: {
      en: 'The gateway {gateway} is outside of {cidr}.',
      es: 'La puerta de enlace {gateway} está fuera de {cidr}.',
    },
    hint: {
      en: 'Correct the gateway or the network; a machine cannot reach a gateway outside of its network.',
      es: 'Corrija la puerta de enlace o la red; un equipo no alcanza una puerta de enlace fuera de su red.',
    },
  },
  'site.networks-overlap': {
    severity: 'error',
    summary: { en: '{a} ({first}) and {b} ({second}) overlap.', es: '{a} ({first}) y {b} ({second}) se solapan.' },
    hint: {
      en: 'Give one of them a range of its own; with both the nodes cannot tell which port to send through.',
      es: 'Dé a una de ellas un rango propio; con ambas los nodos no saben por qué puerto enviar.',
    },
  },
  'site.link-missing': {
    severity: 'error',
    summary: {
      en: '{name} has no address for cluster link {link}; every node needs the same links.',
      es: '{name} no tiene dirección para el enlace {link} del clúster; todos los nodos necesitan los mismos enlaces.',
    },
    hint: {
      en: 'Add {link} = "ADDRESS in {cidr}" to its links.',
      es: 'Añada {link} = "DIRECCIÓN de {cidr}" a sus enlaces.',
    },
  },
  'site.link-undeclared': {
    severity: 'error',
    summary: {
      en: '{name} has an address for cluster link {link}, which the site does not declare.',
      es: '{name} tiene una dirección para el enlace {link}, que el sitio no declara.',
    },
    hint: {
      en: 'Declare it under [[network.links]] or remove the address.',
      es: 'Declárelo en [[network.links]] o quite la dirección.',
    },
  },
  'site.link-shared': {
    severity: 'warning',
    summary: {
      en: 'All cluster links run through {cidr}, together with everything else; a busy switch can make healthy nodes look dead.',
      es: 'Todos los enlaces del clúster pasan por {cidr}, junto con todo lo demás; un conmutador ocupado puede hacer que nodos sanos parezcan muertos.',
    },
    hint: {
      en: 'Give the cluster a link on its own cable under [[network.links]].',
      es: 'Dé al clúster un enlace con cable propio en [[network.links]].',
    },
  },
  'site.link-port-unknown': {
    severity: 'warning',
    summary: {
      en: 'The inventory of {name} does not say which port carries cluster link {link}.',
      es: 'El inventario de {name} no dice qué puerto lleva el enlace {link} del clúster.',
    },
    hint: {
      en: 'Add link = {link} to that port under hardware.nics.',
      es: 'Añada link = {link} a ese puerto en hardware.nics.',
    },
  },
  'site.link-port-unsaid': {
    severity: 'warning',
    summary: {
      en: 'Nothing says which port of {name} carries cluster link {link}.',
      es: 'Nada dice qué puerto de {name} lleva el enlace {link} del clúster.',
    },
    hint: {
      en: 'Add that port with the MAC on its label to the ports of {name}, on the page Nodes. Without it the install stops before the cluster.',
      es: 'Añada ese puerto, con la MAC de su etiqueta, a los puertos de {name}, en la página Nodos. Sin él la instalación se detiene antes del clúster.',
    },
  },
  'site.dhcp-range': {
    severity: 'error',
    summary: {
      en: 'The DHCP range {start} to {end} is not a range inside of {cidr}.',
      es: 'El rango DHCP de {start} a {end} no es un rango dentro de {cidr}.',
    },
    hint: {
      en: 'Write the first and the last address as the DHCP server has them.',
      es: 'Escriba la primera y la última dirección tal como las tiene el servidor DHCP.',
    },
  },
  'site.address-in-dhcp-range': {
    severity: 'warning',
    summary: {
      en: '{name} has {address}, which the DHCP server may give to another machine.',
      es: '{name} tiene {address}, que el servidor DHCP puede dar a otro equipo.',
    },
    hint: {
      en: 'Choose an address outside of the DHCP range, or reserve it there.',
      es: 'Elija una dirección fuera del rango DHCP, o resérvela en él.',
    },
  },
  'site.laptop-address': {
    severity: 'error',
    summary: {
      en: '{address} of {name} is the address of this laptop.',
      es: '{address} de {name} es la dirección de este portátil.',
    },
    hint: {
      en: 'Change the address of the laptop or of {name}.',
      es: 'Cambie la dirección del portátil o la de {name}.',
    },
  },
});
