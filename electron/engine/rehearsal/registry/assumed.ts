import type { Assumption } from '../assumption.ts';

/** What of the simulated docker-registry is not compared with the real one, whose answers a test asks for side by side. */
export const REGISTRY_ASSUMED: readonly Assumption[] = [
  {
    what: 'The site registry speaks HTTP/1.1 alone, where the real one also speaks HTTP/2; what it logs of single requests is left out.',
    source: 'our choice',
  },
  {
    what: 'Of blobs over 4 MiB the site registry keeps digest and size, checked as they arrive; reading such a blob fails as on a broken disk.',
    source: 'our choice',
  },
  {
    what: 'An unfinished upload shows an empty data file, and none outlives a restart of the registry.',
    source: 'our choice',
  },
  {
    what: 'htpasswd of the site registry lets nobody in; manifests of the first kind, conversion between kinds, caches, health and notifications are not there.',
    source: 'our choice',
  },
  {
    what: 'A changed unit file of the site registry counts at the next start, also without daemon-reload.',
    source: 'our choice',
  },
  {
    what: 'docker-registry.service listens 0.05 s after its start; how it fails is said as Debian 13 says it, on Debian 12 too.',
    source: 'our choice',
  },
];
