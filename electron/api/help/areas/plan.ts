import type { AreaHelp } from '../area-help.ts';

/** Areas that a person meets while planning. */
export const PLAN_AREAS = {
  site: {
    title: { en: 'The plan of the site', es: 'El plan del sitio' },
    about: {
      en: 'Said while the site is planned, each time site.toml is read or changed. An error stops the plan, since what follows from it would not work; a warning names a risk and lets you go on. The link of the sentence leads to the field.',
      es: 'Aparece al planificar el sitio, cada vez que se lee o cambia site.toml. Un error detiene el plan, porque lo que sigue no funcionaría; un aviso nombra un riesgo y deja continuar. El enlace de la frase lleva al campo.',
    },
    places: ['review', 'site', 'nodes', 'network', 'storage', 'machines'],
  },
  sites: {
    title: { en: 'Making, carrying and comparing sites', es: 'Crear, llevar y comparar sitios' },
    about: {
      en: 'Said when a site is made from a template, written into one file, or taken in from one. Nothing that is there is overwritten.',
      es: 'Aparece al crear un sitio a partir de una plantilla, escribirlo en un archivo o incorporarlo de uno. Nunca se sobrescribe nada existente.',
    },
    places: ['sites', 'terminal'],
  },
  answer: {
    title: { en: 'Answer files', es: 'Archivos de respuesta' },
    about: {
      en: 'Said when an answer file is made or checked, by the same rules as the Proxmox installer. A trap is a line that the installer accepts and that does something else than it looks like.',
      es: 'Aparece al hacer o comprobar un archivo de respuesta, con las mismas reglas que el instalador de Proxmox. Una trampa es una línea que el instalador acepta y que hace algo distinto de lo que parece.',
    },
    places: ['review', 'nodes', 'terminal'],
  },
  'address-plan': {
    title: { en: 'Addresses for a whole site', es: 'Direcciones para todo un sitio' },
    about: {
      en: 'Said when addresses for a whole site are made out of one network. Nothing is written before it is asked for, and nothing at all where one of these is an error.',
      es: 'Aparece al sacar de una red las direcciones de todo un sitio. No se escribe nada antes de pedirlo, y nada en absoluto si uno de ellos es un error.',
    },
    places: ['network', 'terminal'],
  },
  inventory: {
    title: { en: 'Inventory of a machine', es: 'Inventario de una máquina' },
    about: {
      en: 'Said when a listing of the hardware (lsblk, udevadm, ip, device-info) is brought in. What cannot be read for sure is left out and named, never guessed.',
      es: 'Aparece al incorporar un listado del equipo (lsblk, udevadm, ip, device-info). Lo que no se puede leer con certeza se omite y se indica; nunca se adivina.',
    },
    places: ['nodes', 'terminal'],
  },
  erasure: {
    title: { en: 'What the installer erases', es: 'Lo que borra el instalador' },
    about: {
      en: 'Said before a stick is made: which disk of which machine will be erased, which is kept, and where that cannot be told from what is known of the machine.',
      es: 'Aparece antes de hacer una memoria: qué disco de qué máquina se borrará, cuál se conserva y dónde no se puede saber con lo que se conoce de la máquina.',
    },
    places: ['nodes', 'media'],
  },
  backup: {
    title: { en: 'Backup jobs', es: 'Copias de seguridad' },
    about: {
      en: 'Said about the backup jobs of the site: the storage they write to, their schedule and what they keep.',
      es: 'Trata de las tareas de copia del sitio: el almacenamiento al que escriben, su horario y lo que conservan.',
    },
    places: ['machines', 'install'],
  },
  brought: {
    title: { en: 'A compose project that the site brings', es: 'Un proyecto compose que trae el sitio' },
    about: {
      en: 'Said about the folder of a project of your own: it has to run where nothing can be downloaded or built, so its file may only use what the bundle can carry.',
      es: 'Trata de la carpeta de un proyecto propio: tiene que funcionar donde nada se puede descargar ni construir, así que su archivo solo puede usar lo que el paquete puede llevar.',
    },
    places: ['machines', 'bundle', 'install'],
  },
  rehearsal: {
    title: { en: 'Rehearsal', es: 'Ensayo' },
    about: {
      en: 'Said about a rehearsed site or a fault that was to be rehearsed. Nothing real is touched in a rehearsal.',
      es: 'Trata de un sitio ensayado o de un fallo que se quería ensayar. En un ensayo no se toca nada real.',
    },
    places: ['install', 'arrival', 'terminal'],
  },
} as const satisfies Readonly<Record<string, AreaHelp>>;
