import { catalogue } from './catalogue.ts';

/** Plans, runs and their records. */
export const runDiagnostics = catalogue({
  'run.plan-stale': {
    severity: 'error',
    summary: {
      en: 'The plan of {madeAt} no longer fits: the site, its files, the machines or the application have changed since.',
      es: 'El plan de {madeAt} ya no es válido: el sitio, sus archivos, las máquinas o la aplicación han cambiado desde entonces.',
    },
    hint: {
      en: 'Make the plan again, read what it would change, and apply that one. Nothing was changed.',
      es: 'Haga el plan de nuevo, lea lo que cambiaría y aplique ese. No se cambió nada.',
    },
  },
  'run.busy': {
    severity: 'error',
    summary: {
      en: 'The run {runId} is already changing this site.',
      es: 'La ejecución {runId} ya está cambiando este sitio.',
    },
    hint: {
      en: 'Wait until it has ended, or stop it.',
      es: 'Espere a que termine o deténgala.',
    },
  },
  'run.site-locked': {
    severity: 'error',
    summary: {
      en: '{user} on {laptop} is changing this site now (run {runId}, since {since}).',
      es: '{user} en {laptop} está cambiando este sitio ahora (ejecución {runId}, desde {since}).',
    },
    hint: {
      en: 'Talk to each other. Wait until that run has ended, or have it stopped there; then start again. Nothing was changed from here.',
      es: 'Hablen entre ustedes. Espere a que esa ejecución termine o pida que la detengan allí; después, vuelva a empezar. Desde aquí no se cambió nada.',
    },
  },
  'run.site-lock-stale': {
    severity: 'error',
    summary: {
      en: '{user} on {laptop} began to change this site (run {runId}, since {since}) and has not been heard from for {minutes} minutes.',
      es: '{user} en {laptop} empezó a cambiar este sitio (ejecución {runId}, desde {since}) y no da señales desde hace {minutes} minutos.',
    },
    hint: {
      en: 'Ask there first: that laptop may sleep. If the run is dead, start again with --take-lock. Nothing was changed from here.',
      es: 'Pregunte antes allí: ese portátil puede estar suspendido. Si la ejecución ha muerto, vuelva a empezar con --take-lock. Desde aquí no se cambió nada.',
    },
  },
  'run.lock-lost': {
    severity: 'error',
    summary: {
      en: 'Another laptop has taken over the lock of this site on {host}; this run ends.',
      es: 'Otro portátil ha tomado el bloqueo de este sitio en {host}; esta ejecución termina.',
    },
    hint: {
      en: 'This laptop was not heard from for long (asleep, or its cable pulled). See with the other technician who goes on.',
      es: 'Este portátil estuvo mucho tiempo sin dar señales (suspendido o con el cable suelto). Acuerde con el otro técnico quién continúa.',
    },
  },
  'run.lock-not-taken': {
    severity: 'warning',
    summary: {
      en: 'None of the hosts that may hold the lock of the site answers ({hosts}), so this run goes on without it.',
      es: 'Ningún equipo que puede llevar el bloqueo del sitio responde ({hosts}), así que esta ejecución continúa sin él.',
    },
    hint: {
      en: 'See to it that no other laptop changes this site meanwhile.',
      es: 'Asegúrese de que entretanto ningún otro portátil cambie este sitio.',
    },
  },
  'run.host-away': {
    severity: 'warning',
    summary: {
      en: '{host} is off or cannot be reached: how it is now is not known. Items that wait for it: {count}; the others go on.',
      es: '{host} está apagado o no se puede alcanzar: no se sabe cómo está ahora. Elementos que lo esperan: {count}; los demás continúan.',
    },
    hint: {
      en: 'When {host} is back, apply again: only then is it known that the whole site is as described. To see a part end well meanwhile, choose the other hosts alone.',
      es: 'Cuando {host} vuelva, aplique de nuevo: solo entonces se sabe que todo el sitio está como se describe. Para ver terminar bien una parte entretanto, elija solo los demás equipos.',
    },
  },
  'run.stuck': {
    severity: 'error',
    summary: {
      en: 'Nothing can go on: the remaining steps wait for each other ({steps}).',
      es: 'Nada puede continuar: los pasos restantes se esperan unos a otros ({steps}).',
    },
    hint: {
      en: 'Report this as a fault of Sitewright, with the run folder.',
      es: 'Comuníquelo como un fallo de Sitewright, con la carpeta de la ejecución.',
    },
  },
  'run.was-interrupted': {
    severity: 'info',
    summary: {
      en: 'The run {runId} was interrupted during {steps}; the machines are looked at before anything is done.',
      es: 'La ejecución {runId} se interrumpió durante {steps}; se mira el estado de las máquinas antes de hacer nada.',
    },
    hint: {
      en: 'Nothing to do: background jobs that are still running are waited for.',
      es: 'No hay que hacer nada: se espera a las tareas en segundo plano que sigan en marcha.',
    },
  },
  'run.not-found': {
    severity: 'error',
    summary: {
      en: 'There is no run {runId} in this site.',
      es: 'No hay ninguna ejecución {runId} en este sitio.',
    },
    hint: {
      en: 'Choose one from the list of runs.',
      es: 'Elija una de la lista de ejecuciones.',
    },
  },
  'run.journal-damaged': {
    severity: 'error',
    summary: {
      en: 'The journal {file} was altered or damaged at record {record}.',
      es: 'El diario {file} fue alterado o está dañado en el registro {record}.',
    },
    hint: {
      en: 'Do not use this journal as evidence from that record on; restore it from a copy if you have one.',
      es: 'No use este diario como prueba a partir de ese registro; restáurelo desde una copia si la tiene.',
    },
  },
  'run.journal-torn': {
    severity: 'warning',
    summary: {
      en: 'The last record of the journal {file} was cut off ({bytes} bytes), as by a power cut.',
      es: 'El último registro del diario {file} quedó cortado ({bytes} bytes), como por un corte de corriente.',
    },
    hint: {
      en: 'Nothing to do: the torn record was never acted on, and the next run looks at the machines first.',
      es: 'No hay que hacer nada: no se actuó según el registro cortado y la próxima ejecución mira primero las máquinas.',
    },
  },
  'run.journal-unwritable': {
    severity: 'error',
    summary: {
      en: 'The journal {file} cannot be written; nothing is changed without a record.',
      es: 'No se puede escribir el diario {file}; no se cambia nada sin dejar registro.',
    },
    hint: {
      en: 'Free space on the disk of this computer or make the folder writable, then start again.',
      es: 'Libere espacio en el disco de este equipo o permita escribir en la carpeta y vuelva a empezar.',
    },
  },
  'run.laptop-disk-full': {
    severity: 'error',
    summary: {
      en: 'The disk of this computer is full: the journal {file} cannot go on, and nothing is changed without a record.',
      es: 'El disco de este equipo está lleno: el diario {file} no puede continuar y no se cambia nada sin dejar registro.',
    },
    hint: {
      en: 'Free space on this computer and start again: what was already done is recognised and the rest is done.',
      es: 'Libere espacio en este equipo y vuelva a empezar: lo ya hecho se reconoce y se hace el resto.',
    },
  },
  'run.stop-now': {
    severity: 'warning',
    summary: {
      en: '{step} was stopped on request while it was working on {target}.',
      es: '{step} se detuvo a petición mientras trabajaba en {target}.',
    },
    hint: {
      en: 'Start again when you are ready: what was already done is recognised and the rest is done.',
      es: 'Vuelva a empezar cuando quiera: lo ya hecho se reconoce y se hace el resto.',
    },
  },
});
