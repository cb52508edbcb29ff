import { catalogue } from '../catalogue.ts';

/** What it means when the screen of a machine shows this. */
export const arrivalScreenDiagnostics = catalogue({
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
