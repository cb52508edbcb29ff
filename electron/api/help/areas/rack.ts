import type { AreaHelp } from '../area-help.ts';

/** Areas that a person meets in front of the rack. */
export const RACK_AREAS = {
  connect: {
    title: { en: "This laptop's network", es: 'La red de este portátil' },
    about: {
      en: 'Said by the self-test on the page Connect: address, firewall, sleep, clock and power of this laptop, with the command that mends it on this system.',
      es: 'Lo dice la autoprueba de la página Conexión: dirección, cortafuegos, suspensión, reloj y alimentación de este portátil, con la orden que lo arregla en este sistema.',
    },
    places: ['connect'],
  },
  arrival: {
    title: { en: 'Nodes that arrive', es: 'Nodos que llegan' },
    about: {
      en: 'From power-on to the moment when SSH and the Proxmox page answer. An installer that stopped tells nobody over the network: its screen does. Choose on the page what the screen shows, and the hint fits it.',
      es: 'Desde el encendido hasta que contestan SSH y la página de Proxmox. Un instalador detenido no avisa por la red: lo dice su pantalla. Elija en la página lo que muestra la pantalla y la indicación se ajusta.',
    },
    places: ['arrival', 'terminal'],
  },
  transport: {
    title: { en: 'The connection to a machine', es: 'La conexión con una máquina' },
    about: {
      en: 'Said when a machine cannot be reached, refuses the login or breaks off. A lost connection is never taken as a result: what was running is found again before anything is repeated.',
      es: 'Aparece cuando una máquina no responde, rechaza el acceso o se corta. Una conexión perdida nunca se toma como resultado: lo que estaba en marcha se vuelve a encontrar antes de repetir nada.',
    },
    places: ['install', 'smoke', 'arrival'],
  },
  preflight: {
    title: { en: 'Checks before the installation', es: 'Comprobaciones previas' },
    about: {
      en: 'Said by the first steps of Install: whether the machines are what the plan says, before anything is changed on them.',
      es: 'Lo dicen los primeros pasos de Instalación: si las máquinas son como dice el plan, antes de cambiar nada en ellas.',
    },
    places: ['install'],
  },
  base: {
    title: { en: 'Foundations of a node', es: 'Base de un nodo' },
    about: {
      en: 'Said by the steps that set names, time, packages and the network of a node. A changed network that cannot be reached goes back by itself.',
      es: 'Lo dicen los pasos que fijan nombres, hora, paquetes y red de un nodo. Una red cambiada que no se alcanza vuelve atrás por sí sola.',
    },
    places: ['install'],
  },
  pve: {
    title: { en: 'What Proxmox answered', es: 'Lo que respondió Proxmox' },
    about: {
      en: 'Said when a command of Proxmox failed. Its own words stand below as evidence; they are not translated.',
      es: 'Aparece cuando falla una orden de Proxmox. Sus propias palabras figuran debajo como evidencia y no se traducen.',
    },
    places: ['install', 'smoke'],
  },
  access: {
    title: { en: 'Users and tokens in Proxmox', es: 'Usuarios y tokens de Proxmox' },
    about: {
      en: 'Said by the steps that make users, roles and tokens in Proxmox. What was not made by Sitewright is never changed.',
      es: 'Lo dicen los pasos que crean usuarios, roles y tokens en Proxmox. Lo que no creó Sitewright nunca se cambia.',
    },
    places: ['install'],
  },
  cluster: {
    title: { en: 'The cluster and its votes', es: 'El clúster y sus votos' },
    about: {
      en: 'Said while the cluster is created, joined or left, and while the witness gets its vote. «pvecm add» reports success even where it failed, so both sides are asked afterwards.',
      es: 'Aparece al crear el clúster, al unirse o salir de él y al dar su voto al testigo. «pvecm add» anuncia éxito incluso cuando falla, así que después se pregunta a ambos lados.',
    },
    places: ['install'],
  },
  storage: {
    title: { en: 'Storages and disks', es: 'Almacenamientos y discos' },
    about: {
      en: 'Said by the steps that make pools and storages. A disk that is not blank is never taken without its serial being typed.',
      es: 'Lo dicen los pasos que crean pools y almacenamientos. Un disco que no está vacío nunca se toma sin escribir su número de serie.',
    },
    places: ['install', 'storage'],
  },
  machine: {
    title: { en: 'Virtual machines and templates', es: 'Máquinas virtuales y plantillas' },
    about: {
      en: 'Said while a template is made, a machine is cloned from it, started and reached for the first time.',
      es: 'Aparece al hacer una plantilla, clonar una máquina, arrancarla y alcanzarla por primera vez.',
    },
    places: ['install'],
  },
  availability: {
    title: { en: 'Replication and failover', es: 'Replicación y conmutación' },
    about: {
      en: 'Said by the steps for replication jobs, HA and maintenance of a node.',
      es: 'Lo dicen los pasos de tareas de replicación, HA y mantenimiento de un nodo.',
    },
    places: ['install', 'smoke'],
  },
  stack: {
    title: { en: 'Applications', es: 'Aplicaciones' },
    about: {
      en: 'Said while an application is installed, upgraded, saved or restored in its machine. A new version that does not come up is taken back.',
      es: 'Aparece al instalar, actualizar, guardar o restaurar una aplicación en su máquina. Una versión nueva que no arranca se retira.',
    },
    places: ['install', 'smoke', 'terminal'],
  },
  check: {
    title: { en: 'Smoke tests', es: 'Pruebas' },
    about: {
      en: 'Why a smoke test failed: what was expected and what was seen. A check that could not run counts as failed.',
      es: 'Por qué falló una prueba: lo esperado y lo visto. Una comprobación que no se pudo ejecutar cuenta como fallo.',
    },
    places: ['smoke', 'report'],
  },
  drill: {
    title: { en: 'Drills', es: 'Simulacros' },
    about: {
      en: 'Said before, during and after a drill: what would make it unsafe to begin, and what did not come back within its time.',
      es: 'Aparece antes, durante y después de un simulacro: lo que haría inseguro empezar y lo que no volvió a tiempo.',
    },
    places: ['smoke', 'terminal'],
  },
} as const satisfies Readonly<Record<string, AreaHelp>>;
