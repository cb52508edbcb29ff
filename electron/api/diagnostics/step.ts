import { catalogue } from './catalogue.ts';

/** What can go wrong with any step, whichever it is. `{step}` is its item id: `cluster.join-node@pve-node2`. */
export const stepDiagnostics = catalogue({
  'step.not-converged': {
    severity: 'error',
    summary: {
      en: '{step} ended without an error, but the site is still not as described.',
      es: '{step} terminó sin error, pero el sitio aún no está como se describe.',
    },
    hint: {
      en: 'Look at what still differs and at the log of this step; start again when the cause is gone.',
      es: 'Mire lo que aún difiere y el registro de este paso; vuelva a empezar cuando la causa haya desaparecido.',
    },
  },
  'step.still-waiting': {
    severity: 'error',
    summary: {
      en: '{step} still cannot be decided, although everything it waits for is done.',
      es: '{step} aún no se puede decidir, aunque todo lo que espera ya está hecho.',
    },
    hint: {
      en: 'Check that the machines it needs have started and answer, then start again.',
      es: 'Compruebe que las máquinas que necesita han arrancado y responden; después, vuelva a empezar.',
    },
  },
  'step.host-away': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{host} is off or cannot be reached: this stays as it is until {host} is back.',
      es: '{host} está apagado o no se puede alcanzar: esto queda como está hasta que {host} vuelva.',
    },
    hint: {
      en: 'Bring {host} back and start again; what does not concern it goes on meanwhile.',
      es: 'Recupere {host} y vuelva a empezar; lo que no le concierne continúa entretanto.',
    },
  },
  'step.deadline': {
    severity: 'error',
    retryable: true,
    summary: {
      en: '{step} did not end within {minutes} min and was stopped.',
      es: '{step} no terminó en {minutes} min y se detuvo.',
    },
    hint: {
      en: 'Look at its log for the last thing it waited for, then start again.',
      es: 'Mire en su registro lo último que esperaba y vuelva a empezar.',
    },
  },
  'step.crashed': {
    severity: 'error',
    summary: {
      en: '{step} failed for a reason that Sitewright did not foresee.',
      es: '{step} falló por un motivo que Sitewright no había previsto.',
    },
    hint: {
      en: 'Report this with the run folder. Start again: what was already done is recognised.',
      es: 'Comuníquelo con la carpeta de la ejecución. Vuelva a empezar: lo ya hecho se reconoce.',
    },
  },
  'step.undeclared-secret': {
    severity: 'error',
    summary: {
      en: '{step} asked for the secret {secret} without having declared it.',
      es: '{step} pidió el secreto {secret} sin haberlo declarado.',
    },
    hint: {
      en: 'Report this as a fault of Sitewright.',
      es: 'Comuníquelo como un fallo de Sitewright.',
    },
  },
});
