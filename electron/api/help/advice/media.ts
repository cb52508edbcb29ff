import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';
import { ON_CONSOLE, ON_LAPTOP } from '../check.ts';

/** Met while sticks and the bundle are made, and in front of a machine that installs itself. */
export const MEDIA_ADVICE = {
  'image.base-unknown': {
    why: {
      en: 'The ISO is none of the official ones that this version knows. Mostly it is newer, or its download broke off.',
      es: 'La ISO no es ninguna de las oficiales que conoce esta versión. Casi siempre es más nueva o la descarga se cortó.',
    },
    todo: [
      {
        en: 'Compare its SHA-256 with the one on the download page of the vendor, seen on another computer.',
        es: 'Compare su SHA-256 con el de la página de descarga del fabricante, vista en otro equipo.',
      },
      {
        en: 'Equal: accept it by typing the digest. Different: download it again.',
        es: 'Si coincide, acéptela escribiendo la huella. Si no, descárguela de nuevo.',
      },
    ],
    checks: [
      {
        where: ON_LAPTOP,
        command: 'sha256sum proxmox-ve.iso',
        tells: { en: 'the digest of the file, to be compared', es: 'la huella del archivo, para compararla' },
      },
    ],
  },
  'flash.verify-mismatch': {
    why: {
      en: 'The stick gives back other bytes than were written. It is worn out, or a counterfeit that claims more room than it has.',
      es: 'La memoria devuelve otros bytes que los escritos. Está gastada o es una falsificación que anuncia más espacio del que tiene.',
    },
    todo: [
      {
        en: 'Throw it away, so that nobody takes it along by mistake. Write another one.',
        es: 'Deséchela para que nadie la lleve por error. Escriba otra.',
      },
    ],
    related: ['arrival.screen-grub-stick'],
  },
  'flash.permission': {
    why: {
      en: 'Writing to a drive past its file system needs the rights of the administrator; only the small writing program asks for them.',
      es: 'Escribir en una unidad sin pasar por su sistema de archivos requiere permisos de administrador; solo los pide el pequeño programa que escribe.',
    },
    todo: [
      {
        en: 'In the window: answer the question of the system with the password of an administrator. Without a desktop: start the command as root.',
        es: 'En la ventana: responda a la pregunta del sistema con la contraseña de un administrador. Sin escritorio: inicie la orden como root.',
      },
    ],
    related: ['flash.elevation-dismissed', 'flash.elevation-no-agent'],
  },
  'flash.vanished': {
    why: {
      en: 'The stick was pulled, or its port let go of it: long hubs and front ports do that under load.',
      es: 'Se retiró la memoria o el puerto la soltó: los concentradores y puertos frontales lo hacen con carga.',
    },
    todo: [
      {
        en: 'Plug it straight into the laptop and write it again; a half-written stick does not boot.',
        es: 'Conéctela directamente al portátil y escríbala de nuevo; una memoria a medias no arranca.',
      },
    ],
  },
  'bundle.file-missing': {
    why: {
      en: 'A copy broke off, or a file was removed. Without it the site would stop half-way where nothing can be fetched.',
      es: 'Una copia se cortó o se quitó un archivo. Sin él, el sitio se detendría a medias donde no se puede traer nada.',
    },
    todo: [
      {
        en: 'Where there is internet, make the bundle again: only what is missing is fetched.',
        es: 'Donde haya internet, haga el paquete de nuevo: solo se trae lo que falta.',
      },
      {
        en: 'On site, copy it again from the laptop or the stick that has it, then verify.',
        es: 'En el sitio, cópielo de nuevo desde el portátil o la memoria que lo tenga y verifique.',
      },
    ],
    related: ['bundle.file-altered', 'bundle.need-missing'],
  },
  'bundle.other-key': {
    why: {
      en: 'A bundle is signed with the key of its site. Another key means another site, another laptop, or a vault that was made anew.',
      es: 'Un paquete se firma con la clave de su sitio. Otra clave indica otro sitio, otro portátil o una caja fuerte hecha de nuevo.',
    },
    todo: [
      {
        en: 'Find out who made it before anything of it is installed. If in doubt, make it again from this site.',
        es: 'Averigüe quién lo hizo antes de instalar nada de él. Ante la duda, hágalo de nuevo desde este sitio.',
      },
    ],
  },
  'arrival.silent-before-answer': {
    why: {
      en: 'The installer has not asked. It never started (boot order, Secure Boot), has no address from DHCP, or its cable leads elsewhere.',
      es: 'El instalador no ha preguntado. No llegó a arrancar (orden de arranque, Secure Boot), no tiene dirección por DHCP o su cable va a otra parte.',
    },
    todo: [
      {
        en: 'Look at the screen of the machine and choose on the page what it shows.',
        es: 'Mire la pantalla de la máquina y elija en la página lo que muestra.',
      },
      {
        en: 'Dark or firmware menu: boot order. GRUB or a prompt: the stick. A prompt with «no lease»: DHCP and cable.',
        es: 'Oscura o menú del firmware: orden de arranque. GRUB o un intérprete: la memoria. Un aviso de que no hay concesión: DHCP y cable.',
      },
    ],
    checks: [
      {
        where: ON_CONSOLE,
        command: 'ip -br address; tail /tmp/fetch_answer.log',
        tells: {
          en: 'whether a port has an address, and what the question for the answer met',
          es: 'si algún puerto tiene dirección y qué pasó al pedir la respuesta',
        },
      },
    ],
    related: ['arrival.silent-asked', 'arrival.screen-secure-boot', 'arrival.screen-grub-stick'],
  },
  'arrival.silent-installing': {
    why: {
      en: 'Installing from a stick takes a few minutes; a failed installation sends nothing over the network, it stops at a prompt.',
      es: 'Instalar desde una memoria tarda unos minutos; una instalación fallida no envía nada por la red, se detiene en un intérprete.',
    },
    todo: [
      {
        en: 'Look at the screen. Progress bar: wait. Prompt: read the log there.',
        es: 'Mire la pantalla. Barra de progreso: espere. Intérprete: lea allí el registro.',
      },
      {
        en: 'Switched off: it is done. Pull the stick and switch it on.',
        es: 'Apagada: ha terminado. Retire la memoria y enciéndala.',
      },
    ],
    checks: [
      {
        where: ON_CONSOLE,
        command: 'tail -n 40 /tmp/auto_installer.log',
        tells: { en: 'the key of the answer at which it stopped', es: 'la clave de la respuesta en la que se detuvo' },
      },
    ],
    related: ['arrival.screen-error-disk', 'arrival.pull-stick'],
  },
  'arrival.screen-error-disk': {
    why: {
      en: 'No disk of the machine has the serial in the answer: typed wrongly, another disk, or hidden behind a RAID controller.',
      es: 'Ningún disco de la máquina tiene el número de serie de la respuesta: mal escrito, otro disco u oculto tras una controladora RAID.',
    },
    todo: [
      {
        en: 'Read the serials at the screen, correct the field on the page Nodes.',
        es: 'Lea los números de serie en la pantalla y corrija el campo en la página Nodos.',
      },
      {
        en: 'No disk listed: set the RAID controller to HBA or JBOD, SATA to AHCI.',
        es: 'Si no aparece ningún disco: ponga la controladora RAID en HBA o JBOD y el SATA en AHCI.',
      },
      {
        en: 'Re-target the stick (seconds) and start again.',
        es: 'Vuelva a orientar la memoria (segundos) y arranque de nuevo.',
      },
    ],
    checks: [
      {
        where: ON_CONSOLE,
        command: 'lsblk -o NAME,SIZE,MODEL,SERIAL',
        tells: { en: 'the disks as the installer sees them', es: 'los discos tal como los ve el instalador' },
      },
    ],
    related: ['site.disk-not-in-inventory-near', 'arrival.other-disk'],
  },
  'arrival.screen-secure-boot': {
    why: {
      en: 'Some firmware passes over a stick whose start program it does not trust, without a word.',
      es: 'Algunos firmwares pasan por alto sin avisar una memoria cuyo programa de arranque no aprueban.',
    },
    todo: [
      {
        en: 'Switch Secure Boot off for the installation and try again. Whether it can be switched on afterwards, try it on one node before the others.',
        es: 'Desactive Secure Boot para instalar e inténtelo de nuevo. Si se puede activar después, pruébelo en un nodo antes que en los demás.',
      },
    ],
  },
  'arrival.other-disk': {
    why: {
      en: 'The machine runs from another disk than the plan says. The stick of another node may have been used, or the disk was found in another way.',
      es: 'La máquina arranca desde otro disco que el del plan. Quizá se usó la memoria de otro nodo o el disco se eligió de otro modo.',
    },
    todo: [
      {
        en: 'Stop and find out which disk was erased: the customer may miss it.',
        es: 'Deténgase y averigüe qué disco se borró: el cliente puede echarlo en falta.',
      },
      {
        en: 'If it was meant, correct the serial in the plan; else install again.',
        es: 'Si era el previsto, corrija el número de serie en el plan; si no, instale de nuevo.',
      },
    ],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;
