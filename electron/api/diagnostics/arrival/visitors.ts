import { catalogue } from '../catalogue.ts';

/** Who came to the receiver and got nothing, and why. */
export const arrivalVisitorDiagnostics = catalogue({
  'arrival.wrong-path': {
    severity: 'warning',
    summary: {
      en: '{address} asked for something that is not there.',
      es: '{address} pidió algo que no existe.',
    },
    hint: {
      en: 'It got nothing. A machine with media of another site, or of before the arrival secret was made anew, does this: make its stick again.',
      es: 'No recibió nada. Así se comporta un equipo con medios de otro sitio, o anteriores a un nuevo secreto de llegada: vuelva a hacer su memoria USB.',
    },
  },
  'arrival.wrong-secret': {
    severity: 'warning',
    summary: {
      en: '{address} came without the right secret. What it said is not believed.',
      es: '{address} vino sin el secreto correcto. No se cree lo que dijo.',
    },
    hint: {
      en: 'If it is a node of this site, its stick is older than the present secrets: make it again.',
      es: 'Si es un nodo de este sitio, su memoria USB es anterior a los secretos actuales: vuelva a hacerla.',
    },
  },
  'arrival.unreadable': {
    severity: 'warning',
    summary: {
      en: '{address} sent something that nobody here can read.',
      es: '{address} envió algo que aquí nadie puede leer.',
    },
    hint: {
      en: 'It is no installer of Proxmox VE 8.4, 9.1 or 9.2. Nothing was believed.',
      es: 'No es un instalador de Proxmox VE 8.4, 9.1 ni 9.2. No se creyó nada.',
    },
  },
  'arrival.no-handshake': {
    severity: 'warning',
    summary: {
      en: '{address} ended the connection before it said anything.',
      es: '{address} cerró la conexión antes de decir nada.',
    },
    hint: {
      en: 'A node with media made before the present certificate does this. Make its stick again. On its screen: Fingerprint did not match!',
      es: 'Así se comporta un nodo con medios anteriores al certificado actual. Vuelva a hacer su memoria USB. En su pantalla: Fingerprint did not match!',
    },
  },
  'arrival.unknown-machine': {
    severity: 'warning',
    summary: {
      en: 'A machine at {address} asks for an answer, and no node of the plan has its MACs, serial or asset tag.',
      es: 'Un equipo en {address} pide una respuesta y ningún nodo del plan tiene sus MAC, su número de serie ni su etiqueta.',
    },
    hint: {
      en: 'Give it a node here and restart it; on its screen stands an error and a prompt until then.',
      es: 'Asígnele aquí un nodo y reinícielo; hasta entonces su pantalla muestra un error y un intérprete de órdenes.',
    },
  },
  'arrival.two-nodes': {
    severity: 'error',
    summary: {
      en: 'The machine at {address} points to several nodes: {points}. It gets no answer.',
      es: 'El equipo en {address} apunta a varios nodos: {points}. No recibe respuesta.',
    },
    hint: {
      en: 'A network card may have moved from one machine to another. Correct the plan, or give it its node here.',
      es: 'Puede que una tarjeta de red haya pasado de un equipo a otro. Corrija el plan o asígnele aquí su nodo.',
    },
  },
  'arrival.contradiction': {
    severity: 'error',
    summary: {
      en: 'The machine at {address} looks like {host}, but says {seen} where the plan says {planned}. It gets no answer.',
      es: 'El equipo en {address} parece {host}, pero dice {seen} donde el plan dice {planned}. No recibe respuesta.',
    },
    hint: {
      en: 'A network card or mainboard may have moved. Correct the plan, or give it its node here.',
      es: 'Puede que se haya cambiado una tarjeta de red o una placa. Corrija el plan o asígnele aquí su nodo.',
    },
  },
  'arrival.other-installer': {
    severity: 'error',
    summary: {
      en: 'The machine at {address} runs the installer of {seen}; the plan says {planned}. It gets no answer.',
      es: 'El equipo en {address} ejecuta el instalador de {seen}; el plan dice {planned}. No recibe respuesta.',
    },
    hint: {
      en: 'Make the image from the base of the planned version, or change pve.version.',
      es: 'Haga la imagen con la base de la versión prevista o cambie pve.version.',
    },
  },
  'arrival.guarded': {
    severity: 'warning',
    summary: {
      en: '{host} asks for an answer again and gets none: its installer reported on {at} that it is installed.',
      es: '{host} pide otra vez una respuesta y no la recibe: su instalador avisó el {at} de que está instalado.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and restart it. To really install it again, release it here by its name.',
      es: 'Retire su memoria USB o CD virtual y reinícielo. Si de verdad quiere instalarlo otra vez, libérelo aquí por su nombre.',
    },
  },
  'arrival.guarded-started': {
    severity: 'warning',
    summary: {
      en: '{host} asks for an answer again and gets none: it is installed and reported its first start on {at}.',
      es: '{host} pide otra vez una respuesta y no la recibe: está instalado y avisó de su primer arranque el {at}.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and restart it. To really install it again, release it here by its name.',
      es: 'Retire su memoria USB o CD virtual y reinícielo. Si de verdad quiere instalarlo otra vez, libérelo aquí por su nombre.',
    },
  },
  'arrival.guarded-seen': {
    severity: 'warning',
    summary: {
      en: '{host} asks for an answer again and gets none: it is installed, and SSH answered there on {at}.',
      es: '{host} pide otra vez una respuesta y no la recibe: está instalado y SSH contestó allí el {at}.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and restart it. To really install it again, release it here by its name.',
      es: 'Retire su memoria USB o CD virtual y reinícielo. Si de verdad quiere instalarlo otra vez, libérelo aquí por su nombre.',
    },
  },
  'arrival.guarded-other-node': {
    severity: 'warning',
    summary: {
      en: 'The machine at {address} was installed as {installed} on {at} and now asks as {host}. It gets no answer.',
      es: 'El equipo en {address} se instaló como {installed} el {at} y ahora pregunta como {host}. No recibe respuesta.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and restart it. To really erase it and make it {host}, release {host} here by its name.',
      es: 'Retire su memoria USB o CD virtual y reinícielo. Si de verdad quiere borrarlo y hacerlo {host}, libere {host} aquí por su nombre.',
    },
  },
  'arrival.guarded-other-machine': {
    severity: 'warning',
    summary: {
      en: 'The machine at {address} asks as {host}, and {host} was installed on another machine on {at}. It gets no answer.',
      es: 'El equipo en {address} pregunta como {host}, y {host} se instaló en otro equipo el {at}. No recibe respuesta.',
    },
    hint: {
      en: 'Two machines would have one address. If this one takes the place of the other, switch the other off and release {host} here by its name.',
      es: 'Dos equipos tendrían la misma dirección. Si este sustituye al otro, apague el otro y libere {host} aquí por su nombre.',
    },
  },
  'arrival.given-away': {
    severity: 'warning',
    summary: {
      en: 'The machine at {address} looks like {host}, but {host} was given to another machine by hand. It gets no answer.',
      es: 'El equipo en {address} parece {host}, pero {host} se asignó a mano a otro equipo. No recibe respuesta.',
    },
    hint: {
      en: 'If this one is {host} after all, give it {host} here and restart it.',
      es: 'Si al final este es {host}, asígnele aquí {host} y reinícielo.',
    },
  },
  'arrival.assigned': {
    severity: 'info',
    summary: { en: 'This machine is {host} from now on.', es: 'Este equipo es {host} desde ahora.' },
    hint: {
      en: 'Restart it: it gets its answer when it asks the next time.',
      es: 'Reinícielo: recibirá su respuesta cuando vuelva a pedirla.',
    },
  },
});
