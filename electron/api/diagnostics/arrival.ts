import { catalogue } from './catalogue.ts';

/** From power-on to "SSH answers, API answers". `silent-*`: what a silence may mean; `screen-*`: what a screen means. */
export const arrivalDiagnostics = catalogue({
  'arrival.file-unreadable': {
    severity: 'error',
    summary: {
      en: 'What is known of the arrivals cannot be read from {file}: {why}.',
      es: 'No se puede leer de {file} lo que se sabe de las llegadas: {why}.',
    },
    hint: {
      en: 'It guards installed nodes against a second installation. Restore it from a copy, or move it away if no machine is to be guarded.',
      es: 'Protege los nodos instalados contra una segunda instalación. Restáurelo de una copia o apártelo si no hay ningún equipo que proteger.',
    },
  },
  'arrival.no-receiver': {
    severity: 'warning',
    summary: {
      en: 'Nobody listens for reports: the site does not say where this laptop stands.',
      es: 'Nadie espera informes: el sitio no dice dónde está este portátil.',
    },
    hint: {
      en: 'Machines are found by their ports alone. To get their reports, set network.laptop and make the media again.',
      es: 'Los equipos se encuentran solo por sus puertos. Para recibir sus informes, indique network.laptop y vuelva a hacer los medios.',
    },
  },
  'arrival.new-identity': {
    severity: 'warning',
    summary: {
      en: 'This laptop has a new certificate for {address}: media made before do not believe it.',
      es: 'Este portátil tiene un certificado nuevo para {address}: los medios hechos antes no lo creen.',
    },
    hint: {
      en: 'Make the images and sticks again before the rack is powered. Nodes from older media are found by their ports alone.',
      es: 'Vuelva a hacer las imágenes y las memorias USB antes de encender el bastidor. Los nodos con medios anteriores se encuentran solo por sus puertos.',
    },
  },
  'arrival.no-media': {
    severity: 'error',
    summary: {
      en: 'There is no image for {host} that the rehearsed technician could carry to it.',
      es: 'No hay ninguna imagen de {host} que el técnico del ensayo pueda llevarle.',
    },
    hint: {
      en: 'Make the images first (sitewright image make site.toml --base ISO), then rehearse the arrival.',
      es: 'Haga primero las imágenes (sitewright image make site.toml --base ISO) y después ensaye la llegada.',
    },
  },
  'arrival.technician-stopped': {
    severity: 'error',
    summary: {
      en: 'The screen of {host} shows: {screen}',
      es: 'La pantalla de {host} muestra: {screen}',
    },
    hint: {
      en: 'The rehearsed technician leaves the machine as it is. Choose what its screen shows to read what it means.',
      es: 'El técnico del ensayo deja el equipo como está. Elija lo que muestra su pantalla para leer qué significa.',
    },
  },

  'arrival.silent': {
    severity: 'warning',
    summary: {
      en: '{host} was switched on at {since} and has been silent since.',
      es: '{host} se encendió a las {since} y desde entonces no contesta.',
    },
    hint: {
      en: 'From here to SSH it usually takes {minutes} min. Look at its screen: it may be off and wait for its stick or virtual CD to be pulled, it may have stopped with an error, or its cable is in another network.',
      es: 'De aquí a SSH suele tardar {minutes} min. Mire su pantalla: puede estar apagado y esperar a que se retire su memoria USB o CD virtual, haberse detenido con un error o tener el cable en otra red.',
    },
  },
  'arrival.silent-before-answer': {
    severity: 'warning',
    summary: {
      en: '{host} was switched on at {since} and has not asked for its answer.',
      es: '{host} se encendió a las {since} y no ha pedido su respuesta.',
    },
    hint: {
      en: 'It usually asks within {minutes} min. Look at its screen: does it start from its stick or virtual CD, does it get an address from DHCP, does its cable lead to this network?',
      es: 'Suele pedirla en {minutes} min. Mire su pantalla: ¿arranca de su memoria USB o CD virtual, recibe una dirección por DHCP, su cable lleva a esta red?',
    },
  },
  'arrival.silent-asked': {
    severity: 'warning',
    summary: {
      en: '{host} asked for its answer at {since} and did not take it whole.',
      es: '{host} pidió su respuesta a las {since} y no la recibió entera.',
    },
    hint: {
      en: 'Look at its screen. If it shows a prompt, type: tail /tmp/fetch_answer.log',
      es: 'Mire su pantalla. Si muestra un intérprete de órdenes, escriba: tail /tmp/fetch_answer.log',
    },
  },
  'arrival.silent-installing': {
    severity: 'warning',
    summary: {
      en: '{host} took its answer at {since} and has been silent since.',
      es: '{host} recogió su respuesta a las {since} y desde entonces no contesta.',
    },
    hint: {
      en: 'An installation usually takes {minutes} min. A failed one tells nobody: it stops at a prompt on its own screen. Look at it.',
      es: 'Una instalación suele tardar {minutes} min. Si falla no avisa a nadie: se detiene en su propia pantalla. Mírela.',
    },
  },
  'arrival.silent-restarting': {
    severity: 'warning',
    summary: {
      en: '{host} has been starting since {since}; SSH does not answer on {address}.',
      es: '{host} está arrancando desde las {since}; SSH no contesta en {address}.',
    },
    hint: {
      en: 'A start usually takes {minutes} min. Look at its screen: with its stick or virtual CD still in it may be at the boot menu again; with a login prompt its cable or VLAN is wrong.',
      es: 'Un arranque suele tardar {minutes} min. Mire su pantalla: con su memoria USB o CD virtual puesto puede estar otra vez en el menú de arranque; si pide usuario, su cable o su VLAN no son los correctos.',
    },
  },
  'arrival.silent-start': {
    severity: 'warning',
    summary: {
      en: '{host} has been starting since {since}; SSH does not answer on {address}.',
      es: '{host} está arrancando desde las {since}; SSH no contesta en {address}.',
    },
    hint: {
      en: 'A start usually takes {minutes} min. Look at its screen. With a login prompt: its cable, its VLAN or its address is wrong, or SSH does not run on it.',
      es: 'Un arranque suele tardar {minutes} min. Mire su pantalla. Si pide usuario: su cable, su VLAN o su dirección no son los correctos, o en él no funciona SSH.',
    },
  },
  'arrival.silent-api': {
    severity: 'warning',
    summary: {
      en: 'SSH answers on {host} since {since}, its web interface on port 8006 does not.',
      es: 'SSH contesta en {host} desde las {since}, pero su interfaz web en el puerto 8006 no.',
    },
    hint: {
      en: 'It usually follows within {minutes} min; without internet the first start may hold it up a little. Then log in and type: systemctl status pveproxy',
      es: 'Suele seguir en {minutes} min; sin internet el primer arranque puede retrasarla algo. Después entre y escriba: systemctl status pveproxy',
    },
  },

  'arrival.pull-stick': {
    severity: 'info',
    summary: {
      en: '{host} is installed and switches itself off.',
      es: '{host} está instalado y se apaga solo.',
    },
    hint: {
      en: 'Pull its stick or virtual CD, then switch it on. With it in, it would be installed again.',
      es: 'Retire su memoria USB o CD virtual y después enciéndalo. Si sigue puesto, se instalaría otra vez.',
    },
  },
  'arrival.pull-stick-now': {
    severity: 'warning',
    summary: {
      en: '{host} restarts by itself after its installation.',
      es: '{host} se reinicia solo después de instalarse.',
    },
    hint: {
      en: 'Pull its stick or virtual CD now: with it in, it is installed again.',
      es: 'Retire ya su memoria USB o CD virtual: si sigue puesto, se instala otra vez.',
    },
  },
  'arrival.compare-key': {
    severity: 'warning',
    summary: {
      en: '{host} shows the SSH key {fingerprint}, and nothing confirms it.',
      es: '{host} muestra la clave SSH {fingerprint} y nada la confirma.',
    },
    hint: {
      en: 'Compare it with the screen of {host} (above its login prompt, or: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and confirm it here.',
      es: 'Compárela con la pantalla de {host} (encima de la petición de usuario, o: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) y confírmela aquí.',
    },
  },
  'arrival.other-key': {
    severity: 'error',
    summary: {
      en: '{host} shows the SSH key {fingerprint}, which is not the known one. Nobody logs in.',
      es: '{host} muestra la clave SSH {fingerprint}, que no es la conocida. Nadie entra.',
    },
    hint: {
      en: 'Another machine may have {address}, or {host} was installed again. Compare the key with its screen; confirm it here only if it is the same.',
      es: 'Otro equipo puede tener {address}, o {host} se instaló de nuevo. Compare la clave con su pantalla y confírmela aquí solo si es la misma.',
    },
  },
  'arrival.key-not-seen': {
    severity: 'error',
    summary: {
      en: '{host} does not show the SSH key {fingerprint}.',
      es: '{host} no muestra la clave SSH {fingerprint}.',
    },
    hint: {
      en: 'It shows {seen}. Compare that one with its screen.',
      es: 'Muestra {seen}. Compare esa con su pantalla.',
    },
  },

  'arrival.other-version': {
    severity: 'warning',
    summary: {
      en: '{host} runs Proxmox VE {seen}; the plan says {planned}.',
      es: 'En {host} funciona Proxmox VE {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Change the plan (pve.version), or install {host} again from an image of {planned}.',
      es: 'Cambie el plan (pve.version) o instale {host} de nuevo con una imagen de {planned}.',
    },
  },
  'arrival.other-disk': {
    severity: 'error',
    summary: {
      en: '{host} starts from the disk {seen}; the plan says {planned}.',
      es: '{host} arranca del disco {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Check which disk was erased before going on. Then correct install.diskSerials, or install {host} again.',
      es: 'Compruebe qué disco se borró antes de seguir. Después corrija install.diskSerials o instale {host} de nuevo.',
    },
  },
  'arrival.differs': {
    severity: 'error',
    summary: {
      en: 'All machines answer, but not as planned: {hosts}.',
      es: 'Todos los equipos contestan, pero no según el plan: {hosts}.',
    },
    hint: {
      en: 'Read what differs at each of them and mend it, or correct the plan, before the site is applied.',
      es: 'Lea en cada uno qué difiere y corríjalo, o corrija el plan, antes de aplicar el sitio.',
    },
  },
  'arrival.other-port': {
    severity: 'warning',
    summary: {
      en: '{host} has its management address on the port {seen}; the plan says {planned}.',
      es: '{host} tiene su dirección de gestión en el puerto {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Check the cable against install.managementMac, and correct the one that is wrong.',
      es: 'Compruebe el cable con install.managementMac y corrija lo que no sea correcto.',
    },
  },
  'arrival.other-address': {
    severity: 'warning',
    summary: {
      en: '{host} has the address {seen}; the plan says {planned}.',
      es: '{host} tiene la dirección {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'It was made from an older plan, or it has another node’s stick. Re-target the stick and install it again, or change the plan.',
      es: 'Se hizo con un plan anterior o tiene la memoria USB de otro nodo. Reasigne la memoria e instálelo de nuevo, o cambie el plan.',
    },
  },
  'arrival.other-name': {
    severity: 'warning',
    summary: {
      en: '{host} calls itself {seen}; the plan says {planned}.',
      es: '{host} se llama {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'A node cannot change its name later without harm. Correct the plan, or install it again.',
      es: 'Un nodo no puede cambiar de nombre después sin daño. Corrija el plan o instálelo de nuevo.',
    },
  },
  'arrival.other-filesystem': {
    severity: 'warning',
    summary: {
      en: '{host} was installed on {seen}; the plan says {planned}.',
      es: '{host} se instaló sobre {seen}; el plan dice {planned}.',
    },
    hint: {
      en: 'Change the plan (install.filesystem), or make its stick again and install it again.',
      es: 'Cambie el plan (install.filesystem) o vuelva a hacer su memoria USB e instálelo de nuevo.',
    },
  },
  'arrival.other-boot-mode': {
    severity: 'warning',
    summary: {
      en: '{host} starts in {seen} mode; the other nodes in {planned} mode.',
      es: '{host} arranca en modo {seen}; los demás nodos, en modo {planned}.',
    },
    hint: {
      en: 'It works, but a replaced disk is prepared differently. Set its firmware like the others before installing it again.',
      es: 'Funciona, pero un disco sustituido se prepara de otra manera. Ajuste su firmware como el de los demás antes de instalarlo de nuevo.',
    },
  },
  'arrival.no-virtualisation': {
    severity: 'warning',
    summary: {
      en: 'The processor of {host} offers no virtualisation: virtual machines will not start.',
      es: 'El procesador de {host} no ofrece virtualización: las máquinas virtuales no arrancarán.',
    },
    hint: {
      en: 'Switch on VT-x or AMD-V (SVM) in its firmware and restart it.',
      es: 'Active VT-x o AMD-V (SVM) en su firmware y reinícielo.',
    },
  },
  'arrival.less-memory': {
    severity: 'warning',
    summary: {
      en: '{host} has {seen} of memory; the plan says {planned}.',
      es: '{host} tiene {seen} de memoria; el plan dice {planned}.',
    },
    hint: {
      en: 'Check its memory modules, or correct the plan: what fits onto it is computed from there.',
      es: 'Compruebe sus módulos de memoria o corrija el plan: de ahí se calcula lo que cabe en él.',
    },
  },
  'arrival.disk-missing': {
    severity: 'error',
    summary: {
      en: '{host} does not show its disk {planned}. It shows: {seen}.',
      es: '{host} no muestra su disco {planned}. Muestra: {seen}.',
    },
    hint: {
      en: 'Check the seat of the disk and the serial in the plan.',
      es: 'Compruebe que el disco está bien colocado y el número de serie del plan.',
    },
  },
  'arrival.port-missing': {
    severity: 'warning',
    summary: {
      en: '{host} does not show its network port {planned}. It shows: {seen}.',
      es: '{host} no muestra su puerto de red {planned}. Muestra: {seen}.',
    },
    hint: {
      en: 'Check the network card and the MAC in the plan.',
      es: 'Compruebe la tarjeta de red y la MAC del plan.',
    },
  },

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
      en: '{host} is installed (since {at}, by its {by}) and asks for an answer again. It gets none.',
      es: '{host} está instalado (desde {at}, según {by}) y pide otra vez una respuesta. No la recibe.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and restart it. To really install it again, release it here by its name.',
      es: 'Retire su memoria USB o CD virtual y reinícielo. Si de verdad quiere instalarlo otra vez, libérelo aquí por su nombre.',
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
  'arrival.unknown-visitor': {
    severity: 'error',
    summary: {
      en: 'No machine that asked for an answer is known as {visitor}.',
      es: 'Ningún equipo que haya pedido una respuesta se conoce como {visitor}.',
    },
    hint: { en: 'Choose one of those that are shown.', es: 'Elija uno de los que se muestran.' },
  },
  'arrival.unknown-host': {
    severity: 'error',
    summary: {
      en: 'The plan has no machine {host} for this.',
      es: 'El plan no tiene ningún equipo {host} para esto.',
    },
    hint: { en: 'Choose a node of the plan.', es: 'Elija un nodo del plan.' },
  },
  'arrival.nothing-to-know-it-by': {
    severity: 'error',
    summary: {
      en: 'This machine told neither a MAC nor a serial: it could not be known again as {host}.',
      es: 'Este equipo no dijo ni una MAC ni un número de serie: no se podría reconocer después como {host}.',
    },
    hint: { en: 'Install {host} from a stick of its own.', es: 'Instale {host} con una memoria USB propia.' },
  },
  'arrival.name-not-typed': {
    severity: 'error',
    summary: {
      en: 'To release {host}, its name must be typed; typed was {typed}.',
      es: 'Para liberar {host} hay que escribir su nombre; se escribió {typed}.',
    },
    hint: {
      en: 'Type {host}. Its disks are erased when it asks the next time.',
      es: 'Escriba {host}. Sus discos se borrarán cuando vuelva a pedir una respuesta.',
    },
  },
  'arrival.run-over': {
    severity: 'error',
    summary: {
      en: 'Run {run} does not watch for arrivals now.',
      es: 'La ejecución {run} no vigila llegadas ahora.',
    },
    hint: { en: 'Start watching, then repeat it.', es: 'Empiece a vigilar y repítalo.' },
  },

  'arrival.screen-error-fetch': {
    severity: 'error',
    summary: {
      en: '{host} did not get its answer. Nothing was written to its disks.',
      es: '{host} no recibió su respuesta. No se escribió nada en sus discos.',
    },
    hint: {
      en: 'Type: tail /tmp/fetch_answer.log — no address: DHCP or cable; «did not match»: the stick is older than the certificate; 404: give the machine a node here. Then restart it.',
      es: 'Escriba: tail /tmp/fetch_answer.log — sin dirección: DHCP o cable; «did not match»: la memoria es anterior al certificado; 404: asigne aquí un nodo al equipo. Después reinícielo.',
    },
  },
  'arrival.screen-error-disk': {
    severity: 'error',
    summary: {
      en: 'The installer of {host} stopped. If no disk matched the answer, nothing was written.',
      es: 'El instalador de {host} se detuvo. Si ningún disco coincidió con la respuesta, no se escribió nada.',
    },
    hint: {
      en: 'Type: tail /tmp/auto_installer.log — it names the key that did not fit. Compare the serials with: lsblk -o NAME,SIZE,SERIAL. Correct the plan, make or re-target the stick, start again.',
      es: 'Escriba: tail /tmp/auto_installer.log — nombra la clave que no encajó. Compare los números de serie con: lsblk -o NAME,SIZE,SERIAL. Corrija el plan, haga o reasigne la memoria USB y empiece de nuevo.',
    },
  },
  'arrival.screen-error-late': {
    severity: 'error',
    summary: {
      en: 'If the screen of {host} says «Installation failed», its disk is partly written.',
      es: 'Si la pantalla de {host} dice «Installation failed», su disco está escrito en parte.',
    },
    hint: {
      en: 'Type: tail /tmp/install-low-level.log — most often a disk that gives read or write errors, or a stick that does. Start the installation again; it erases the disk anew.',
      es: 'Escriba: tail /tmp/install-low-level.log — casi siempre un disco, o la memoria USB, con errores de lectura o escritura. Repita la instalación; borra el disco de nuevo.',
    },
  },
  'arrival.screen-error-webhook': {
    severity: 'warning',
    summary: {
      en: 'If the screen of {host} says «Post-installation hook failed», it is installed; only its report did not get through.',
      es: 'Si la pantalla de {host} dice «Post-installation hook failed», está instalado; solo su informe no llegó.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and type: reboot — the node itself is whole. Its key is then compared by eye.',
      es: 'Retire su memoria USB o CD virtual y escriba: reboot — el nodo está completo. Su clave se compara después a ojo.',
    },
  },
  'arrival.screen-error-start': {
    severity: 'error',
    summary: {
      en: 'The installed system of {host} does not start through to its login prompt.',
      es: 'El sistema instalado de {host} no arranca hasta pedir usuario.',
    },
    hint: {
      en: 'Log in as root if it asks for the password and type: journalctl -xb -p err — a missing disk or a wrong clock are the usual reasons.',
      es: 'Entre como root si pide la contraseña y escriba: journalctl -xb -p err — las causas habituales son un disco que falta o un reloj equivocado.',
    },
  },
  'arrival.screen-menu-waits': {
    severity: 'warning',
    summary: {
      en: '{host} is at the boot menu of its stick.',
      es: '{host} está en el menú de arranque de su memoria USB.',
    },
    hint: {
      en: '«Automated» starts by itself after 10 s; a key stops the count: choose it. If the menu has no such line, this stick is not one of ours, or is not whole: write it again.',
      es: '«Automated» arranca solo a los 10 s; una tecla detiene la cuenta: elíjalo. Si el menú no tiene esa línea, la memoria no es nuestra o no está completa: escríbala de nuevo.',
    },
  },
  'arrival.screen-menu-again': {
    severity: 'error',
    summary: {
      en: '{host} has started from its stick again: in a few seconds it would be installed anew.',
      es: '{host} ha arrancado otra vez de su memoria USB: en unos segundos se instalaría de nuevo.',
    },
    hint: {
      en: 'Switch it off, pull its stick or virtual CD, switch it on. If it comes back here, put its disk before USB in the boot order of its firmware.',
      es: 'Apáguelo, retire su memoria USB o CD virtual y enciéndalo. Si vuelve aquí, ponga su disco antes que USB en el orden de arranque de su firmware.',
    },
  },
  'arrival.screen-login': {
    severity: 'warning',
    summary: {
      en: '{host} runs, but this laptop does not reach it on {address}.',
      es: '{host} funciona, pero este portátil no lo alcanza en {address}.',
    },
    hint: {
      en: 'Its screen shows its address. If it is {address}: check the cable (management port), the switch port and its VLAN, and this laptop’s own address. If it is another: it has another node’s answer or an older plan.',
      es: 'Su pantalla muestra su dirección. Si es {address}: compruebe el cable (puerto de gestión), el puerto del conmutador y su VLAN, y la dirección de este portátil. Si es otra: tiene la respuesta de otro nodo o un plan anterior.',
    },
  },
  'arrival.screen-login-old': {
    severity: 'warning',
    summary: {
      en: 'If {host} shows a login prompt without having been installed, it has started an older system from its disk.',
      es: 'Si {host} pide usuario sin haberse instalado, ha arrancado un sistema anterior de su disco.',
    },
    hint: {
      en: 'Put the stick in, restart it, and choose the stick in the boot menu of its firmware (often F11 or F12).',
      es: 'Ponga la memoria USB, reinícielo y elija la memoria en el menú de arranque de su firmware (a menudo F11 o F12).',
    },
  },
  'arrival.screen-login-ssh': {
    severity: 'info',
    summary: {
      en: '{host} runs and SSH answers: its screen is as it should be.',
      es: '{host} funciona y SSH contesta: su pantalla es la que debe ser.',
    },
    hint: {
      en: 'The fingerprints above its login prompt are the ones to compare.',
      es: 'Las huellas que muestra encima de la petición de usuario son las que hay que comparar.',
    },
  },
  'arrival.screen-installer-works': {
    severity: 'info',
    summary: {
      en: '{host} is being installed: its screen is as it should be.',
      es: '{host} se está instalando: su pantalla es la que debe ser.',
    },
    hint: {
      en: 'If the same percentage stands for more than five minutes, its disk or its stick is slow or failing. If it asks questions, the wrong menu line was chosen: restart it and choose «Automated».',
      es: 'Si el mismo porcentaje dura más de cinco minutos, su disco o su memoria USB es lento o falla. Si hace preguntas, se eligió otra línea del menú: reinícielo y elija «Automated».',
    },
  },
  'arrival.screen-installer-again': {
    severity: 'error',
    summary: {
      en: '{host} was installed already, and its installer runs again.',
      es: '{host} ya estaba instalado y su instalador se ejecuta otra vez.',
    },
    hint: {
      en: 'Its stick or virtual CD was left in. Let it end, then pull it before switching it on. Its SSH keys are new ones afterwards.',
      es: 'Se dejó puesta su memoria USB o CD virtual. Déjelo terminar y retírelo antes de encenderlo. Después sus claves SSH son otras.',
    },
  },
  'arrival.screen-not-ours': {
    severity: 'error',
    summary: {
      en: '{host} has started from a stick that installs, and the plan does not install it.',
      es: '{host} ha arrancado de una memoria USB que instala, y el plan no lo instala.',
    },
    hint: {
      en: 'Switch it off at once and pull the stick: it would erase a disk. If the installer was already writing, check its disks before you use it.',
      es: 'Apáguelo enseguida y retire la memoria: borraría un disco. Si el instalador ya estaba escribiendo, compruebe sus discos antes de usarlo.',
    },
  },
  'arrival.screen-login-there': {
    severity: 'warning',
    summary: {
      en: '{host} runs, but this laptop does not reach it on {address}.',
      es: '{host} funciona, pero este portátil no lo alcanza en {address}.',
    },
    hint: {
      en: 'Log in and type: ip -br address — without {address}: correct its address or the plan. With it: check its cable, its VLAN, this laptop’s own address, and SSH: systemctl status ssh',
      es: 'Entre y escriba: ip -br address — sin {address}: corrija su dirección o el plan. Con ella: compruebe su cable, su VLAN, la dirección de este portátil y SSH: systemctl status ssh',
    },
  },
  'arrival.screen-dark-there': {
    severity: 'warning',
    summary: {
      en: '{host} shows nothing, or finds nothing to start from.',
      es: '{host} no muestra nada o no encuentra de dónde arrancar.',
    },
    hint: {
      en: 'Check power, the monitor’s cable and input, and the boot order: its own disk first. Some servers need minutes before they show a picture.',
      es: 'Compruebe la corriente, el cable y la entrada del monitor y el orden de arranque: primero su propio disco. Algunos servidores tardan minutos en mostrar imagen.',
    },
  },
  'arrival.screen-grub-stick': {
    severity: 'error',
    summary: {
      en: 'The stick of {host} starts, but does not find its menu.',
      es: 'La memoria USB de {host} arranca, pero no encuentra su menú.',
    },
    hint: {
      en: 'It was not written whole, or it fails. Write it again with verification, best onto another stick.',
      es: 'No se escribió entera o falla. Escríbala de nuevo con verificación, mejor en otra memoria.',
    },
  },
  'arrival.screen-grub-disk': {
    severity: 'error',
    summary: {
      en: 'The disk of {host} starts, but does not find its system.',
      es: 'El disco de {host} arranca, pero no encuentra su sistema.',
    },
    hint: {
      en: 'Check that the firmware starts from the disk that was installed, and in the same mode (UEFI or BIOS) as the installer did. Else install it again.',
      es: 'Compruebe que el firmware arranca del disco instalado y en el mismo modo (UEFI o BIOS) que el instalador. Si no, instálelo de nuevo.',
    },
  },
  'arrival.screen-dark': {
    severity: 'warning',
    summary: {
      en: '{host} shows nothing, or finds nothing to start from.',
      es: '{host} no muestra nada o no encuentra de dónde arrancar.',
    },
    hint: {
      en: 'Check power, the monitor’s cable and input, and the boot order: USB first. Try another USB port (a rear one, USB 2). Some servers need minutes before they show a picture.',
      es: 'Compruebe la corriente, el cable y la entrada del monitor y el orden de arranque: USB primero. Pruebe otro puerto USB (uno trasero, USB 2). Algunos servidores tardan minutos en mostrar imagen.',
    },
  },
  'arrival.screen-secure-boot': {
    severity: 'info',
    summary: {
      en: 'With Secure Boot switched on, some firmware passes over a stick in silence.',
      es: 'Con Secure Boot activado, algunos firmwares pasan por alto la memoria USB sin decirlo.',
    },
    hint: {
      en: 'Look for a message such as «Security Violation» in the first seconds. To try it out, switch Secure Boot off in the firmware.',
      es: 'Busque en los primeros segundos un mensaje como «Security Violation». Para probarlo, desactive Secure Boot en el firmware.',
    },
  },
  'arrival.screen-dark-done': {
    severity: 'info',
    summary: {
      en: '{host} is dark because it has switched itself off after its installation.',
      es: '{host} está a oscuras porque se ha apagado después de instalarse.',
    },
    hint: {
      en: 'Pull its stick or virtual CD and switch it on.',
      es: 'Retire su memoria USB o CD virtual y enciéndalo.',
    },
  },
  'arrival.screen-dark-maybe-done': {
    severity: 'info',
    summary: {
      en: 'A node that has been installed switches itself off: {host} may be done.',
      es: 'Un nodo ya instalado se apaga solo: puede que {host} haya terminado.',
    },
    hint: {
      en: 'If it has been on for some minutes before: pull its stick or virtual CD and switch it on.',
      es: 'Si antes estuvo encendido unos minutos: retire su memoria USB o CD virtual y enciéndalo.',
    },
  },
  'arrival.screen-dark-running': {
    severity: 'info',
    summary: {
      en: '{host} answers on the network, so only its monitor is dark.',
      es: '{host} contesta en la red; solo su monitor está a oscuras.',
    },
    hint: {
      en: 'Press a key, and check the monitor’s cable and input.',
      es: 'Pulse una tecla y compruebe el cable y la entrada del monitor.',
    },
  },
});
