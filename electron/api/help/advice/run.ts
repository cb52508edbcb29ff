import type { DiagnosticCode } from '../../diagnostics/index.ts';
import type { Advice } from '../advice.ts';

/** Met with runs, passwords and the folder of the site. */
export const RUN_ADVICE = {
  'run.plan-stale': {
    why: {
      en: 'Something changed between looking and applying: the site file, the bundle, a machine, or this program. What you agreed to is not what would happen.',
      es: 'Algo cambió entre mirar y aplicar: el archivo del sitio, el paquete, una máquina o este programa. Lo que usted aceptó no es lo que pasaría.',
    },
    todo: [
      {
        en: 'Make the plan again and read what is new; nothing was changed.',
        es: 'Haga el plan de nuevo y lea las novedades; no se cambió nada.',
      },
    ],
  },
  'run.site-locked': {
    why: {
      en: 'The site itself holds a lock, so that two laptops never change it at the same time.',
      es: 'El propio sitio guarda un bloqueo, para que dos portátiles nunca lo cambien a la vez.',
    },
    todo: [{ en: 'Call the person it names.', es: 'Llame a la persona que nombra.' }],
    related: ['run.site-lock-stale', 'run.lock-lost'],
  },
  'run.site-lock-stale': {
    why: {
      en: 'Another laptop began and has been silent since. It may only sleep: on waking it would go on.',
      es: 'Otro portátil empezó y calla desde entonces. Puede estar suspendido: al despertar continuaría.',
    },
    todo: [
      {
        en: 'Ask first; wake it and stop the run there.',
        es: 'Pregunte antes; despiértelo y detenga allí la ejecución.',
      },
      {
        en: 'Only if it is dead: take over by typing the name of that laptop.',
        es: 'Solo si ha muerto: tome el control escribiendo el nombre de ese portátil.',
      },
    ],
    related: ['run.site-locked'],
  },
  'run.was-interrupted': {
    why: {
      en: 'The laptop was closed or lost power in the middle. The machines are asked what is true; the journal is only a hint.',
      es: 'El portátil se cerró o se quedó sin energía a mitad. Se pregunta a las máquinas lo que es cierto; el diario solo orienta.',
    },
    todo: [
      {
        en: 'Start again: what is done is skipped, what still runs is waited for.',
        es: 'Vuelva a empezar: lo hecho se omite y lo que sigue en marcha se espera.',
      },
    ],
  },
  'step.not-converged': {
    why: {
      en: 'The step did its work without an error and the look afterwards still finds a difference. Proxmox often reports success before, or without, having done it.',
      es: 'El paso terminó sin error y la comprobación posterior aún ve una diferencia. Proxmox anuncia éxito a menudo antes de haberlo hecho, o sin hacerlo.',
    },
    todo: [
      {
        en: 'Read what differs in the details of the step; often one Retry is enough.',
        es: 'Lea qué difiere en los detalles del paso; a menudo basta un reintento.',
      },
      {
        en: 'If it stays, look at the task list of Proxmox for the true reason.',
        es: 'Si persiste, busque el motivo en la lista de tareas de Proxmox.',
      },
    ],
    related: ['pve.task-failed', 'pve.command-failed'],
  },
  'vault.wrong-passphrase': {
    why: {
      en: 'The vault cannot be opened with what was typed. There is no way around it: that is what it is for.',
      es: 'La caja fuerte no se abre con lo escrito. No hay otra forma de abrirla: para eso está.',
    },
    todo: [
      {
        en: 'Capitals, keyboard layout, a space at the end of a file.',
        es: 'Mayúsculas, disposición del teclado, un espacio al final de un archivo.',
      },
      {
        en: 'Lost for good: make a new vault; passwords of machines that exist have to be set there by hand.',
        es: 'Si se perdió: haga una caja nueva; las contraseñas de las máquinas existentes se cambian en ellas a mano.',
      },
    ],
    related: ['vault.missing', 'vault.secret-missing'],
  },
  'vault.secret-missing': {
    why: {
      en: 'The site refers to a secret that nobody put into the vault yet, mostly after an application was added.',
      es: 'El sitio se refiere a un secreto que nadie guardó todavía, casi siempre tras añadir una aplicación.',
    },
    todo: [
      {
        en: 'Those that may be random are made together; one that somebody gave you is typed.',
        es: 'Los que pueden ser aleatorios se generan juntos; el que alguien le dio se escribe.',
      },
    ],
  },
  'workspace.locked': {
    why: {
      en: 'Another Sitewright works in this folder: a second window, or a command in a terminal.',
      es: 'Otro Sitewright trabaja en esta carpeta: otra ventana o una orden en una terminal.',
    },
    todo: [
      {
        en: 'Let it end, or end it. A lock of a process that is gone is taken over by itself.',
        es: 'Deje que termine o termínelo. El bloqueo de un proceso que ya no existe se toma solo.',
      },
    ],
    related: ['workspace.locked-elsewhere'],
  },
  'app.engine-silent': {
    why: {
      en: 'The window lost the program behind it. A running installation does not depend on the window.',
      es: 'La ventana perdió el programa que hay detrás. Una instalación en marcha no depende de la ventana.',
    },
    todo: [
      {
        en: 'Reload the window; the run is shown as it stands.',
        es: 'Recargue la ventana; la ejecución se muestra como está.',
      },
    ],
  },
} as const satisfies Readonly<Partial<Record<DiagnosticCode, Advice>>>;
