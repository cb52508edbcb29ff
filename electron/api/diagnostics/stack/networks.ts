import { catalogue } from '../catalogue.ts';

/** Ranges that a stack takes inside its host: networks of a compose project, pods and services of a Kubernetes. */
export const stackNetworkDiagnostics = catalogue({
  'stack.network-overlap': {
    severity: 'error',
    summary: {
      en: '{instance} takes {cidr} ({name}) on {host}, which overlaps {other} ({what}).',
      es: '{instance} toma {cidr} ({name}) en {host}, que se solapa con {other} ({what}).',
    },
    hint: {
      en: 'Give it a range that nothing else of the site uses: with both {host} sends into its containers what is meant for the network.',
      es: 'Dele un rango que no use nada más del sitio: con ambos {host} envía a sus contenedores lo que es para la red.',
    },
  },
  'stack.network-near': {
    severity: 'warning',
    summary: {
      en: '{instance} takes {cidr} ({name}) on {host}; the site uses {other} ({what}) elsewhere, and {host} will not reach it.',
      es: '{instance} toma {cidr} ({name}) en {host}; el sitio usa {other} ({what}) en otra parte y {host} no llegará allí.',
    },
    hint: {
      en: 'Nothing to do where {host} never talks to it; else give it another range.',
      es: 'No hay que hacer nada si {host} nunca habla con ella; si no, dele otro rango.',
    },
  },
  'stack.docker-pool': {
    severity: 'warning',
    summary: {
      en: 'Docker on {host} takes {pool} for its containers by itself, and {what} ({other}) lies in it.',
      es: 'Docker en {host} toma {pool} para sus contenedores por sí mismo, y ahí está {what} ({other}).',
    },
    hint: {
      en: 'Move {other} out of 172.17.0.0/16 to 172.31.0.0/16, or bring {host} into its network; else {host} looks for it among its containers.',
      es: 'Saque {other} de 172.17.0.0/16 a 172.31.0.0/16 o ponga {host} en su red; si no, {host} la busca entre sus contenedores.',
    },
  },
});
