import type { Assumption } from '../assumption.ts';

/** What of the simulated docker no test compares with the real one. Pulling, removing and listing images and their refusals are compared with recordings of docker.io 26.1.5, interpolation, values of .env and refusals of files with docker-compose 2.26.1. */
export const DOCKER_ASSUMED: readonly Assumption[] = [
  {
    what: 'Messages, exit codes, tables and template fields of docker and docker compose; versions 2.26.1 (compose) and 1.45 (API).',
    source: 'vendor source, from memory',
  },
  {
    what: 'docker load takes 0.2 s and 1 s for each 150 MB; layers are neither unpacked nor checked against their digests.',
    source: 'our choice',
  },
  {
    what: 'Containers run no program: an application made for the image answers on its ports and stands for what docker compose exec calls in it, other images only count as running.',
    source: 'our choice',
  },
  {
    what: 'Health: healthy one interval (at most 5 s, start_interval where it is given) after the start where the application says so, unhealthy after start period and retries.',
    source: 'our choice',
  },
  {
    what: 'A container never ends by itself, but for a job that others wait for: it ends after 1 s. Restart policies matter only when the daemon comes back.',
    source: 'our choice',
  },
  { what: 'Logs are one line that says whether the container started or how it ended.', source: 'our choice' },
  {
    what: 'Containers of one project reach each other by name; there is no other network, no address and no firewall rule.',
    source: 'our choice',
  },
  { what: 'A port is taken whatever address it is published on.', source: 'our choice' },
  {
    what: 'Compose files: several, merged; no build, no include, no extends of another file; ports of UDP are not opened; further keys that compose knows are read and change nothing.',
    source: 'our choice',
  },
  {
    what: 'A changed service is made anew where the hash of its model or its environment differs; the order follows depends_on.',
    source: 'vendor source, from memory',
  },
  {
    what: 'docker pull asks simulated registries only; a name that /etc/hosts does not have is not found after 20 s. Layers are not unpacked: an image is as large as its layers are sent.',
    source: 'our choice',
  },
  {
    what: 'An unsettled address outside the own network ends a pull after 15 s; certs.d knows authorities, no client certificates.',
    source: 'vendor source, from memory',
  },
  {
    what: 'Volumes and networks are names; volumes keep what the application keeps until down --volumes.',
    source: 'our choice',
  },
  {
    what: 'Compose without the daemon knows version and config only; compose 1 (docker-compose) is not there.',
    source: 'our choice',
  },
];
