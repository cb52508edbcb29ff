import { catalogue } from './catalogue.ts';

/** The laptop's own place on site. What is typed to mend it is in the diagnostic's `commands`: shown, never run. */
export const connectDiagnostics = catalogue({
  'connect.no-laptop': {
    severity: 'warning',
    summary: {
      en: 'The site does not say which address this laptop takes.',
      es: 'El sitio no dice qué dirección toma este portátil.',
    },
    hint: {
      en: 'Set network.laptop.address, for example {example}: installed nodes report to it.',
      es: 'Indique network.laptop.address, por ejemplo {example}: los nodos instalados informan allí.',
    },
  },
  'connect.no-interface': {
    severity: 'error',
    summary: {
      en: 'This laptop has no network port with an address.',
      es: 'Este portátil no tiene ningún puerto de red con dirección.',
    },
    hint: {
      en: 'Plug in the cable to the rack’s switch. A USB network adapter shows up within seconds.',
      es: 'Conecte el cable al conmutador del bastidor. Un adaptador de red USB aparece en segundos.',
    },
  },
  'connect.not-inside': {
    severity: 'error',
    summary: {
      en: 'This laptop has no address inside {cidr}.',
      es: 'Este portátil no tiene ninguna dirección dentro de {cidr}.',
    },
    hint: {
      en: 'Give the port that goes to the rack the address {wanted}, without gateway.',
      es: 'Asigne al puerto que va al bastidor la dirección {wanted}, sin puerta de enlace.',
    },
  },
  'connect.other-address': {
    severity: 'warning',
    summary: {
      en: 'This laptop has {seen}; the media tell the nodes to report to {wanted}.',
      es: 'Este portátil tiene {seen}; los medios dicen a los nodos que informen a {wanted}.',
    },
    hint: {
      en: 'Give the port {name} the address {wanted}, or change network.laptop and make the media again.',
      es: 'Asigne al puerto {name} la dirección {wanted}, o cambie network.laptop y vuelva a hacer los medios.',
    },
  },
  'connect.set-address-linux': {
    severity: 'info',
    summary: { en: 'On Linux, for the port {name}:', es: 'En Linux, para el puerto {name}:' },
    hint: {
      en: 'The first command is for NetworkManager; where there is none, take the second.',
      es: 'La primera orden es para NetworkManager; donde no lo haya, use la segunda.',
    },
  },
  'connect.set-address-windows': {
    severity: 'info',
    summary: { en: 'On Windows, for the port {name}:', es: 'En Windows, para el puerto {name}:' },
    hint: {
      en: 'In PowerShell as administrator, one of the two.',
      es: 'En PowerShell como administrador, una de las dos.',
    },
  },
  'connect.set-address-macos': {
    severity: 'info',
    summary: { en: 'On macOS, for the port {name}:', es: 'En macOS, para el puerto {name}:' },
    hint: {
      en: 'Put the service of the port in the place of SERVICE; networksetup -listallhardwareports names it.',
      es: 'Ponga en lugar de SERVICE el servicio del puerto; networksetup -listallhardwareports lo nombra.',
    },
  },
  'connect.set-address-macos6': {
    severity: 'info',
    summary: { en: 'On macOS, for the port {name}:', es: 'En macOS, para el puerto {name}:' },
    hint: { en: 'It holds until the port is unplugged.', es: 'Vale hasta que se desenchufe el puerto.' },
  },
  'connect.wifi': {
    severity: 'warning',
    summary: {
      en: 'The address inside the site, {address}, is on Wi-Fi ({name}).',
      es: 'La dirección dentro del sitio, {address}, está en Wi-Fi ({name}).',
    },
    hint: {
      en: 'Take the cable: machines in a rack and Wi-Fi clients are often kept apart.',
      es: 'Use el cable: a menudo los equipos del bastidor y los clientes Wi-Fi están separados.',
    },
  },
  'connect.several-inside': {
    severity: 'warning',
    summary: {
      en: 'Several ports of this laptop have an address inside the site: {seen}.',
      es: 'Varios puertos de este portátil tienen una dirección dentro del sitio: {seen}.',
    },
    hint: {
      en: 'Leave only the one whose cable leads to the rack; the system may answer through the wrong one.',
      es: 'Deje solo el del cable que va al bastidor; el sistema puede contestar por el equivocado.',
    },
  },
  'connect.address-planned': {
    severity: 'error',
    summary: {
      en: 'This laptop has {address}, which the plan gives to {host}.',
      es: 'Este portátil tiene {address}, que el plan asigna a {host}.',
    },
    hint: {
      en: 'Take another address before {host} is switched on: two machines with one address cut each other off.',
      es: 'Tome otra dirección antes de encender {host}: dos equipos con la misma dirección se estorban.',
    },
  },
  'connect.address-taken': {
    severity: 'error',
    summary: {
      en: 'Another machine answers on {address}, the address planned for this laptop.',
      es: 'Otro equipo contesta en {address}, la dirección prevista para este portátil.',
    },
    hint: {
      en: 'Find that machine or choose a free address (for example {example}) as network.laptop, and make the media again.',
      es: 'Localice ese equipo o elija una dirección libre (por ejemplo {example}) como network.laptop y vuelva a hacer los medios.',
    },
  },
  'connect.port-taken': {
    severity: 'error',
    summary: {
      en: 'Port {port} of {address} is in use by another program.',
      es: 'Otro programa usa el puerto {port} de {address}.',
    },
    hint: {
      en: 'End that program, or choose another network.laptop.port and make the media again.',
      es: 'Cierre ese programa o elija otro network.laptop.port y vuelva a hacer los medios.',
    },
  },
  'connect.address-not-here': {
    severity: 'error',
    summary: {
      en: 'This laptop does not have the address {address}: nodes cannot report to it.',
      es: 'Este portátil no tiene la dirección {address}: los nodos no pueden informarle.',
    },
    hint: {
      en: 'Set it on the port that goes to the rack; the Connect page shows how.',
      es: 'Asígnela al puerto que va al bastidor; la página Conectar muestra cómo.',
    },
  },
  'connect.cannot-listen': {
    severity: 'error',
    summary: {
      en: 'This laptop cannot listen on {address} port {port}: {why}.',
      es: 'Este portátil no puede escuchar en {address}, puerto {port}: {why}.',
    },
    hint: {
      en: 'Check the address and the rules of this system, or choose another network.laptop.port.',
      es: 'Compruebe la dirección y las reglas de este sistema, o elija otro network.laptop.port.',
    },
  },
  'connect.self-test-failed': {
    severity: 'error',
    summary: {
      en: 'This laptop listens on {address} port {port}, but does not reach itself there: {why}.',
      es: 'Este portátil escucha en {address}, puerto {port}, pero no se alcanza a sí mismo: {why}.',
    },
    hint: {
      en: 'A firewall or a security program of this laptop stands between. Allow the port as shown below.',
      es: 'Un cortafuegos o un programa de seguridad de este portátil lo impide. Permita el puerto como se indica abajo.',
    },
  },
  'connect.other-certificate': {
    severity: 'error',
    summary: {
      en: 'On {address} port {port} somebody else answers, with another certificate.',
      es: 'En {address}, puerto {port}, contesta otro, con otro certificado.',
    },
    hint: {
      en: 'A security program that opens TLS connections, or another machine with this address, stands between.',
      es: 'Hay por medio un programa de seguridad que abre las conexiones TLS u otro equipo con esta dirección.',
    },
  },
  'connect.firewall-linux': {
    severity: 'info',
    summary: {
      en: 'Whether this system’s firewall lets machines in to port {port} cannot be seen from inside.',
      es: 'Desde dentro no se ve si el cortafuegos de este sistema deja entrar a los equipos al puerto {port}.',
    },
    hint: {
      en: 'The first command is for ufw, the second for firewalld; where neither runs, nothing blocks.',
      es: 'La primera orden es para ufw, la segunda para firewalld; donde no funcione ninguno, nada bloquea.',
    },
  },
  'connect.firewall-windows': {
    severity: 'info',
    summary: {
      en: 'Whether Windows Defender Firewall lets machines in to port {port} cannot be seen from inside; a network without a gateway counts as public and blocks.',
      es: 'Desde dentro no se ve si el Firewall de Windows Defender deja entrar a los equipos al puerto {port}; una red sin puerta de enlace cuenta como pública y bloquea.',
    },
    hint: { en: 'In PowerShell as administrator:', es: 'En PowerShell como administrador:' },
  },
  'connect.firewall-macos': {
    severity: 'info',
    summary: {
      en: 'Whether the macOS firewall lets machines in to port {port} cannot be seen from inside.',
      es: 'Desde dentro no se ve si el cortafuegos de macOS deja entrar a los equipos al puerto {port}.',
    },
    hint: {
      en: 'Answer «Allow» when macOS asks about incoming connections, or type:',
      es: 'Responda «Permitir» cuando macOS pregunte por conexiones entrantes, o escriba:',
    },
  },
  'connect.sleep-linux': {
    severity: 'info',
    summary: {
      en: 'Here nothing keeps this laptop from falling asleep while machines install.',
      es: 'Aquí nada impide que este portátil se suspenda mientras los equipos se instalan.',
    },
    hint: {
      en: 'Use the window, which keeps it awake, or listen with this command, with the site’s folder in the place of SITE:',
      es: 'Use la ventana, que lo mantiene despierto, o escuche con esta orden, con la carpeta del sitio en lugar de SITE:',
    },
  },
  'connect.sleep-windows': {
    severity: 'info',
    summary: {
      en: 'Here nothing keeps this laptop from falling asleep while machines install.',
      es: 'Aquí nada impide que este portátil se suspenda mientras los equipos se instalan.',
    },
    hint: {
      en: 'Use the window, which keeps it awake, or type:',
      es: 'Use la ventana, que lo mantiene despierto, o escriba:',
    },
  },
  'connect.sleep-macos': {
    severity: 'info',
    summary: {
      en: 'Here nothing keeps this laptop from falling asleep while machines install.',
      es: 'Aquí nada impide que este portátil se suspenda mientras los equipos se instalan.',
    },
    hint: {
      en: 'Use the window, which keeps it awake, or listen with this command, with the site’s folder in the place of SITE:',
      es: 'Use la ventana, que lo mantiene despierto, o escuche con esta orden, con la carpeta del sitio en lugar de SITE:',
    },
  },
  'connect.clock-behind': {
    severity: 'error',
    summary: {
      en: 'This laptop’s clock says {now}, which is before {after}.',
      es: 'El reloj de este portátil marca {now}, anterior a {after}.',
    },
    hint: {
      en: 'Set date and time. Nodes take their first time from the site, and a wrong date ends in certificates that nobody believes.',
      es: 'Ajuste la fecha y la hora. Los nodos toman su primera hora del sitio y una fecha errónea acaba en certificados que nadie cree.',
    },
  },
  'connect.on-battery': {
    severity: 'warning',
    summary: {
      en: 'This laptop runs on its battery ({percent} %).',
      es: 'Este portátil funciona con su batería ({percent} %).',
    },
    hint: {
      en: 'Plug in its power supply: installing a rack takes longer than a battery may last.',
      es: 'Conecte su cargador: instalar un bastidor tarda más de lo que puede durar una batería.',
    },
  },
  'connect.power-unknown': {
    severity: 'info',
    summary: {
      en: 'Whether this laptop is plugged in cannot be seen on this system.',
      es: 'En este sistema no se ve si este portátil está enchufado.',
    },
    hint: { en: 'Plug in its power supply.', es: 'Conecte su cargador.' },
  },
});
