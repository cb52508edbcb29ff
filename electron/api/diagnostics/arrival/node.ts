import { catalogue } from '../catalogue.ts';

/** What is to be done at a node that arrives: its stick and its SSH key. */
export const arrivalNodeDiagnostics = catalogue({
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
});
