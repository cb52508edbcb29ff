import type { ImageRecipe, RecipeEntry } from '../../bundle/oci/build/image-recipe.ts';
import type { StackImage } from '../stack.ts';

const VERSION = '1.0.0';
/** Programs as the build leaves them (build/lib/monitoring.mjs). */
const PROGRAMS = 'dist/monitoring';
/** Whom the programs run as. */
export const IMAGE_USER = 10_001;
const UID = IMAGE_USER;
const USER = { uid: UID, gid: UID };

/** What the C library and Node.js look up; nobody logs in. */
const ACCOUNTS: readonly RecipeEntry[] = [
  {
    path: 'etc/passwd',
    text: `root:x:0:0:root:/:/usr/sbin/nologin\nsitewright:x:${UID}:${UID}::/:/usr/sbin/nologin\n`,
  },
  { path: 'etc/group', text: `root:x:0:\nsitewright:x:${UID}:\n` },
  { path: 'etc/nsswitch.conf', text: 'passwd: files\ngroup: files\nhosts: files dns\n' },
  { path: 'tmp', folder: true, mode: 0o1777 },
];

/** What both have: Node.js of Debian 13 with what it needs, time zones, and the authorities that the world trusts. */
function recipe(
  title: string,
  programs: Readonly<Record<string, string>>,
  own: Pick<ImageRecipe, 'entrypoint' | 'exposedPorts' | 'volumes' | 'healthcheck'> & Pick<ImageRecipe, 'entries'>,
): ImageRecipe {
  const { entries, ...settings } = own;
  return {
    release: 'trixie',
    packages: ['nodejs', 'tzdata', 'ca-certificates'],
    // questions at installation time, what makes links of certificates then, and a manager of packages of npm
    assumed: ['debconf', 'openssl', 'node-corepack'],
    licence: 'Apache-2.0',
    entries: [
      ...ACCOUNTS,
      ...Object.entries(programs).map(
        ([name, file]): RecipeEntry => ({ path: `app/${name}`, asset: `${PROGRAMS}/${file}`, mode: 0o755 }),
      ),
      ...entries,
    ],
    user: `${UID}:${UID}`,
    workingDir: '/app',
    env: { NODE_ENV: 'production', PATH: '/app:/usr/bin' },
    stopSignal: 'SIGTERM',
    labels: {
      'org.opencontainers.image.title': title,
      'org.opencontainers.image.version': VERSION,
      'org.opencontainers.image.vendor': 'Sitewright',
    },
    ...settings,
  };
}

const WEB = recipe(
  'Sitewright monitoring: dashboard',
  { web: 'web.cjs', healthcheck: 'healthcheck.cjs' },
  {
    entries: [{ path: 'app/page', assetsBelow: `${PROGRAMS}/page` }],
    entrypoint: ['/app/web'],
    exposedPorts: ['8000/tcp'],
    healthcheck: {
      command: ['/app/healthcheck'],
      intervalMs: 10_000,
      timeoutMs: 5000,
      startPeriodMs: 30_000,
      retries: 6,
    },
  },
);

const COLLECTOR = recipe(
  'Sitewright monitoring: collector',
  { collector: 'collector.cjs', healthcheck: 'collector-healthcheck.cjs' },
  {
    // a new volume takes its owner from what the image has in its place
    entries: [{ path: 'var/lib/sitewright/spool', folder: true, mode: 0o700, ...USER }],
    entrypoint: ['/app/collector'],
    volumes: ['/var/lib/sitewright/spool'],
    healthcheck: {
      command: ['/app/healthcheck'],
      intervalMs: 15_000,
      timeoutMs: 5000,
      startPeriodMs: 60_000,
      retries: 4,
    },
  },
);

/** The images of the monitoring stack. */
export const MONITORING_IMAGES: readonly StackImage[] = [
  {
    reference: `sitewright/monitoring-web:${VERSION}`,
    service: 'web',
    variable: 'WEB_IMAGE',
    command: ['/app/web'],
    exposedPort: 8000,
    recipe: WEB,
  },
  { reference: 'postgres:16', service: 'db', variable: 'DB_IMAGE', command: ['postgres'], exposedPort: 5432 },
  {
    reference: `sitewright/monitoring-collector:${VERSION}`,
    service: 'data_collector',
    variable: 'COLLECTOR_IMAGE',
    command: ['/app/collector'],
    recipe: COLLECTOR,
  },
];
