import { known } from '../../electron/engine/facts/fact.ts';
import type { ContainerState, EnvState } from '../../electron/engine/stacks/compose/compose-facts.ts';
import { imagePlaces, wantedImages } from '../../electron/engine/stacks/compose/wanted-images.ts';
import { stacks } from '../../electron/engine/stacks/index.ts';
import type { BarePort } from '../../electron/engine/stacks/monitoring/bare-address.ts';
import type { ServiceState } from '../../electron/engine/stacks/registry/registry-facts.ts';
import { composeInstances } from '../../electron/engine/stacks/registry.ts';
import { stackSteps } from '../../electron/engine/stacks/stack-steps.ts';
import type { BundleImage, BundleView, Step } from '../../electron/engine/steps/step.ts';
import { assets, siteWith, withExtra } from './machines.support.ts';
import { debBundle } from './support/deb-bundle.ts';
import { viewOf } from './support/step-bench.ts';
import { type Hosts, NODE1, nothingKnown, site } from './support/two-node.ts';

export const VM = 'vm-dashboard';
export const FOLDER = '/opt/sitewright/stacks/monitoring';
const stepOf = (id: string): Step => {
  const step = stackSteps(stacks, assets).find((each) => each.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
};
export const docker = stepOf('stack.docker');
export const install = stepOf('registry.install');
export const serve = stepOf('registry.serve');
export const push = stepOf('registry.push');
export const images = stepOf('stack.images');
export const files = stepOf('stack.files');
export const up = stepOf('stack.up');
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
export const REGISTRY = '192.168.1.100:5000';
const HEX = { WEB_IMAGE: 'a1', DB_IMAGE: 'b2', COLLECTOR_IMAGE: 'c3' } as const;
type Variable = keyof typeof HEX;
const REPOSITORIES: Readonly<Record<Variable, string>> = {
  WEB_IMAGE: 'sitewright/monitoring-web',
  DB_IMAGE: 'library/postgres',
  COLLECTOR_IMAGE: 'sitewright/monitoring-collector',
};
const WHOLE_NAMES: Readonly<Record<Variable, string>> = {
  WEB_IMAGE: 'docker.io/sitewright/monitoring-web:1.0.0',
  DB_IMAGE: 'docker.io/library/postgres:16',
  COLLECTOR_IMAGE: 'docker.io/sitewright/monitoring-collector:1.0.0',
};
const VARIABLES = Object.keys(HEX) as readonly Variable[];
/** What Docker pulls; `other` gives one of them another digest. */
export function places(other: Partial<Record<Variable, string>> = {}): ReadonlyMap<string, string> {
  return new Map(VARIABLES.map((name) => [name, `${REGISTRY}/${REPOSITORIES[name]}@${digestOf(name, other)}`]));
}
export const onHost = (all = places()) => new Set(all.values());
function digestOf(name: Variable, other: Partial<Record<Variable, string>> = {}): string {
  return `sha256:${(other[name] ?? HEX[name]).repeat(32)}`;
}
/** The images of a bundle by their whole name. */
export function bundled(other: Partial<Record<Variable, string>> = {}, layout = '/nowhere') {
  return new Map(
    VARIABLES.map((name): [string, BundleImage] => [
      WHOLE_NAMES[name],
      {
        digest: digestOf(name, other),
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        manifestBytes: 7,
        sizeBytes: 1000,
        layout,
      },
    ]),
  );
}
export const withImages = (plain: BundleView, images: BundleView['images'] = bundled()): BundleView => ({
  ...plain,
  images,
});
export const bundle = withImages(debBundle(...DEBS));
export const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** The files of the instance with the secrets of the bench. */
export function placed(other: Partial<Record<Variable, string>> = {}) {
  const [entry] = composeInstances(stacks, site, VM, assets);
  if (!entry) throw new Error('the example has no compose instance');
  const view = viewOf(bare(), { vault: VAULT, bundle: withImages(bundle, bundled(other)) });
  const all = imagePlaces(wantedImages(stacks, view, entry));
  const list = entry.application.files(view, all);
  const env = list.find((file) => file.name === '.env');
  const text = env && 'bytes' in env.content.source ? new TextDecoder().decode(env.content.source.bytes) : '';
  return {
    list,
    text,
    configuration: entry.application.configuration(view, all),
    config: /^SITEWRIGHT_CONFIG=(.*)$/m.exec(text)?.[1] ?? '',
    digests: new Map(list.map((file) => [`${FOLDER}/${file.name}`, file.content.sha256])),
  };
}

const NO_ENV: EnvState = {
  config: '',
  stamp: '',
  mode: '',
  images: new Map(),
  references: new Map(),
  files: [],
};

export interface GuestOptions {
  /** Names, or `name_version`. */
  readonly packages?: readonly string[];
  readonly docker?: { readonly installed: boolean; readonly answers: boolean };
  /** As Docker lists them by digest. */
  readonly images?: ReadonlySet<string>;
  readonly trust?: string;
  readonly containers?: readonly ContainerState[];
  readonly digests?: ReadonlyMap<string, string>;
  readonly env?: Partial<EnvState>;
  readonly previous?: Partial<EnvState>;
  readonly barePort?: BarePort;
  /** Images that the registry has. */
  readonly registry?: ReadonlySet<string>;
  readonly authority?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly service?: ServiceState;
  readonly registryFiles?: ReadonlyMap<string, string>;
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
    'monitoring.bare-port': options.barePort ?? { listens: false, container: '' },
    'stack.docker': { version: '26', ...(options.docker ?? { installed: false, answers: false }) },
    'stack.images': options.images ?? new Set(),
    'stack.trust': options.trust ?? '',
    'stack.containers': options.containers ?? [],
    'stack.files-monitoring': options.digests ?? new Map(),
    'stack.env-monitoring': { ...NO_ENV, ...options.env },
    'stack.previous-monitoring': { ...NO_ENV, ...options.previous },
    'registry.images': options.registry ?? new Set(),
    'registry.authority': options.authority ?? '',
    'registry.certificate': options.certificate ?? '',
    'registry.key': options.key ?? '',
    'registry.service': options.service ?? { active: 'inactive', enabled: '' },
    'registry.files': options.registryFiles ?? new Map(),
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

/** The command that copies files beside each other, those that are there. */
export function copied(paths: readonly string[], to: string): string {
  return `for file in ${paths.join(' ')}; do [ ! -f "$file" ] || { mkdir -p ${to} && cp -p "$file" ${to}/; } || exit 1; done`;
}

/** The commands that make the folders of files, and take away what is empty in the place of one. */
export function wayMade(): readonly { readonly command: string }[] {
  const names = ['compose.yaml', 'ca/pve-root-ca.pem', 'backup', 'restore', '.env'];
  return [
    ...[FOLDER, `${FOLDER}/ca`].map((folder) => ({ command: `umask 022 && mkdir -p ${folder}` })),
    {
      command: `for place in ${names.map((name) => `${FOLDER}/${name}`).join(' ')}; do [ ! -d "$place" ] || rmdir "$place" || exit 1; done`,
    },
  ];
}
