import { ON_CONSOLE, ON_LAPTOP, ON_THAT_NODE } from '../check.ts';
import type { Topic } from '../topic.ts';

/** From the stick to the first login. */
export const START_TOPICS = {
  'stick-does-not-boot': {
    symptom: { en: 'The machine does not start from the stick', es: 'La máquina no arranca desde la memoria USB' },
    checks: [
      {
        where: ON_LAPTOP,
        command: 'lsblk -o NAME,SIZE,LABEL,SERIAL',
        tells: {
          en: 'whether the stick is seen whole and carries the label of the image',
          es: 'si la memoria se ve entera y lleva la etiqueta de la imagen',
        },
      },
    ],
    remedy: [
      {
        en: 'Choose the stick in the boot menu of the firmware (F11, F12 or Esc), once as UEFI, once as the plain entry.',
        es: 'Elija la memoria en el menú de arranque del firmware (F11, F12 o Esc), una vez como UEFI y otra como entrada simple.',
      },
      {
        en: 'Switch Secure Boot off and try another port, best at the back and USB 2.',
        es: 'Desactive Secure Boot y pruebe otro puerto, mejor trasero y USB 2.',
      },
      {
        en: 'Write the image again with verification, onto another stick. Programs that unpack the ISO instead of copying it make sticks that do not start.',
        es: 'Escriba la imagen de nuevo con verificación en otra memoria. Los programas que descomprimen la ISO en vez de copiarla hacen memorias que no arrancan.',
      },
    ],
    codes: ['arrival.screen-secure-boot', 'arrival.screen-grub-stick', 'arrival.screen-dark', 'flash.verify-mismatch'],
  },
  'installer-silent': {
    symptom: {
      en: 'The installer was started and nothing more is heard',
      es: 'El instalador arrancó y no se sabe nada más',
    },
    checks: [
      {
        where: ON_CONSOLE,
        command: 'tail -n 40 /tmp/fetch_answer.log /tmp/auto_installer.log',
        tells: {
          en: 'the first shows how the answer was fetched, the second where the installation stopped',
          es: 'el primero muestra cómo se obtuvo la respuesta; el segundo, dónde se detuvo la instalación',
        },
      },
    ],
    remedy: [
      {
        en: 'The screen shows a prompt: read the last lines there, correct the plan, re-target the stick, start again.',
        es: 'Si la pantalla muestra un intérprete: lea las últimas líneas, corrija el plan, vuelva a orientar la memoria y arranque.',
      },
      {
        en: 'The screen is dark and the machine off: it is installed. Pull the stick and switch it on.',
        es: 'Si la pantalla está oscura y la máquina apagada: está instalada. Retire la memoria y enciéndala.',
      },
      {
        en: 'The boot menu is back: pull the stick before it installs a second time.',
        es: 'Si vuelve el menú de arranque: retire la memoria antes de que instale otra vez.',
      },
    ],
    codes: ['arrival.silent', 'arrival.silent-asked', 'arrival.silent-installing', 'arrival.screen-menu-again'],
  },
  'no-disk-found': {
    symptom: { en: 'The installer finds no disk', es: 'El instalador no encuentra ningún disco' },
    checks: [
      {
        where: ON_CONSOLE,
        command: 'lsblk -d -o NAME,SIZE,MODEL,SERIAL; dmesg | grep -iE "nvme|ahci|raid"',
        tells: {
          en: 'the disks it sees with their serials, and the controllers',
          es: 'los discos que ve con sus números de serie, y las controladoras',
        },
      },
    ],
    remedy: [
      {
        en: 'Disks are listed: correct the serial on the page Nodes.',
        es: 'Si aparecen discos: corrija el número de serie en la página Nodos.',
      },
      {
        en: 'None is listed: controller to HBA, IT or JBOD, SATA to AHCI, Intel VMD off.',
        es: 'Si no aparece ninguno: controladora en HBA, IT o JBOD, SATA en AHCI, Intel VMD desactivado.',
      },
    ],
    codes: ['arrival.screen-error-disk', 'site.disk-not-in-inventory', 'storage.disk-missing'],
  },
  'one-image-no-answer': {
    symptom: {
      en: 'One image for all: the node gets no answer from this laptop',
      es: 'Una imagen para todos: el nodo no recibe respuesta de este portátil',
    },
    checks: [
      {
        where: ON_CONSOLE,
        command: 'ip -br address; cat /tmp/fetch_answer.log',
        tells: {
          en: 'no address: DHCP or cable; refused or timeout: the laptop',
          es: 'sin dirección: DHCP o cable; rechazado o agotado: el portátil',
        },
      },
      {
        where: ON_LAPTOP,
        command: 'ss -ltn | grep 8443',
        tells: { en: 'whether this laptop listens', es: 'si este portátil escucha' },
      },
    ],
    remedy: [
      {
        en: 'The site needs a DHCP server for this way; without one make a stick per node.',
        es: 'Este modo necesita un servidor DHCP en el sitio; si no lo hay, haga una memoria por nodo.',
      },
      {
        en: 'Run the self-test on the page Connect: address, firewall, sleep.',
        es: 'Haga la autoprueba de la página Conexión: dirección, cortafuegos, suspensión.',
      },
      {
        en: 'A media made before the arrival secret was renewed asks at a path that is gone: make it again.',
        es: 'Un medio hecho antes de renovar el secreto de llegada pregunta en una ruta que ya no existe: hágalo de nuevo.',
      },
    ],
    codes: ['arrival.silent-before-answer', 'arrival.wrong-path', 'arrival.wrong-secret', 'connect.not-inside'],
  },
  'wrong-node': {
    symptom: { en: 'A machine came up under the name of another', es: 'Una máquina arrancó con el nombre de otra' },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'hostname; ip -br link; lsblk -d -o NAME,SERIAL',
        tells: {
          en: 'its name, MACs and serials, to be compared with the labels',
          es: 'su nombre, MAC y números de serie, para compararlos con las etiquetas',
        },
      },
    ],
    remedy: [
      {
        en: 'Sticks were exchanged. Before joining anything: install the machine again with its own stick.',
        es: 'Se cambiaron las memorias. Antes de unir nada: reinstale la máquina con su memoria.',
      },
      {
        en: 'Print the labels of the field sheet and stick one onto every machine and its stick.',
        es: 'Imprima las etiquetas de la hoja de campo y pegue una en cada máquina y en su memoria.',
      },
    ],
    codes: ['arrival.other-name', 'arrival.two-nodes', 'arrival.other-disk'],
  },
  'node-not-reached': {
    symptom: {
      en: 'The node is on and this laptop does not reach it',
      es: 'El nodo está encendido y este portátil no lo alcanza',
    },
    checks: [
      {
        where: ON_LAPTOP,
        command: 'ping ADDRESS; ip neigh show ADDRESS',
        tells: {
          en: 'INCOMPLETE or FAILED: nobody answers at the address on this cable',
          es: 'INCOMPLETE o FAILED: nadie contesta a esa dirección por este cable',
        },
      },
      {
        where: ON_THAT_NODE,
        command: 'ip -br address; ip -br link',
        tells: {
          en: 'the address on vmbr0, and which ports have a link',
          es: 'la dirección en vmbr0 y qué puertos tienen enlace',
        },
      },
    ],
    remedy: [
      {
        en: 'The link is on another port: put the cable into the port with the MAC of the field sheet.',
        es: 'El enlace está en otro puerto: ponga el cable en el puerto con la MAC de la hoja de campo.',
      },
      {
        en: 'Wrong address or VLAN: compare with the page Network.',
        es: 'Dirección o VLAN equivocada: compare con la página Red.',
      },
    ],
    codes: ['transport.unreachable', 'arrival.silent-start', 'arrival.other-port', 'arrival.other-address'],
  },
  'web-page-closed': {
    symptom: {
      en: 'SSH answers, the Proxmox page on port 8006 does not',
      es: 'SSH contesta y la página de Proxmox en el puerto 8006 no',
    },
    checks: [
      {
        where: ON_THAT_NODE,
        command: 'systemctl status pve-cluster pveproxy; journalctl -b -u pve-cluster | tail',
        tells: {
          en: 'pve-cluster down: mostly the name of the node in /etc/hosts',
          es: 'si pve-cluster no funciona: casi siempre el nombre del nodo en /etc/hosts',
        },
      },
      {
        where: ON_THAT_NODE,
        command: 'getent hosts $(hostname)',
        tells: {
          en: 'must be its address in the network, never 127.0.1.1',
          es: 'debe ser su dirección en la red, nunca 127.0.1.1',
        },
      },
    ],
    remedy: [
      {
        en: 'Correct /etc/hosts and restart pve-cluster, then pveproxy.',
        es: 'Corrija /etc/hosts y reinicie pve-cluster y después pveproxy.',
      },
      {
        en: 'A missing certificate: pvecm updatecerts, then restart pveproxy.',
        es: 'Si falta el certificado: pvecm updatecerts y reinicie pveproxy.',
      },
    ],
    codes: ['arrival.silent-api', 'check.web-interface', 'preflight.own-name-loopback', 'cluster.no-certificate'],
  },
} as const satisfies Readonly<Record<string, Topic>>;
