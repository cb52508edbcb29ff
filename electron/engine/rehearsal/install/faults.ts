import type { FaultEntry } from '../kernel/program.ts';

/** What can go wrong between the stick and the first SSH. After `@` stands the node; without it the first machine it fits. */
export const installFaults: readonly FaultEntry[] = [
  {
    name: 'install.disk-missing',
    summary: {
      en: 'the disk that is to be erased is not in the machine',
      es: 'el disco que se va a borrar no está en la máquina',
    },
  },
  {
    name: 'install.stick-swapped',
    summary: {
      en: 'the technician puts the stick of the next machine into this one, and the other way round',
      es: 'el técnico intercambia la memoria USB de esta máquina con la de la siguiente',
    },
  },
  {
    name: 'install.stick-left-in',
    summary: {
      en: 'the stick stays in when the installed machine is switched on again',
      es: 'la memoria USB sigue puesta cuando se vuelve a encender la máquina instalada',
    },
  },
  {
    name: 'install.no-dhcp',
    summary: {
      en: 'the DHCP server of the site does not answer',
      es: 'el servidor DHCP del sitio no responde',
    },
  },
  {
    name: 'install.webhook-unreachable',
    summary: {
      en: 'the laptop does not take the message that a node is installed',
      es: 'el portátil no recibe el aviso de que un nodo está instalado',
    },
  },
  {
    name: 'install.hangs',
    summary: { en: 'the installation stands still halfway', es: 'la instalación se queda parada a la mitad' },
  },
  {
    name: 'install.clock-wrong',
    summary: {
      en: "the machine's clock is twenty years behind",
      es: 'el reloj de la máquina va veinte años atrasado',
    },
  },
  {
    name: 'install.hook-network-down',
    summary: {
      en: 'the network of an installed node comes up only ten minutes after its first start',
      es: 'la red de un nodo instalado no sube hasta diez minutos después de su primer arranque',
    },
  },
  {
    name: 'install.host-key-differs',
    summary: {
      en: 'somebody else answers by SSH at the address of a node',
      es: 'otro equipo responde por SSH en la dirección de un nodo',
    },
  },
];
