import { afterAll, expect, it } from 'vitest';
import { DiagnosticError, describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { Site, StackInstance } from '../../../../../../electron/api/site.ts';
import type { SimApplication } from '../../../../../../electron/engine/rehearsal/docker/application.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { MONITORING_IMAGES } from '../../../../../../electron/engine/stacks/monitoring/images.ts';
import { dataNames, removeInstance } from '../../../../../../electron/engine/stacks/operations/remove-instance.ts';
import { stackSteps } from '../../../../../../electron/engine/stacks/stack-steps.ts';
import { VM } from '../../../../../steps/stacks.support.ts';
import { site as twoNodes } from '../../../../../steps/support/two-node.ts';
import { sh } from '../../../../../support/simulated-site.ts';
import { assets } from '../monitoring/rehearsed-project.ts';
import { simulatedMachine } from '../monitoring/simulated-machine.ts';

const COMPOSE = `
services:
  migrate:
    image: acme/web:1
    env_file: .env
    depends_on: { db: { condition: service_healthy } }
  web:
    image: acme/web:1
    env_file: [.env]
    environment: { DATABASE_URL: "postgres://app:\${DB_PASSWORD:?}@db/app", ALLOWED_HOSTS: "\${SITEWRIGHT_ADDRESS}" }
    ports: ["\${PORT:-8080}:8080"]
    volumes: ["./conf:/etc/app:ro", "media:/media"]
    depends_on: { migrate: { condition: service_completed_successfully } }
    healthcheck: { test: ["CMD", "true"], interval: 2s }
    restart: unless-stopped
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: null }
    volumes: ["data:/var/lib/postgresql/data"]
    healthcheck: { test: ["CMD", "pg_isready"], interval: 2s }
    restart: unless-stopped
volumes: { data: , media: }
`;
const FILES = { 'compose.yaml': COMPOSE, 'conf/app.conf': 'workers = 2\n', 'conf/old.conf': 'debug = off\n' };

function instance(
  id = 'inventory',
  files: Readonly<Record<string, string>> = FILES,
  options: Readonly<Record<string, unknown>> = {},
): StackInstance {
  return {
    stack: 'compose',
    id,
    on: VM,
    options: {
      folder: `stacks/${id}`,
      environment: { DB_PASSWORD: `secret:${id}-db`, POSTGRES_PASSWORD: `secret:${id}-db`, DEBUG: 'False' },
      smoke: [
        { title: 'Login', http: { port: 8080, path: '/login' } },
        { title: 'Port', tcp: { port: 8080 } },
        { title: 'Database', command: { service: 'db', run: ['pg_isready'] } },
      ],
      ...options,
    },
    files: Object.entries(files)
      .sort()
      .map(([name, text]) => ({ name, base64: Buffer.from(text).toString('base64') })),
  };
}
const siteWith = (...own: readonly StackInstance[]): Site => ({ ...twoNodes, stacks: [...own] });
/** What the bundle has; `moved` gives a reference another digest, as a tag that moved does. */
const images = (moved: readonly string[] = []) => [
  ...MONITORING_IMAGES.filter(({ reference }) => reference !== 'postgres:16'),
  ...['acme/web:1', 'acme/web:2', 'postgres:16'].map((reference) => ({
    reference,
    command: moved.includes(reference) ? ['moved'] : [],
  })),
];

let sick: string | undefined;
const application: SimApplication = {
  id: 'acme',
  images: { web: 'acme/web', db: 'postgres' },
  faults: [],
  healthy: (project, service) =>
    service !== 'web' || project.container('web')?.env.get('MODE') !== sick || sick === undefined,
  listen: () => undefined,
};
const machine = await simulatedMachine(siteWith(instance()), { images: images(), applications: [application] });
afterAll(() => machine.close());

const STEPS = [
  'stack.docker',
  'registry.install',
  'registry.serve',
  'registry.push',
  'stack.images',
  'stack.files',
  'stack.up',
];
const onMachine = async (script: string) => (await sh(machine.world, script, { host: VM })).stdout.trim();
const changesOf = async (id: string): Promise<readonly string[]> => {
  const verdict = stackSteps(stacks, assets)
    .find((step) => step.id === id)
    ?.check(await machine.look(), VM);
  return verdict?.state === 'needed'
    ? verdict.changes.map(({ what, before, after }) => `${what}: ${before ?? '-'} -> ${after}`)
    : [String(verdict?.state)];
};
const failure = async (): Promise<string> => {
  try {
    await machine.apply();
  } catch (error) {
    if (error instanceof DiagnosticError) return describeDiagnostic(error.diagnostics[0], 'en').summary;
    throw error;
  }
  return 'it came up';
};
const all = (state: string) => STEPS.map((id) => `${id} ${state}`);

it('a project that somebody else wrote comes up from the bundle, its job done, its files as they are; again, nothing changes', async () => {
  expect(await machine.apply()).toEqual(all('needed'));
  expect(await onMachine("docker ps --all --format '{{.Names}} {{.Status}}' | sort")).toMatch(
    /^inventory-db-1 Up .*\(healthy\)\ninventory-migrate-1 Exited \(0\) .*\ninventory-web-1 Up .*\(healthy\)$/,
  );
  expect(await onMachine('cat /opt/sitewright/stacks/inventory/compose.yaml')).toBe(COMPOSE.trim());
  expect(await onMachine("docker inspect inventory-web-1 --format '{{.Config.Image}}'")).toMatch(
    /^192\.168\.1\.100:5000\/acme\/web@sha256:[0-9a-f]{64}$/,
  );
  const env = await onMachine("docker inspect inventory-web-1 --format '{{json .Config.Env}}'");
  expect(JSON.parse(env)).toEqual(
    expect.arrayContaining([
      'ALLOWED_HOSTS=192.168.1.100',
      expect.stringMatching(/^DATABASE_URL=postgres:\/\/app:[^@]+@db\/app$/),
    ]),
  );
  machine.changesSince();
  expect(await machine.apply()).toEqual(all('satisfied'));
  expect(machine.changesSince()).toBe(0);
});

it('its services are looked at, its port is asked, and what a foreign program would answer is said to be not asked', async () => {
  const own = instance();
  const context = { ...machine.checkContext('x'), rehearsed: true };
  const checks = stacks.stackOf(own).smoke(siteWith(own), own);
  const findings = await Promise.all(checks.map(async (check) => [check.id, (await check.run(context)).passed]));
  expect(findings).toEqual([
    ['smoke.services-inventory', true],
    ['smoke.own-inventory-1', 'not-applicable'],
    ['smoke.own-inventory-2', true],
    ['smoke.own-inventory-3', 'not-applicable'],
  ]);
  await sh(machine.world, 'docker stop inventory-web-1', { host: VM });
  expect(await Promise.all(checks.slice(0, 3).map(async (check) => (await check.run(context)).passed))).toEqual([
    false,
    false,
    false,
  ]);
  expect(await changesOf('stack.up')).toEqual([expect.stringMatching(/^web: Exited \(0\).* -> running$/)]);
  await machine.apply();
});

it('a changed file, a file that is gone and one that was edited on the machine stand in the plan; what is gone leaves', async () => {
  const { 'conf/old.conf': _gone, ...rest } = FILES;
  await machine.become(siteWith(instance('inventory', { ...rest, 'conf/app.conf': 'workers = 4\n' })), images());
  const folder = '/opt/sitewright/stacks/inventory';
  expect(await changesOf('stack.files')).toEqual([
    expect.stringMatching(/\.env: configuration: \w+-\w+ -> \w+$/),
    `${folder}/conf/app.conf: other content -> of the site`,
    `${folder}/conf/old.conf: of the site -> removed`,
  ]);
  expect((await machine.apply()).slice(-2)).toEqual(['stack.files needed', 'stack.up needed']);
  expect(await onMachine(`ls ${folder}/conf; ls ${folder}/.previous/conf`)).toBe('app.conf\napp.conf\nold.conf');
  await sh(machine.world, `echo DEBUG=True >> ${folder}/.env`, { host: VM });
  expect(await changesOf('stack.files')).toEqual([`${folder}/.env: changed on the machine -> of the site`]);
  await machine.apply();
  expect(await changesOf('stack.files')).toEqual(['satisfied']);
});

it('a file may take the place of a folder, a folder that of a file, and both the place of what Docker made for a missing one', async () => {
  const folder = '/opt/sitewright/stacks/inventory';
  await sh(machine.world, `rm ${folder}/conf/app.conf && mkdir ${folder}/conf/app.conf`, { host: VM });
  expect(await changesOf('stack.files')).toEqual([`${folder}/conf/app.conf: - -> of the site`]);
  const other = { 'compose.yaml': COMPOSE, 'conf/app.conf/a': '1\n', 'conf/old.conf/b': '2\n', seed: '3\n' };
  await sh(machine.world, `mkdir ${folder}/seed`, { host: VM });
  await machine.become(siteWith(instance('inventory', other)), images());
  await machine.apply();
  const { 'conf/app.conf/a': _a, 'conf/old.conf/b': _b, seed: _seed, ...rest } = other;
  await machine.become(siteWith(instance('inventory', { ...rest, ...FILES, 'seed/c': '4\n' })), images());
  await machine.apply();
  expect(await onMachine(`cd ${folder} && cat conf/app.conf conf/old.conf seed/c`)).toBe('workers = 2\ndebug = off\n4');
  expect(await changesOf('stack.files')).toEqual(['satisfied']);
  await machine.become(siteWith(instance()), images());
  await machine.apply();
  await sh(machine.world, `rmdir ${folder}/seed`, { host: VM });
});

it('a tag that moved is an upgrade, pulled by its digest', async () => {
  const before = await onMachine("docker inspect inventory-web-1 --format '{{.Config.Image}}'");
  await machine.become(siteWith(instance()), images(['acme/web:1']));
  expect(await changesOf('stack.images')).toEqual([
    expect.stringMatching(/^image (web|migrate): sha256:\w{12} -> sha256:\w{12}$/),
  ]);
  await machine.apply();
  expect(await onMachine("docker inspect inventory-web-1 --format '{{.Config.Image}}'")).not.toBe(before);
  expect(await machine.apply()).toEqual(all('satisfied'));
});

it('another image than the one that runs is asked for where no bundle has it; the one that runs is not taken for it', async () => {
  const without = images(['acme/web:1']).filter(({ reference }) => !reference.startsWith('acme/web'));
  const next = { ...FILES, 'compose.yaml': COMPOSE.replaceAll('acme/web:1', 'acme/web:2') };
  await machine.become(siteWith(instance('inventory', next)), without);
  const verdict = stackSteps(stacks, assets)
    .find(({ id }) => id === 'stack.files')
    ?.check(await machine.look(), VM);
  expect(verdict).toMatchObject({
    state: 'blocked',
    diagnostic: { code: 'stack.image-missing', params: { image: 'acme/web:2', host: VM } },
  });
  await machine.become(siteWith(instance()), without);
  expect(await machine.apply()).toEqual(all('satisfied'));
});

it('what does not come up is undone: its former files, those it had no more included, its former compose file and image', async () => {
  sick = 'broken';
  const { 'compose.yaml': compose, 'conf/app.conf': conf } = FILES;
  const next = {
    'docker-compose.yml': compose.replaceAll('acme/web:1', 'acme/web:2'),
    'conf/app.conf': conf,
    'conf/new.conf': 'x\n',
  };
  const environment = { ...(instance().options.environment as object), MODE: 'broken' };
  await machine.become(siteWith(instance('inventory', next, { environment })), images(['acme/web:1']));
  expect(await failure()).toMatch(
    /^The new inventory on vm-dashboard did not come up \(.*web \(Up .*\(unhealthy\)\).*\); what ran before is back and runs\.$/,
  );
  const folder = '/opt/sitewright/stacks/inventory';
  expect(await onMachine(`ls ${folder} ${folder}/conf`)).toBe(
    `${folder}:\ncompose.sitewright.yaml\ncompose.yaml\nconf\n\n${folder}/conf:\napp.conf\nold.conf`,
  );
  expect(await onMachine("docker ps --filter name=inventory-web --format '{{.Status}}'")).toMatch(/healthy/);
  sick = undefined;
  expect(await failure()).toBe('it came up');
  expect(await onMachine(`ls ${folder}/conf`)).toBe('app.conf\nnew.conf');
  expect(await machine.apply()).toEqual(all('satisfied'));
});

it('two of each stack run side by side on one machine, and one that is gone from the site leaves the others alone', async () => {
  const [dashboard] = twoNodes.stacks;
  if (!dashboard) throw new Error('the example has no stack');
  const own = instance();
  const second = instance('second', FILES, {
    environment: { ...(own.options.environment as object), PORT: 8081 },
  });
  const watch = { ...dashboard, id: 'watch', options: { ...dashboard.options, httpPort: 8001, project: 'watch' } };
  await machine.become(siteWith(own, dashboard, second, watch), images());
  await machine.apply();
  expect(await onMachine("docker ps --all --format '{{.Names}}' | sort")).toBe(
    [
      ...['inventory', 'second'].flatMap((project) => ['db', 'migrate', 'web'].map((name) => `${project}-${name}-1`)),
      ...['municipal_project', 'watch'].flatMap((project) =>
        ['data_collector', 'db', 'web'].map((name) => `${project}-${name}-1`),
      ),
    ]
      .sort()
      .join('\n'),
  );
  expect(await machine.apply()).toEqual(all('satisfied'));
  const ports = [...machine.world.openPorts(machine.world.hosts.get(VM) as never).keys()];
  expect(ports).toEqual(expect.arrayContaining([5000, 8000, 8001, 8080, 8081]));
  await machine.become(siteWith(own, dashboard, watch), images());
  expect(await machine.apply()).toEqual(all('satisfied'));
});

it('taken away, its containers and files are gone; its volumes, what it wrote beside them and its neighbours stay', async () => {
  const folder = '/opt/sitewright/stacks/second';
  const place = { instanceId: 'second', host: VM, folder, project: 'second' };
  const removal = stacks.stackOf(instance()).remove?.(place);
  if (!removal) throw new Error('it cannot be taken away');
  await sh(
    machine.world,
    `cd ${folder} && mkdir -p data/sub/empty made && echo 1 >data/sub/rows && echo 2 >conf/state && sed -i s,^SITEWRIGHT_FILES=,&../inventory/.env,/etc/hosts,, .env && mkdir .previous && cp .env .previous/`,
    { host: VM },
  );
  const hands = {
    transport: () => machine.transport,
    signal: new AbortController().signal,
    note: () => {},
    wait: async () => {},
    now: () => 0,
  };
  const data = ['second_data', 'second_media', `${folder}/conf`, `${folder}/data`];
  expect(await dataNames(hands, place, removal)).toEqual(data);
  for (let times = 0; times < 2; times += 1) await removeInstance(hands, place, removal, { withData: false });
  expect(
    await onMachine("docker ps --all --format '{{.Names}}' | grep -c ^second; docker ps --all | grep -c inventory"),
  ).toBe('0\n3');
  expect(await onMachine(`cd ${folder} && find . | sort; ls /etc/hosts ../inventory/.env`)).toBe(
    '. ./conf ./conf/state ./data ./data/sub ./data/sub/empty ./data/sub/rows /etc/hosts ../inventory/.env'.replaceAll(
      ' ',
      '\n',
    ),
  );
  expect(await dataNames(hands, place, removal)).toEqual(data);
  await removeInstance(hands, place, removal, { withData: true });
  expect(await dataNames(hands, place, removal)).toEqual([]);
  expect(await onMachine('ls /opt/sitewright/stacks')).toBe('inventory\nmonitoring\nwatch');
});

it('a job that fails fails the step, with what it said', async () => {
  machine.world.orderFault('docker.job-fails');
  await machine.become(
    siteWith(instance('inventory', { ...FILES, 'conf/app.conf': 'workers = 8\n' })),
    images(['acme/web:1']),
  );
  expect(await failure()).toMatch(/migrate \(Exited \(1\)/);
});
