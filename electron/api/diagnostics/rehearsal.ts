import { catalogue } from './catalogue.ts';

export const rehearsalDiagnostics = catalogue({
  'rehearsal.unknown-fault': {
    severity: 'error',
    summary: {
      en: 'No fault is named «{name}».',
      es: 'No hay ninguna falla con el nombre «{name}».',
    },
    hint: {
      en: 'Choose one of: {known}.',
      es: 'Elija una de estas: {known}.',
    },
  },
  'rehearsal.state-unreadable': {
    severity: 'error',
    summary: {
      en: 'The saved rehearsal in {folder} cannot be read.',
      es: 'No se puede leer el ensayo guardado en {folder}.',
    },
    hint: {
      en: 'Delete that folder and rehearse again from the start, or give the key with which it was saved.',
      es: 'Borre esa carpeta y ensaye de nuevo desde el principio, o indique la clave con la que se guardó.',
    },
  },
  'rehearsal.no-listener': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The rehearsal cannot listen on this computer’s own address 127.0.0.1.',
      es: 'El ensayo no puede escuchar en la dirección propia de este equipo, 127.0.0.1.',
    },
    hint: {
      en: 'Look whether a firewall or security program stops Sitewright from listening on 127.0.0.1, then rehearse again.',
      es: 'Revise si un cortafuegos o programa de seguridad impide que Sitewright escuche en 127.0.0.1 y ensaye de nuevo.',
    },
  },
  'rehearsal.network-file-unreadable': {
    severity: 'error',
    retryable: true,
    summary: {
      en: 'The map of the rehearsed network, {file}, cannot be read.',
      es: 'No se puede leer el mapa de la red ensayada, {file}.',
    },
    hint: {
      en: 'Look whether the rehearsal still runs; start it again if it does not.',
      es: 'Revise si el ensayo sigue en marcha; inícielo de nuevo si no es así.',
    },
  },
});
