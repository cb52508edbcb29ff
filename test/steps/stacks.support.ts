import { known } from '../../electron/engine/facts/fact.ts';
import type { ContainerState } from '../../electron/engine/stacks/compose/compose-facts.ts';
import { composeSteps } from '../../electron/engine/stacks/compose/index.ts';
import { stacks } from '../../electron/engine/stacks/index.ts';
import { composeInstances } from '../../electron/engine/stacks/registry.ts';
import type { Step } from '../../electron/engine/steps/step.ts';
import { assets, siteWith, withExtra } from './machines.support.ts';
import { debBundle } from './support/deb-bundle.ts';
import { viewOf } from './support/step-bench.ts';
import { type Hosts, NODE1, nothingKnown, site } from './support/two-node.ts';

export const VM = 'vm-dashboard';
export const FOLDER = '/opt/sitewright/stacks/monitoring';
const [docker, images, files, up] = composeSteps(stacks, assets) as [Step, Step, Step, Step];

export { docker, files, images, up };
export const VAULT = [
  'secret:monitoring-secret-key',
  'secret:monitoring-database-password',
  'secret:monitoring-admin-password',
  'secret:pve-collector-token',
];
export const DEBS = [
  'debs/guest/docker.io_26.1.5+dfsg1-9_amd64.deb',
  'debs/guest/docker-compose_2.26.1-4_amd64.deb',
] as const;
export const ARCHIVES = [
  'images/monitoring-web-1.0.0.tar',
  'images/postgres-16.tar',
  'images/monitoring-collector-1.0.0.tar',
] as const;
export const REFERENCES = ['sitewright/monitoring-web:1.0.0', 'postgres:16', 'sitewright/monitoring-collector:1.0.0'];
export const bundle = debBundle(...DEBS, ...ARCHIVES);
export const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** The files of the instance with the secrets of the bench. */
export function placed() {
  const [entry] = composeInstances(stacks, site, VM, assets);
  if (!entry) throw new Error('the example has no compose instance');
  const view = viewOf(bare(), { vault: VAULT });
  const list = entry.application.files(view);
  const env = list.find((file) => file.name === '.env');
  const text = env && 'bytes' in env.content.source ? new TextDecoder().decode(env.content.source.bytes) : '';
  return {
    list,
    text,
    configuration: entry.application.configuration(view),
    config: /^SITEWRIGHT_CONFIG=(.*)$/m.exec(text)?.[1] ?? '',
    digests: new Map(list.map((file) => [`${FOLDER}/${file.name}`, file.content.sha256])),
  };
}

export interface GuestOptions {
  /** Names, or `name_version`. */
  readonly packages?: readonly string[];
  readonly docker?: { readonly installed: boolean; readonly answers: boolean };
  readonly images?: readonly string[];
  readonly containers?: readonly ContainerState[];
  readonly digests?: ReadonlyMap<string, string>;
  readonly env?: { readonly config: string; readonly stamp: string; readonly mode: string };
}

/** The site with its machine running, before anything of the stack is on it. */
export function bare(options: GuestOptions = {}): Hosts {
  const names = options.packages ?? [];
  let hosts: Hosts = withExtra(siteWith([]), NODE1, 'monitoring.cluster-ca', known(CA));
  hosts = {
    ...hosts,
    [VM]: {
      ...nothingKnown(),
      osRelease: known({ id: 'debian', versionId: '13', prettyName: 'Debian GNU/Linux 13 (trixie)' }),
      aptFiles: known(new Map()),
      packages: known(
        new Map([
          ['openssh-server', '1'],
          ...names.map((entry): [string, string] => {
            const [name = '', version = '1'] = entry.split('_');
            return [name, version];
          }),
        ]),
      ),
    },
  };
  const extra: Readonly<Record<string, unknown>> = {
    'apt.repository': { pool: new Map() },
    'stack.docker': { version: '26', ...(options.docker ?? { installed: false, answers: false }) },
    'stack.images': new Set(options.images ?? []),
    'stack.containers': options.containers ?? [],
    'stack.files-monitoring': options.digests ?? new Map(),
    'stack.env-monitoring': options.env ?? { config: '', stamp: '', mode: '' },
  };
  for (const [id, value] of Object.entries(extra)) hosts = withExtra(hosts, VM, id, known(value));
  return hosts;
}

export function container(
  service: string,
  status = 'Up 2 minutes (healthy)',
  config = placed().config,
): ContainerState {
  return {
    name: `municipal_project-${service}-1`,
    service,
    project: 'municipal_project',
    state: status.startsWith('Up') ? 'running' : 'exited',
    status,
    config,
  };
}
