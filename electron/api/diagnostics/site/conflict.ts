import { catalogue } from '../catalogue.ts';

/** Ranges of addresses that get into each other's way beyond the declared networks. */
export const siteConflictDiagnostics = catalogue({
  'site.bridge-network-overlap': {
    severity: 'warning',
    summary: {
      en: '{name} is on {bridge} with a network {network} that overlaps {cidr} ({field}), which is on another bridge or port.',
      es: '{name} está en {bridge} con una red {network} que se solapa con {cidr} ({field}), que va por otro puente o puerto.',
    },
    hint: {
      en: 'Put it on {management}, or give its bridge a range of its own: one range behind two ports is reached through one of them only.',
      es: 'Póngala en {management} o dé a su puente un rango propio: a un rango detrás de dos puertos se llega solo por uno de ellos.',
    },
  },
  'site.migration-nowhere': {
    severity: 'warning',
    summary: {
      en: '{name} has no address in {cidr}, the network for migration and replication.',
      es: '{name} no tiene ninguna dirección en {cidr}, la red para migración y replicación.',
    },
    hint: {
      en: 'Name the network of a link that every node has, or give {name} an address in it; without one no machine travels to it.',
      es: 'Indique la red de un enlace que tengan todos los nodos o dé a {name} una dirección en ella; sin ella ninguna máquina viaja allí.',
    },
  },
});
