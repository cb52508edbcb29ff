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
  'rehearsal.unknown-fault-place': {
    severity: 'error',
    summary: {
      en: 'The fault «{name}» names «{place}»: the media of this site install no such node.',
      es: 'La falla «{name}» nombra «{place}»: los medios de este sitio no instalan ese nodo.',
    },
    hint: {
      en: 'Write one of these after the @: {known}. Without a place it happens to the first node it fits.',
      es: 'Escriba tras la @ uno de estos: {known}. Sin lugar, le ocurre al primer nodo en que encaje.',
    },
  },
  'rehearsal.fault-unused': {
    severity: 'warning',
    summary: {
      en: 'The ordered fault «{name}» never happened.',
      es: 'La falla pedida «{name}» no llegó a ocurrir.',
    },
    hint: {
      en: 'Nothing in this run gave it occasion: this rehearsal says nothing of it. A site without DHCP, for instance, has no DHCP server and no webhook to fail.',
      es: 'Nada le dio ocasión en esta ejecución: el ensayo no dice nada sobre ella. Un sitio sin DHCP, por ejemplo, no tiene servidor DHCP ni webhook que puedan fallar.',
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
