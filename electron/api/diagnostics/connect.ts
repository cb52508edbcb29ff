import { catalogue } from './catalogue.ts';

/** The laptop's own place on site. Commands are shown, never run; `{...}` holes in them are values of the site. */
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
      en: 'nmcli connection add type ethernet ifname {name} con-name sitewright ipv4.method manual ipv4.addresses {address}/{prefix} && nmcli connection up sitewright — without NetworkManager: sudo ip address add {address}/{prefix} dev {name}',
      es: 'nmcli connection add type ethernet ifname {name} con-name sitewright ipv4.method manual ipv4.addresses {address}/{prefix} && nmcli connection up sitewright — sin NetworkManager: sudo ip address add {address}/{prefix} dev {name}',
    },
  },
  'connect.set-address-linux6': {
    severity: 'info',
    summary: { en: 'On Linux, for the port {name}:', es: 'En Linux, para el puerto {name}:' },
    hint: {
      en: 'nmcli connection add type ethernet ifname {name} con-name sitewright ipv6.method manual ipv6.addresses {address}/{prefix} && nmcli connection up sitewright — without NetworkManager: sudo ip address add {address}/{prefix} dev {name}',
      es: 'nmcli connection add type ethernet ifname {name} con-name sitewright ipv6.method manual ipv6.addresses {address}/{prefix} && nmcli connection up sitewright — sin NetworkManager: sudo ip address add {address}/{prefix} dev {name}',
    },
  },
  'connect.set-address-windows': {
    severity: 'info',
    summary: {
      en: 'On Windows, in PowerShell as administrator, for the port {name}:',
      es: 'En Windows, en PowerShell como administrador, para el puerto {name}:',
    },
    hint: {
      en: 'New-NetIPAddress -InterfaceAlias "{name}" -IPAddress {address} -PrefixLength {prefix} — or: netsh interface ip set address name="{name}" static {address} {mask}',
      es: 'New-NetIPAddress -InterfaceAlias "{name}" -IPAddress {address} -PrefixLength {prefix} — o bien: netsh interface ip set address name="{name}" static {address} {mask}',
    },
  },
  'connect.set-address-macos': {
    severity: 'info',
    summary: {
      en: 'On macOS, for the port {name} (its service name: networksetup -listallhardwareports):',
      es: 'En macOS, para el puerto {name} (su nombre de servicio: networksetup -listallhardwareports):',
    },
    hint: {
      en: 'networksetup -setmanual "SERVICE" {address} {mask}',
      es: 'networksetup -setmanual "SERVICIO" {address} {mask}',
    },
  },
  'connect.set-address-windows6': {
    severity: 'info',
    summary: {
      en: 'On Windows, in PowerShell as administrator, for the port {name}:',
      es: 'En Windows, en PowerShell como administrador, para el puerto {name}:',
    },
    hint: {
      en: 'New-NetIPAddress -InterfaceAlias "{name}" -IPAddress {address} -PrefixLength {prefix} — or: netsh interface ipv6 add address "{name}" {address}/{prefix}',
      es: 'New-NetIPAddress -InterfaceAlias "{name}" -IPAddress {address} -PrefixLength {prefix} — o bien: netsh interface ipv6 add address "{name}" {address}/{prefix}',
    },
  },
  'connect.set-address-macos6': {
    severity: 'info',
    summary: {
      en: 'On macOS, for the port {name}, until it is unplugged:',
      es: 'En macOS, para el puerto {name}, hasta que se desenchufe:',
    },
    hint: {
      en: 'sudo ifconfig {name} inet6 {address} prefixlen {prefix} alias',
      es: 'sudo ifconfig {name} inet6 {address} prefixlen {prefix} alias',
    },
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
      en: 'sudo ufw allow in on {name} to any port {port} proto tcp — or: sudo firewall-cmd --add-port={port}/tcp',
      es: 'sudo ufw allow in on {name} to any port {port} proto tcp — o bien: sudo firewall-cmd --add-port={port}/tcp',
    },
  },
  'connect.firewall-windows': {
    severity: 'info',
    summary: {
      en: 'Whether Windows Defender Firewall lets machines in to port {port} cannot be seen from inside; a network without a gateway counts as public and blocks.',
      es: 'Desde dentro no se ve si el Firewall de Windows Defender deja entrar a los equipos al puerto {port}; una red sin puerta de enlace cuenta como pública y bloquea.',
    },
    hint: {
      en: 'In PowerShell as administrator: New-NetFirewallRule -DisplayName "Sitewright" -Direction Inbound -Protocol TCP -LocalPort {port} -Profile Any -Action Allow',
      es: 'En PowerShell como administrador: New-NetFirewallRule -DisplayName "Sitewright" -Direction Inbound -Protocol TCP -LocalPort {port} -Profile Any -Action Allow',
    },
  },
  'connect.firewall-macos': {
    severity: 'info',
    summary: {
      en: 'Whether the macOS firewall lets machines in to port {port} cannot be seen from inside.',
      es: 'Desde dentro no se ve si el cortafuegos de macOS deja entrar a los equipos al puerto {port}.',
    },
    hint: {
      en: 'Answer «Allow» when macOS asks about incoming connections, or: sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add /Applications/Sitewright.app',
      es: 'Responda «Permitir» cuando macOS pregunte por conexiones entrantes, o bien: sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add /Applications/Sitewright.app',
    },
  },
  'connect.sleep-linux': {
    severity: 'info',
    summary: {
      en: 'Here nothing keeps this laptop from falling asleep while machines install.',
      es: 'Aquí nada impide que este portátil se suspenda mientras los equipos se instalan.',
    },
    hint: {
      en: 'Use the window, which keeps it awake, or: systemd-inhibit --what=sleep:idle:handle-lid-switch sitewright arrive SITE',
      es: 'Use la ventana, que lo mantiene despierto, o bien: systemd-inhibit --what=sleep:idle:handle-lid-switch sitewright arrive SITIO',
    },
  },
  'connect.sleep-windows': {
    severity: 'info',
    summary: {
      en: 'Here nothing keeps this laptop from falling asleep while machines install.',
      es: 'Aquí nada impide que este portátil se suspenda mientras los equipos se instalan.',
    },
    hint: {
      en: 'Use the window, which keeps it awake, or: powercfg /change standby-timeout-ac 0',
      es: 'Use la ventana, que lo mantiene despierto, o bien: powercfg /change standby-timeout-ac 0',
    },
  },
  'connect.sleep-macos': {
    severity: 'info',
    summary: {
      en: 'Here nothing keeps this laptop from falling asleep while machines install.',
      es: 'Aquí nada impide que este portátil se suspenda mientras los equipos se instalan.',
    },
    hint: {
      en: 'Use the window, which keeps it awake, or: caffeinate -dims sitewright arrive SITE',
      es: 'Use la ventana, que lo mantiene despierto, o bien: caffeinate -dims sitewright arrive SITIO',
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
