import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';
import { ON_LAPTOP, ON_THAT_NODE } from '../check.ts';

/** Met where a machine is not reached, or keeps another time. */
export const NETWORK_ADVICE = {
  'connect.not-inside': {
    why: {
      en: 'This laptop has no address in the network of the site, so it hears no node and no node reports to it.',
      es: 'Este portátil no tiene dirección en la red del sitio: no oye a ningún nodo y ningún nodo le informa.',
    },
    todo: [
      {
        en: 'Give the port that goes to the rack the planned address by hand, without gateway. The page shows the command for this system.',
        es: 'Dé a mano la dirección prevista al puerto que va al rack, sin puerta de enlace. La página muestra la orden para este sistema.',
      },
    ],
    related: ['connect.other-address', 'connect.wifi'],
  },
  'transport.unreachable': {
    why: {
      en: 'No packet came back at all: the machine is off, still starting, in another network, or a cable is out.',
      es: 'No volvió ningún paquete: la máquina está apagada, aún arranca, está en otra red o falta un cable.',
    },
    todo: [
      {
        en: 'Power and link light first, then the screen of the machine.',
        es: 'Primero corriente y luz de enlace; después la pantalla de la máquina.',
      },
      {
        en: 'Then whether this laptop still has its address (page Connect).',
        es: 'Luego, si este portátil conserva su dirección (página Conexión).',
      },
    ],
    checks: [
      {
        where: ON_LAPTOP,
        command: 'ping ADDRESS',
        tells: {
          en: 'answers come: the machine is there, SSH is what lacks; none: cable, power or address',
          es: 'si responde, la máquina está y falta SSH; si no, cable, corriente o dirección',
        },
      },
    ],
    related: ['transport.refused', 'connect.not-inside'],
  },
  'transport.refused': {
    why: {
      en: 'The machine is on and says that nobody listens on the port: it is still starting, or SSH does not run.',
      es: 'La máquina está encendida y dice que nadie escucha en el puerto: aún arranca o SSH no funciona.',
    },
    todo: [
      { en: 'Wait two minutes and retry.', es: 'Espere dos minutos y reintente.' },
      { en: 'Then log in at its screen and start SSH.', es: 'Después entre por su pantalla e inicie SSH.' },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'systemctl enable --now ssh; systemctl status ssh',
        tells: { en: 'whether SSH runs, or why not', es: 'si SSH funciona, o por qué no' },
      },
    ],
  },
  'transport.login-refused': {
    why: {
      en: "The machine does not know the site's public key for this user. A machine that was not installed by our stick never got it; a node that joined by hand may have lost it.",
      es: 'La máquina no conoce la clave pública del sitio para este usuario. Una máquina no instalada con nuestra memoria nunca la recibió; un nodo unido a mano pudo perderla.',
    },
    todo: [
      {
        en: 'Copy access.sshPublicKey from site.toml into the authorized keys there (on a PVE node: of the cluster, it spreads).',
        es: 'Copie access.sshPublicKey de site.toml en las claves autorizadas (en un nodo PVE: las del clúster, se reparte).',
      },
      {
        en: 'If the user differs, correct it on the page Nodes.',
        es: 'Si el usuario es otro, corríjalo en la página Nodos.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'cat /root/.ssh/authorized_keys',
        tells: { en: 'the keys that may log in as root', es: 'las claves que pueden entrar como root' },
      },
    ],
  },
  'transport.host-key-changed': {
    why: {
      en: 'A machine shows another SSH key than it had. It was installed again, another machine took its address, or somebody listens in between.',
      es: 'Una máquina muestra otra clave SSH que la que tenía. Se reinstaló, otra máquina tomó su dirección o alguien escucha en medio.',
    },
    todo: [
      {
        en: 'Was it installed again on purpose: compare the fingerprint with its screen, then accept the new key.',
        es: 'Si se reinstaló a propósito: compare la huella con su pantalla y acepte la clave nueva.',
      },
      {
        en: 'If not: pull its cable and look who still answers at the address.',
        es: 'Si no: desconecte su cable y mire quién sigue contestando en esa dirección.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
        tells: { en: 'the fingerprint, to be compared by eye', es: 'la huella, para compararla a la vista' },
      },
    ],
    related: ['arrival.other-key', 'preflight.address-taken', 'transport.pin-mismatch'],
  },
  'transport.connection-lost': {
    why: {
      en: 'The line broke while a command ran. Long commands go on at the machine on their own and are found again.',
      es: 'La línea se cortó durante una orden. Las órdenes largas siguen en la máquina por su cuenta y se vuelven a encontrar.',
    },
    todo: [
      {
        en: 'Check cable and power, then press Retry: nothing is done twice.',
        es: 'Compruebe cable y corriente y pulse Reintentar: nada se hace dos veces.',
      },
    ],
    related: ['transport.unreachable', 'run.was-interrupted'],
  },
  'preflight.address-taken': {
    why: {
      en: 'Another device answers at an address of the site: a forgotten server, a printer, a DHCP lease.',
      es: 'Otro aparato contesta en una dirección del sitio: un servidor olvidado, una impresora, una concesión DHCP.',
    },
    todo: [
      {
        en: 'The first three pairs of the hardware address name its maker; find the port in the switch.',
        es: 'Los tres primeros pares de la dirección física nombran al fabricante; busque el puerto en el conmutador.',
      },
      {
        en: 'Take it off the network or choose another address in the plan.',
        es: 'Retírelo de la red o elija otra dirección en el plan.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'ip neigh show ADDRESS',
        tells: { en: 'the hardware address that answers there', es: 'la dirección física que contesta allí' },
      },
    ],
    related: ['site.duplicate-address'],
  },
  'preflight.mtu': {
    why: {
      en: 'A port was set to large packets and the switch drops them. Small packets pass, so everything looks right until a copy begins.',
      es: 'Un puerto usa paquetes grandes y el conmutador los descarta. Los pequeños pasan, así que todo parece bien hasta que empieza una copia.',
    },
    todo: [
      {
        en: 'Set 1500 everywhere, or the large value on both ports and the switch.',
        es: 'Ponga 1500 en todo, o el valor grande en ambos puertos y en el conmutador.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'ping -M do -s 1472 -c 3 ADDRESS',
        tells: { en: 'passes: 1500 is carried; 8972 tests 9000', es: 'si pasa, admite 1500; con 8972 se prueba 9000' },
      },
    ],
  },
  'preflight.clock-node': {
    why: {
      en: 'Certificates, tokens and the order of log lines depend on the time. Nodes that differ refuse each other.',
      es: 'Los certificados, los tokens y el orden de los registros dependen de la hora. Los nodos con horas distintas se rechazan.',
    },
    todo: [
      { en: 'Go on: the step «One time for all nodes» sets it.', es: 'Continúe: el paso de una hora común la ajusta.' },
      {
        en: 'If it comes back, the battery of the board is empty or the firmware keeps local time: set it to UTC.',
        es: 'Si vuelve, la pila de la placa está agotada o el firmware usa hora local: póngalo en UTC.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'timedatectl; chronyc tracking; chronyc sources',
        tells: {
          en: 'the time, how far it is off, and whether a source answers',
          es: 'la hora, cuánto difiere y si alguna fuente contesta',
        },
      },
    ],
    related: ['preflight.clock-laptop', 'base.time-unsynchronised'],
  },
  'base.time-unsynchronised': {
    why: {
      en: 'The time source did not answer: off, not reachable, or UDP port 123 is closed.',
      es: 'La fuente de hora no contestó: apagada, inalcanzable o con el puerto UDP 123 cerrado.',
    },
    todo: [
      {
        en: 'Leave the field for time servers empty where the site has none: the first node then keeps the time for all.',
        es: 'Deje vacío el campo de servidores de hora si el sitio no tiene: el primer nodo da la hora a todos.',
      },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'chronyc sources -v',
        tells: { en: '^* is followed, ^? has never answered', es: '^* se sigue; ^? nunca ha contestado' },
      },
    ],
  },
  'base.network-reverted': {
    why: {
      en: 'With the new bond, VLAN or bridge the node was not reachable, so it put the former network back by itself. Mostly the switch does not match.',
      es: 'Con el nuevo bond, VLAN o puente el nodo no respondía y restauró la red anterior. Casi siempre el conmutador no coincide.',
    },
    todo: [
      {
        en: '802.3ad needs an LACP group on exactly these switch ports; a VLAN has to be tagged there.',
        es: '802.3ad necesita un grupo LACP en esos puertos del conmutador; la VLAN debe ir etiquetada.',
      },
      { en: 'Correct switch or plan, then Retry.', es: 'Corrija el conmutador o el plan y reintente.' },
    ],
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'cat /proc/net/bonding/bond0; bridge vlan show',
        tells: {
          en: 'whether the partner of the bond answers, and which VLANs pass',
          es: 'si contesta el otro extremo del bond y qué VLAN pasan',
        },
      },
    ],
    related: ['base.network-lost'],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;
