import { catalogue } from './catalogue.ts';
import { siteInstallDiagnostics } from './site-install.ts';
import { siteMediaDiagnostics } from './site-media.ts';

const own = catalogue({
  // ------------------------------------------------------------------------------------------------ reading the file
  'site.not-found': {
    severity: 'error',
    summary: { en: 'There is no site file at {path}.', es: 'No hay ningún archivo de sitio en {path}.' },
    hint: {
      en: 'Name a site.toml or the folder that holds one; examples/two-node is a complete one.',
      es: 'Indique un site.toml o la carpeta que lo contiene; examples/two-node es uno completo.',
    },
  },
  'site.unreadable': {
    severity: 'error',
    summary: { en: '{path} cannot be read: {why}.', es: 'No se puede leer {path}: {why}.' },
    hint: { en: 'Check the permissions of the file.', es: 'Revise los permisos del archivo.' },
  },
  'site.too-large': {
    severity: 'error',
    summary: {
      en: 'The site file has {sizeBytes} bytes; at most {limitBytes} are read.',
      es: 'El archivo de sitio tiene {sizeBytes} bytes; se leen como máximo {limitBytes}.',
    },
    hint: {
      en: 'Open the right file: a site file has some kilobytes.',
      es: 'Abra el archivo correcto: un archivo de sitio ocupa unos pocos kilobytes.',
    },
  },
  'site.not-text': {
    severity: 'error',
    summary: { en: 'The site file is not UTF-8 text.', es: 'El archivo de sitio no es texto UTF-8.' },
    hint: { en: 'Save it again as UTF-8.', es: 'Guárdelo de nuevo como UTF-8.' },
  },
  'site.toml-syntax': {
    severity: 'error',
    summary: { en: 'Line {line} is not TOML: {what}.', es: 'La línea {line} no es TOML: {what}.' },
    hint: {
      en: 'Correct the marked line; text values stand between double quotes.',
      es: 'Corrija la línea señalada; los textos van entre comillas dobles.',
    },
  },
  'site.schema-version-missing': {
    severity: 'error',
    summary: {
      en: 'The site file does not say its schemaVersion.',
      es: 'El archivo de sitio no indica su schemaVersion.',
    },
    hint: {
      en: 'Add the line schemaVersion = {current} at the top.',
      es: 'Añada al principio la línea schemaVersion = {current}.',
    },
  },
  'site.schema-version-newer': {
    severity: 'error',
    summary: {
      en: 'The site file has schemaVersion {found}; this Sitewright reads up to {current}.',
      es: 'El archivo de sitio tiene schemaVersion {found}; este Sitewright lee hasta la {current}.',
    },
    hint: {
      en: 'Open it with a newer Sitewright. Lowering the number by hand loses what the newer version meant.',
      es: 'Ábralo con un Sitewright más nuevo. Bajar el número a mano pierde lo que quería decir la versión nueva.',
    },
  },
  'site.migrated': {
    severity: 'info',
    summary: {
      en: 'The site file has schemaVersion {found} and was read as {current}.',
      es: 'El archivo de sitio tiene schemaVersion {found} y se leyó como {current}.',
    },
    hint: {
      en: 'Nothing was written. Save it from the app to bring the file itself up to date.',
      es: 'No se escribió nada. Guárdelo desde la aplicación para actualizar el propio archivo.',
    },
  },
  'site.unknown-key': {
    severity: 'error',
    summary: { en: '"{key}" is not a field of {where}.', es: '«{key}» no es un campo de {where}.' },
    hint: {
      en: 'Remove it or correct its spelling. Known fields: {known}.',
      es: 'Quítelo o corrija su nombre. Campos conocidos: {known}.',
    },
  },
  'site.unknown-key-near': {
    severity: 'error',
    summary: {
      en: '"{key}" is not a field of {where}; "{near}" is.',
      es: '«{key}» no es un campo de {where}; «{near}» sí lo es.',
    },
    hint: { en: 'Write {near} in place of {key}.', es: 'Escriba {near} en lugar de {key}.' },
  },
  'site.missing': {
    severity: 'error',
    summary: { en: '{field} is missing.', es: 'Falta {field}.' },
    hint: { en: 'Add {field} ({expected}).', es: 'Añada {field} ({expected}).' },
  },
  'site.wrong-type': {
    severity: 'error',
    summary: {
      en: '{field} is {found}; it must be {expected}.',
      es: '{field} es {found}; debe ser {expected}.',
    },
    hint: {
      en: 'Texts stand between double quotes, numbers and true/false without.',
      es: 'Los textos van entre comillas dobles; los números y true/false, sin ellas.',
    },
  },
  'site.not-allowed': {
    severity: 'error',
    summary: { en: '{field} is "{value}"; allowed are {allowed}.', es: '{field} es «{value}»; se admite {allowed}.' },
    hint: { en: 'Write one of them, in exactly this spelling.', es: 'Escriba uno de ellos, exactamente así.' },
  },
  'site.out-of-range': {
    severity: 'error',
    summary: { en: '{field} is {value}; it must be {bound}.', es: '{field} es {value}; debe ser {bound}.' },
    hint: { en: 'Change {field}.', es: 'Cambie {field}.' },
  },
  'site.bad-value': {
    severity: 'error',
    summary: { en: '{field} is not usable: {value}.', es: '{field} no es válido: {value}.' },
    hint: { en: 'Correct {field}. Expected form: {form}.', es: 'Corrija {field}. Forma esperada: {form}.' },
  },
  'site.bad-address': {
    severity: 'error',
    summary: { en: '{field} is not an IP address: {value}.', es: '{field} no es una dirección IP: {value}.' },
    hint: { en: 'Write it like 192.168.1.11.', es: 'Escríbala como 192.168.1.11.' },
  },
  'site.bad-cidr': {
    severity: 'error',
    summary: {
      en: '{field} is not an address with a prefix length: {value}.',
      es: '{field} no es una dirección con longitud de prefijo: {value}.',
    },
    hint: { en: 'Write it like 192.168.1.0/24.', es: 'Escríbala como 192.168.1.0/24.' },
  },
  'site.bad-mac': {
    severity: 'error',
    summary: { en: '{field} is not a MAC address: {value}.', es: '{field} no es una dirección MAC: {value}.' },
    hint: {
      en: 'Write six pairs of hexadecimal digits with colons: 3c:ec:ef:7a:10:c4.',
      es: 'Escriba seis pares de cifras hexadecimales con dos puntos: 3c:ec:ef:7a:10:c4.',
    },
  },
  'site.bad-name': {
    severity: 'error',
    summary: { en: '{field} is not a host name: {value}.', es: '{field} no es un nombre de equipo: {value}.' },
    hint: {
      en: 'Use small letters, digits and dashes, at most 63, no dash at either end.',
      es: 'Use minúsculas, cifras y guiones, 63 como máximo, sin guion al principio ni al final.',
    },
  },
  'site.bad-cluster-name': {
    severity: 'error',
    summary: {
      en: 'The cluster name "{value}" is not usable: Proxmox takes at most 15 letters, digits and dashes.',
      es: 'El nombre de clúster «{value}» no es válido: Proxmox admite como máximo 15 letras, cifras y guiones.',
    },
    hint: {
      en: 'Choose a short name; it can never be changed later.',
      es: 'Elija un nombre corto; después no se puede cambiar.',
    },
  },
  'site.bad-secret-ref': {
    severity: 'error',
    summary: {
      en: '{field} must name a secret of the vault, not hold a value.',
      es: '{field} debe nombrar un secreto de la caja fuerte, no contener un valor.',
    },
    hint: {
      en: 'Write "secret:NAME" (small letters, digits, dashes) and put the value into the vault: sitewright secrets set SITE NAME.',
      es: 'Escriba "secret:NOMBRE" (minúsculas, cifras, guiones) y guarde el valor en la caja fuerte: sitewright secrets set SITIO NOMBRE.',
    },
  },
  'site.secret-two-uses': {
    severity: 'error',
    summary: {
      en: '{field} names the secret {name}, which is something else: {first}.',
      es: '{field} nombra el secreto {name}, que es otra cosa: {first}.',
    },
    hint: { en: 'Give it a name of its own.', es: 'Dele un nombre propio.' },
  },
  'site.secret-in-file': {
    severity: 'error',
    summary: {
      en: '{field} holds what looks like a secret in clear text.',
      es: '{field} contiene lo que parece un secreto en texto claro.',
    },
    hint: {
      en: 'Put it into the vault and write "secret:NAME" here. If this file was mailed, change the secret.',
      es: 'Guárdelo en la caja fuerte y escriba aquí "secret:NOMBRE". Si este archivo se envió por correo, cambie el secreto.',
    },
  },
  'site.edit-refused': {
    severity: 'error',
    summary: { en: '{field} was not changed: {why}.', es: '{field} no se cambió: {why}.' },
    hint: {
      en: 'The file is as it was. Change this place in a text editor.',
      es: 'El archivo sigue como estaba. Cambie este punto en un editor de texto.',
    },
  },
  'site.export-exists': {
    severity: 'error',
    summary: {
      en: '{path} is there already and was not written by Sitewright.',
      es: '{path} ya existe y no lo escribió Sitewright.',
    },
    hint: {
      en: 'Choose another folder with --out, or move the file away.',
      es: 'Elija otra carpeta con --out, o mueva el archivo.',
    },
  },
  // ------------------------------------------------------------------------------------------------------------- names
  'site.duplicate-name': {
    severity: 'error',
    summary: {
      en: '{name} is the name of two things: {first} and {field}.',
      es: '{name} es el nombre de dos cosas: {first} y {field}.',
    },
    hint: { en: 'Give one of them another name.', es: 'Dé otro nombre a una de ellas.' },
  },
  'site.duplicate-id': {
    severity: 'error',
    summary: {
      en: 'The number or id {id} is used twice: {first} and {field}.',
      es: 'El número o id {id} se usa dos veces: {first} y {field}.',
    },
    hint: { en: 'Give one of them another id.', es: 'Dé otro id a una de ellas.' },
  },
  'site.duplicate-address': {
    severity: 'error',
    summary: {
      en: '{first} already has {address}. Two machines with one address cut each other off ({name}).',
      es: '{first} ya tiene {address}. Dos equipos con la misma dirección se estorban ({name}).',
    },
    hint: { en: 'Give {name} a free address.', es: 'Dé a {name} una dirección libre.' },
  },
  'site.duplicate-mac': {
    severity: 'error',
    summary: {
      en: 'The MAC {mac} is written for {first} and for {name}; every port has its own.',
      es: 'La MAC {mac} figura en {first} y en {name}; cada puerto tiene la suya.',
    },
    hint: {
      en: 'Read it again from the label or the inventory of {name}.',
      es: 'Léala otra vez de la etiqueta o del inventario de {name}.',
    },
  },
  'site.duplicate-serial': {
    severity: 'error',
    summary: {
      en: 'The disk serial {serial} is written for {first} and for {name}; a disk is in one machine.',
      es: 'El número de serie {serial} figura en {first} y en {name}; un disco está en un solo equipo.',
    },
    hint: {
      en: 'Read it again from the label of the disk in {name}.',
      es: 'Léalo otra vez de la etiqueta del disco de {name}.',
    },
  },
  'site.name-only-digits': {
    severity: 'error',
    summary: {
      en: 'The name {name} has digits only; the Proxmox installer refuses it.',
      es: 'El nombre {name} solo tiene cifras; el instalador de Proxmox lo rechaza.',
    },
    hint: { en: 'Put a letter into the name.', es: 'Ponga una letra en el nombre.' },
  },
  'site.fqdn-refused': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer refuses the name {fqdn}.',
      es: 'El instalador de Proxmox rechaza el nombre {fqdn}.',
    },
    hint: {
      en: 'Each part has at most 63 letters, digits and dashes, no dash at either end.',
      es: 'Cada parte tiene como máximo 63 letras, cifras y guiones, sin guion al principio ni al final.',
    },
  },
  'site.fqdn-too-long': {
    severity: 'error',
    summary: {
      en: '{fqdn} has {length} characters; a full name has at most 253.',
      es: '{fqdn} tiene {length} caracteres; un nombre completo tiene como máximo 253.',
    },
    hint: { en: 'Shorten the domain.', es: 'Acorte el dominio.' },
  },
  // ----------------------------------------------------------------------------------------------------------- network
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
  // ----------------------------------------------------------------------------------------------------------- cluster
  'site.cluster-missing': {
    severity: 'error',
    summary: {
      en: 'The site has {nodes} Proxmox nodes and no [cluster].',
      es: 'El sitio tiene {nodes} nodos Proxmox y ningún [cluster].',
    },
    hint: { en: 'Add [cluster] with a name.', es: 'Añada [cluster] con un nombre.' },
  },
  'site.no-pve-node': {
    severity: 'error',
    summary: { en: 'No host has the role pve-node.', es: 'Ningún equipo tiene el papel pve-node.' },
    hint: { en: 'Give at least one host roles = ["pve-node"].', es: 'Dé al menos a un equipo roles = ["pve-node"].' },
  },
  'site.no-failover': {
    severity: 'warning',
    summary: {
      en: 'Two nodes without a witness cannot fail over. 1 of 2 votes is not more than half, so if one node dies Proxmox lets the other start nothing.',
      es: 'Dos nodos sin testigo no pueden relevarse. 1 de 2 votos no es más de la mitad; si un nodo cae, Proxmox no deja que el otro arranque nada.',
    },
    hint: {
      en: 'Add a small third machine as witness ([cluster] witness = "NAME"), or a third node, or accept that someone has to go there.',
      es: 'Añada un tercer equipo pequeño como testigo ([cluster] witness = "NOMBRE"), o un tercer nodo, o acepte que alguien tenga que ir.',
    },
  },
  'site.even-votes': {
    severity: 'warning',
    summary: {
      en: '{nodes} nodes have {nodes} votes: split in the middle, neither half may act.',
      es: '{nodes} nodos tienen {nodes} votos: partidos por la mitad, ninguna parte puede actuar.',
    },
    hint: {
      en: 'Add a witness, which makes the number of votes odd.',
      es: 'Añada un testigo, que hace impar el número de votos.',
    },
  },
  'site.ha-without-third-vote': {
    severity: 'error',
    summary: {
      en: '{machine} asks for automatic failover, but the cluster does not survive the loss of a node: it would have {left} of {votes} votes, so Proxmox stops the healthy node as well.',
      es: '{machine} pide relevo automático, pero el clúster no sobrevive a la pérdida de un nodo: le quedan {left} de {votes} votos y Proxmox detiene también el nodo sano.',
    },
    hint: {
      en: 'Add a witness, or remove the ha block of {machine}.',
      es: 'Añada un testigo, o quite el bloque ha de {machine}.',
    },
  },
  'site.witness-unknown': {
    severity: 'error',
    summary: {
      en: 'The witness {witness} is not one of the hosts.',
      es: 'El testigo {witness} no es uno de los equipos.',
    },
    hint: {
      en: 'Declare it under [[hosts]] with roles = ["witness"], or correct the name.',
      es: 'Declárelo en [[hosts]] con roles = ["witness"], o corrija el nombre.',
    },
  },
  'site.witness-role': {
    severity: 'error',
    summary: {
      en: '{witness} is named as witness but does not have the role witness.',
      es: '{witness} figura como testigo pero no tiene el papel witness.',
    },
    hint: { en: 'Add "witness" to its roles.', es: 'Añada "witness" a sus roles.' },
  },
  'site.witness-unused': {
    severity: 'warning',
    summary: {
      en: '{name} has the role witness, but the cluster does not name it.',
      es: '{name} tiene el papel witness, pero el clúster no lo nombra.',
    },
    hint: { en: 'Add witness = "{name}" under [cluster].', es: 'Añada witness = "{name}" en [cluster].' },
  },
  'site.witness-is-node': {
    severity: 'error',
    summary: {
      en: '{witness} is a node of the cluster: its vote dies with it, so it cannot be the witness.',
      es: '{witness} es un nodo del clúster: su voto cae con él, así que no puede ser el testigo.',
    },
    hint: { en: 'Use a machine outside of the cluster.', es: 'Use un equipo fuera del clúster.' },
  },
  'site.witness-is-guest': {
    severity: 'error',
    summary: {
      en: '{witness} is a guest of the cluster: it dies with the node it runs on, together with the vote that is needed then.',
      es: '{witness} es una máquina virtual del clúster: cae con el nodo en que corre, junto con el voto que entonces hace falta.',
    },
    hint: { en: 'Use a machine outside of the cluster.', es: 'Use un equipo fuera del clúster.' },
  },
  'site.witness-is-laptop': {
    severity: 'error',
    summary: {
      en: 'The witness {witness} ({address}) is this laptop, which leaves the site and takes the third vote along.',
      es: 'El testigo {witness} ({address}) es este portátil, que se va del sitio y se lleva el tercer voto.',
    },
    hint: { en: 'Use a machine that stays.', es: 'Use un equipo que se quede.' },
  },
  'site.witness-odd': {
    severity: 'error',
    summary: {
      en: '{nodes} nodes already have an odd number of votes; Proxmox does not support a witness there.',
      es: '{nodes} nodos ya tienen un número impar de votos; Proxmox no admite un testigo ahí.',
    },
    hint: { en: 'Remove the witness.', es: 'Quite el testigo.' },
  },
  'site.witness-os': {
    severity: 'error',
    summary: {
      en: 'The witness {witness} runs {os}; Sitewright installs corosync-qnetd on Debian only.',
      es: 'El testigo {witness} tiene {os}; Sitewright instala corosync-qnetd solo en Debian.',
    },
    hint: { en: 'Use a machine with Debian.', es: 'Use un equipo con Debian.' },
  },
  // -------------------------------------------------------------------------------------------------------- references
  'site.unknown-reference': {
    severity: 'error',
    summary: {
      en: '{field} names {value}, which is not one of: {known}.',
      es: '{field} nombra {value}, que no es uno de: {known}.',
    },
    hint: { en: 'Correct the name or declare it.', es: 'Corrija el nombre o declárelo.' },
  },
  'site.via-loop': {
    severity: 'error',
    summary: {
      en: '{name} is reached through itself ({chain}).',
      es: 'A {name} se llega a través de sí mismo ({chain}).',
    },
    hint: { en: 'Remove one "via".', es: 'Quite uno de los «via».' },
  },
  // ----------------------------------------------------------------------------------------------------------- install
  'site.install-missing': {
    severity: 'error',
    summary: {
      en: '{name} is to be installed, but its [hosts.install] is missing.',
      es: '{name} se va a instalar, pero falta su [hosts.install].',
    },
    hint: {
      en: 'Add the disk serials, the management MAC and the password reference, or write origin = "existing".',
      es: 'Añada los números de serie, la MAC de gestión y la referencia de la contraseña, o escriba origin = "existing".',
    },
  },
  'site.install-unused': {
    severity: 'warning',
    summary: {
      en: '{name} exists already; its [hosts.install] is not used.',
      es: '{name} ya existe; su [hosts.install] no se usa.',
    },
    hint: { en: 'Remove it, or write origin = "installed".', es: 'Quítelo, o escriba origin = "installed".' },
  },
  'site.role-os': {
    severity: 'error',
    summary: {
      en: '{name} has the role {role} but runs {os}.',
      es: '{name} tiene el papel {role} pero su sistema es {os}.',
    },
    hint: {
      en: 'A pve-node runs pve, and only Proxmox is installed by our media.',
      es: 'Un pve-node tiene pve, y nuestros medios solo instalan Proxmox.',
    },
  },
  'site.raid-missing': {
    severity: 'error',
    summary: {
      en: '{name} installs on {filesystem} without saying the raid level.',
      es: '{name} se instala en {filesystem} sin indicar el nivel raid.',
    },
    hint: {
      en: 'Add raid = "raid0" for one disk, "raid1" for two.',
      es: 'Añada raid = "raid0" para un disco, "raid1" para dos.',
    },
  },
  'site.raid-not-used': {
    severity: 'error',
    summary: {
      en: '{name} installs on {filesystem}, which has no raid level {raid}.',
      es: '{name} se instala en {filesystem}, que no tiene nivel raid {raid}.',
    },
    hint: {
      en: 'Remove raid, or use zfs (or btrfs with raid0, raid1, raid10).',
      es: 'Quite raid, o use zfs (o btrfs con raid0, raid1, raid10).',
    },
  },
  'site.raid-disks': {
    severity: 'error',
    summary: {
      en: '{name} has this many disks: {count}. {layout} needs: {needed}.',
      es: '{name} tiene esta cantidad de discos: {count}. {layout} necesita: {needed}.',
    },
    hint: {
      en: 'Correct diskSerials (or diskPaths) or the raid level.',
      es: 'Corrija diskSerials (o diskPaths) o el nivel raid.',
    },
  },
  'site.disks-not-nameable': {
    severity: 'error',
    summary: {
      en: 'The installer cannot be told exactly the {count} disks of {name}: one pattern for their serials would also take others.',
      es: 'No se pueden indicar al instalador exactamente los {count} discos de {name}: un patrón para sus números de serie tomaría también otros.',
    },
    hint: {
      en: 'Write the whole inventory of {name} under hardware.disks, or install on one or two disks.',
      es: 'Escriba el inventario completo de {name} en hardware.disks, o instale en uno o dos discos.',
    },
  },
  'site.disk-not-in-inventory': {
    severity: 'error',
    summary: {
      en: '{name} has no disk with the serial {serial}.',
      es: '{name} no tiene ningún disco con el número de serie {serial}.',
    },
    hint: { en: 'Its disks are: {known}.', es: 'Sus discos son: {known}.' },
  },
  'site.disk-not-in-inventory-near': {
    severity: 'error',
    summary: {
      en: '{name} has no disk with the serial {serial}. One differs by {differs} characters: {near}.',
      es: '{name} no tiene ningún disco con el número de serie {serial}. Hay uno que difiere en {differs} caracteres: {near}.',
    },
    hint: { en: 'Compare with the label and write {near}.', es: 'Compare con la etiqueta y escriba {near}.' },
  },
  'site.mac-not-in-inventory': {
    severity: 'error',
    summary: { en: '{name} has no port with the MAC {mac}.', es: '{name} no tiene ningún puerto con la MAC {mac}.' },
    hint: { en: 'Its ports are: {known}.', es: 'Sus puertos son: {known}.' },
  },
  'site.management-port-is-link': {
    severity: 'error',
    summary: {
      en: 'On {name} the port {mac} is the management port and the port of cluster link {link}.',
      es: 'En {name} el puerto {mac} es el de gestión y el del enlace {link} del clúster.',
    },
    hint: { en: 'Put the link on another port.', es: 'Ponga el enlace en otro puerto.' },
  },
  // ---------------------------------------------------------------------------------------------------------- hardware
  'site.hardware-cores': {
    severity: 'error',
    summary: {
      en: '{name} has {have} cores; the minimum is {need}.',
      es: '{name} tiene {have} núcleos; el mínimo es {need}.',
    },
    hint: { en: 'Use another machine (manual, section 2.1).', es: 'Use otro equipo (manual, apartado 2.1).' },
  },
  'site.hardware-memory': {
    severity: 'error',
    summary: {
      en: '{name} has {have} GiB of memory; the minimum is {need}.',
      es: '{name} tiene {have} GiB de memoria; el mínimo es {need}.',
    },
    hint: { en: 'Add memory (manual, section 2.1).', es: 'Amplíe la memoria (manual, apartado 2.1).' },
  },
  'site.hardware-memory-low': {
    severity: 'warning',
    summary: {
      en: '{name} has {have} GiB of memory; {need} are recommended.',
      es: '{name} tiene {have} GiB de memoria; se recomiendan {need}.',
    },
    hint: {
      en: 'It works; plan small machines (manual, section 2.1).',
      es: 'Funciona; planee máquinas pequeñas (manual, apartado 2.1).',
    },
  },
  'site.hardware-system-disk': {
    severity: 'error',
    summary: {
      en: 'The system disk {serial} of {name} has {have} GB; the minimum is {need}.',
      es: 'El disco de sistema {serial} de {name} tiene {have} GB; el mínimo es {need}.',
    },
    hint: { en: 'Use a larger disk (manual, section 2.1).', es: 'Use un disco mayor (manual, apartado 2.1).' },
  },
  'site.hardware-data-disk': {
    severity: 'warning',
    summary: {
      en: 'The data disk {serial} of {name} has {have} GB; {need} are recommended.',
      es: 'El disco de datos {serial} de {name} tiene {have} GB; se recomiendan {need}.',
    },
    hint: {
      en: 'It works; watch the space (manual, section 2.1).',
      es: 'Funciona; vigile el espacio (manual, apartado 2.1).',
    },
  },
  'site.hardware-nics': {
    severity: 'error',
    summary: {
      en: '{name} has {have} network ports; the minimum is {need}.',
      es: '{name} tiene {have} puertos de red; el mínimo es {need}.',
    },
    hint: {
      en: 'One for management and one for the cluster and the machines (manual, section 2.1).',
      es: 'Uno para gestión y otro para el clúster y las máquinas (manual, apartado 2.1).',
    },
  },
  'site.hardware-nic-speed': {
    severity: 'warning',
    summary: {
      en: 'The port {nic} of {name} has {have} Mb/s; the minimum is {need}.',
      es: 'El puerto {nic} de {name} tiene {have} Mb/s; el mínimo es {need}.',
    },
    hint: {
      en: 'Use another port or cable (manual, section 2.1).',
      es: 'Use otro puerto o cable (manual, apartado 2.1).',
    },
  },
  // ----------------------------------------------------------------------------------------------- storage and machines
  'site.disk-is-system-disk': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} wants the disk {serial} of {name}, which is its system disk.',
      es: 'El almacenamiento {storage} quiere el disco {serial} de {name}, que es su disco de sistema.',
    },
    hint: { en: 'Name the data disk of {name}.', es: 'Indique el disco de datos de {name}.' },
  },
  'site.storage-id-reserved': {
    severity: 'error',
    summary: {
      en: 'The storage id {storage} belongs to the Proxmox installation itself.',
      es: 'El id de almacenamiento {storage} es de la propia instalación de Proxmox.',
    },
    hint: { en: 'Choose another id, for example vmdata.', es: 'Elija otro id, por ejemplo vmdata.' },
  },
  'site.storage-not-on-node': {
    severity: 'error',
    summary: {
      en: '{name} is on {node}, where the storage {storage} does not exist.',
      es: '{name} está en {node}, donde no existe el almacenamiento {storage}.',
    },
    hint: {
      en: 'Add a disk of {node} to {storage}, or choose another storage.',
      es: 'Añada un disco de {node} a {storage}, o elija otro almacenamiento.',
    },
  },
  'site.storage-content': {
    severity: 'error',
    summary: {
      en: 'The storage {storage} of {name} does not take disks of machines (content images).',
      es: 'El almacenamiento {storage} de {name} no admite discos de máquinas (contenido images).',
    },
    hint: { en: 'Add "images" to its content.', es: 'Añada "images" a su content.' },
  },
  'site.replication-not-zfs': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated, but its storage {storage} is not ZFS.',
      es: '{machine} se ha de replicar, pero su almacenamiento {storage} no es ZFS.',
    },
    hint: { en: 'Put it on a storage of type zfspool.', es: 'Póngala en un almacenamiento de tipo zfspool.' },
  },
  'site.replication-storage': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated to {node}, where the ZFS storage {storage} does not exist. Replication needs the same one on both ends.',
      es: '{machine} se ha de replicar a {node}, donde no existe el almacenamiento ZFS {storage}. La réplica necesita el mismo en los dos extremos.',
    },
    hint: { en: 'Add the data disk of {node} to {storage}.', es: 'Añada el disco de datos de {node} a {storage}.' },
  },
  'site.replication-own-node': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated to {node}, where it already runs.',
      es: '{machine} se ha de replicar a {node}, donde ya corre.',
    },
    hint: { en: 'Name another node.', es: 'Indique otro nodo.' },
  },
  'site.replication-twice': {
    severity: 'error',
    summary: {
      en: '{machine} is to be replicated to {node} twice.',
      es: '{machine} se ha de replicar dos veces a {node}.',
    },
    hint: { en: 'Name each node once.', es: 'Indique cada nodo una vez.' },
  },
  'site.ha-without-copy': {
    severity: 'error',
    summary: {
      en: '{machine} asks for automatic failover, but its disk is on {node} only.',
      es: '{machine} pide relevo automático, pero su disco solo está en {node}.',
    },
    hint: { en: 'Add a replication to another node.', es: 'Añada una réplica a otro nodo.' },
  },
  'site.disk-too-small': {
    severity: 'error',
    summary: {
      en: 'The machines and templates on {storage} of {node} take {need} GB, its disk has {have} GB.',
      es: 'Las máquinas y plantillas en {storage} de {node} ocupan {need} GB; su disco tiene {have} GB.',
    },
    hint: { en: 'Shrink the disks or use a larger one.', es: 'Reduzca los discos o use uno mayor.' },
  },
  'site.cores-above-node': {
    severity: 'error',
    summary: {
      en: '{machine} wants {cores} cores, {node} has {have}; Proxmox does not start it.',
      es: '{machine} pide {cores} núcleos y {node} tiene {have}; Proxmox no la arranca.',
    },
    hint: { en: 'Give it at most {have}.', es: 'Dele como máximo {have}.' },
  },
  'site.overcommit': {
    severity: 'error',
    summary: {
      en: 'The machines on {node} want {need} GiB of memory; {have} GiB are there, of which 2 stay for Proxmox.',
      es: 'Las máquinas de {node} piden {need} GiB de memoria; hay {have} GiB, de los que 2 quedan para Proxmox.',
    },
    hint: { en: 'Give them less memory or move one.', es: 'Deles menos memoria o mueva una.' },
  },
  'site.overcommit-after-failure': {
    severity: 'warning',
    summary: {
      en: 'If {failed} dies, {node} carries {need} GiB of machines; it has {have} GiB, of which 2 stay for Proxmox.',
      es: 'Si {failed} cae, {node} carga con {need} GiB de máquinas; tiene {have} GiB, de los que 2 quedan para Proxmox.',
    },
    hint: {
      en: 'Give the machines less memory or {node} more.',
      es: 'Dé menos memoria a las máquinas o más a {node}.',
    },
  },
  // ------------------------------------------------------------------------------------------------------------ locale
  'site.unknown-keyboard': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer knows no keyboard "{value}".',
      es: 'El instalador de Proxmox no conoce el teclado «{value}».',
    },
    hint: { en: 'Use one of: {known}.', es: 'Use uno de: {known}.' },
  },
  'site.unknown-country': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer knows no country "{value}".',
      es: 'El instalador de Proxmox no conoce el país «{value}».',
    },
    hint: {
      en: 'Write the two small letters of the country, for example es.',
      es: 'Escriba las dos letras minúsculas del país, por ejemplo es.',
    },
  },
  'site.unknown-timezone': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer knows no time zone "{value}".',
      es: 'El instalador de Proxmox no conoce la zona horaria «{value}».',
    },
    hint: { en: 'Write it like Europe/Madrid, or UTC.', es: 'Escríbala como Europe/Madrid, o UTC.' },
  },
  'site.bad-mailto': {
    severity: 'error',
    summary: {
      en: 'The Proxmox installer refuses the mail address "{value}".',
      es: 'El instalador de Proxmox rechaza la dirección de correo «{value}».',
    },
    hint: {
      en: 'Write one like root@{domain}; nothing is sent during the install.',
      es: 'Escriba una como root@{domain}; durante la instalación no se envía nada.',
    },
  },
});

export const siteDiagnostics = { ...own, ...siteInstallDiagnostics, ...siteMediaDiagnostics } as const;
