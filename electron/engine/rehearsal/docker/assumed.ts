import type { Assumption } from '../assumption.ts';

/** What of the simulated docker no test compares with the real one: all of it but the reading of image archives, which tar made. */
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
    what: 'Containers run no program: an application made for the image answers on its ports, other images only count as running.',
    source: 'our choice',
  },
  {
    what: 'Health: healthy one interval (at most 5 s) after the start where the application says so, unhealthy after start period and retries.',
    source: 'our choice',
  },
  {
    what: 'A container never ends by itself; restart policies matter only when the daemon comes back.',
    source: 'our choice',
  },
  { what: 'Logs are one line that says whether the container started or how it ended.', source: 'our choice' },
  {
    what: 'Containers of one project reach each other by name; there is no other network, no address and no firewall rule.',
    source: 'our choice',
  },
  { what: 'A port is taken whatever address it is published on.', source: 'our choice' },
  {
    what: 'Compose files: the YAML and the keys that the stacks use, one file, no build, no extends; further keys that compose knows are read and change nothing.',
    source: 'our choice',
  },
  {
    what: 'Interpolation: a plain variable, a default, a message for a required one, another value, and $$.',
    source: 'manual, from memory',
  },
  {
    what: 'A changed service is made anew where the hash of its model or its environment differs; the order follows depends_on.',
    source: 'vendor source, from memory',
  },
  { what: 'Pulling always fails for lack of name resolution after 1 s.', source: 'our choice' },
  {
    what: 'Volumes and networks are names; volumes keep what the application keeps until down --volumes.',
    source: 'our choice',
  },
  {
    what: 'Compose without the daemon knows version and config only; compose 1 (docker-compose) is not there.',
    source: 'our choice',
  },
];
