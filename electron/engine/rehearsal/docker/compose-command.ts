import { absolute, parseOptions, text } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import { ComposeError, type ComposeProject, type ComposeService, parseCompose } from './compose-file.ts';
import type { ContainerRuntime } from './containers.ts';
import { type DockerContainer, dockerOf, findImage, randomHex } from './docker-state.ts';
import { renderTemplate } from './go-template.ts';
import { parseEnvFile } from './interpolate.ts';
import { composePsView, psView } from './views.ts';

const FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const GLOBAL = {
  short: 'f:p:',
  long: [
    'file=',
    'project-name=',
    'project-directory=',
    'env-file=',
    'profile=',
    'ansi=',
    'progress=',
    'parallel=',
    'compatibility',
    'dry-run',
    'version',
  ],
  stopAtOperand: true,
  usageCode: 16,
};
const PULL_FAILURE =
  'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution';

/** `docker compose ...`. `args` are the words after `compose`. */
export async function composeCommand(
  context: ProgramContext,
  runtime: ContainerRuntime,
  args: readonly string[],
): Promise<number> {
  const options = parseOptions(['docker compose', ...args], GLOBAL);
  const [verb, ...rest] = options.operands;
  if (verb === 'version' || options.has('version')) {
    const short = rest.includes('--short');
    context.stdout(short ? '2.26.1\n' : 'Docker Compose version 2.26.1\n');
    return 0;
  }
  if (verb === undefined) {
    context.stdout('Usage:  docker compose [OPTIONS] COMMAND\n');
    return 0;
  }
  try {
    if (verb === 'ls') return listProjects(context, runtime);
    return await run(context, runtime, verb, rest, options);
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    context.stderr(`${error.message}\n`);
    return error.code;
  }
}

function readProject(context: ProgramContext, options: ReturnType<typeof parseOptions>): ComposeProject {
  const { files } = context.host;
  const given = options.values.get('f') ?? options.values.get('file') ?? [];
  if (given.length > 1) throw new ComposeError('several compose files are not simulated', 15);
  let file = given[0] === undefined ? undefined : absolute(context, given[0]);
  if (file === undefined) {
    const folder = options.get('project-directory');
    const base = folder === undefined ? context.cwd : absolute(context, folder);
    file = FILES.map((name) => `${base}/${name}`).find((path) => files.read(path) !== undefined);
    if (file === undefined) throw new ComposeError('no configuration file provided: not found', 14);
  }
  const data = files.read(file);
  if (data === undefined) throw new ComposeError(`open ${file}: no such file or directory`, 14);
  const folder =
    options.get('project-directory') === undefined
      ? file.slice(0, file.lastIndexOf('/')) || '/'
      : absolute(context, options.get('project-directory') as string);
  const envFile = options.get('env-file');
  const envPath = envFile === undefined ? `${folder}/.env` : absolute(context, envFile);
  const envData = files.read(envPath);
  if (envFile !== undefined && envData === undefined) throw new ComposeError(`couldn't find env file: ${envPath}`, 14);
  let env: Map<string, string>;
  try {
    env = new Map([...parseEnvFile(text(envData), context.env), ...context.env]);
  } catch (error) {
    throw new ComposeError(`failed to read ${envPath}: ${(error as Error).message}`, 15);
  }
  return parseCompose(text(data), { file, folder, projectName: options.get('p', 'project-name'), env });
}

/** Environment of a service's container: env files in order, then `environment`. */
function environmentOf(context: ProgramContext, service: ComposeService): Record<string, string> {
  const result: Record<string, string> = {};
  for (const { path, required } of service.envFiles) {
    const data = context.host.files.read(path);
    if (data === undefined) {
      if (required) throw new ComposeError(`env file ${path} not found: stat ${path}: no such file or directory`);
      continue;
    }
    try {
      for (const [name, value] of parseEnvFile(text(data), new Map())) result[name] = value;
    } catch (error) {
      throw new ComposeError(`failed to read ${path}: ${(error as Error).message}`);
    }
  }
  return { ...result, ...service.environment };
}

async function run(
  context: ProgramContext,
  runtime: ContainerRuntime,
  verb: string,
  args: readonly string[],
  options: ReturnType<typeof parseOptions>,
): Promise<number> {
  const docker = dockerOf(context.world, context.host);
  const words = ['docker compose', ...args];
  switch (verb) {
    case 'config': {
      const given = parseOptions(words, {
        short: 'q',
        long: ['quiet', 'services', 'images', 'volumes', 'format=', 'no-interpolate'],
        usageCode: 16,
      });
      const project = readProject(context, options);
      for (const service of project.services) environmentOf(context, service);
      if (given.has('q', 'quiet')) return 0;
      if (given.has('services')) context.stdout(project.services.map((service) => `${service.name}\n`).join(''));
      else if (given.has('images')) context.stdout(project.services.map((service) => `${service.image}\n`).join(''));
      else if (given.has('volumes')) context.stdout(project.volumes.map((volume) => `${volume}\n`).join(''));
      else context.stdout(`${JSON.stringify(project.model, null, 2)}\n`);
      return 0;
    }
    case 'up':
      return up(context, runtime, readProject(context, options), words);
    case 'pull': {
      const project = readProject(context, options);
      const wanted = project.services.filter((service) => service.pullPolicy !== 'never');
      for (const service of wanted) {
        await context.sleep(1);
        context.stderr(` ${service.name} Error ${PULL_FAILURE}\n`);
      }
      if (wanted.length === 0) return 0;
      context.stderr(`Error response from daemon: ${PULL_FAILURE}\n`);
      return 18;
    }
    case 'ps': {
      const given = parseOptions(words, {
        short: 'aq',
        long: ['all', 'quiet', 'services', 'format=', 'no-trunc', 'status=', 'filter=', 'orphans?'],
        usageCode: 16,
      });
      const project = readProject(context, options);
      const shown = docker.containers.filter(
        (entry) =>
          entry.project === project.name &&
          (given.has('a', 'all') || entry.state === 'running') &&
          (given.operands.length === 0 || given.operands.includes(entry.service)),
      );
      const format = given.get('format') ?? 'table';
      if (given.has('q', 'quiet')) context.stdout(shown.map((entry) => `${entry.id}\n`).join(''));
      else if (given.has('services')) context.stdout(shown.map((entry) => `${entry.service}\n`).join(''));
      else if (format === 'json')
        context.stdout(
          shown
            .map((entry) => `${JSON.stringify(composePsView(context.world, context.host, runtime, entry))}\n`)
            .join(''),
        );
      else if (format === 'table') {
        context.stdout('NAME IMAGE COMMAND SERVICE CREATED STATUS PORTS\n');
        for (const entry of shown) {
          const view = psView(context.world, context.host, runtime, entry, false);
          context.stdout(
            `${entry.name} ${entry.image} ${view.Command} ${entry.service} ${view.RunningFor} ${view.Status} ${view.Ports}\n`,
          );
        }
      } else
        for (const entry of shown)
          context.stdout(`${renderTemplate(format, composePsView(context.world, context.host, runtime, entry))}\n`);
      return 0;
    }
    case 'down': {
      const given = parseOptions(words, {
        short: 'vt:',
        long: ['volumes', 'remove-orphans', 'timeout=', 'rmi='],
        usageCode: 16,
      });
      const project = readProject(context, options);
      for (const entry of docker.containers.filter((container) => container.project === project.name)) {
        context.stderr(` Container ${entry.name}  Stopping\n`);
        await context.sleep(0.3);
        runtime.stop(context.world, context.host, entry, true);
        context.stderr(` Container ${entry.name}  Stopped\n Container ${entry.name}  Removed\n`);
      }
      docker.containers = docker.containers.filter((container) => container.project !== project.name);
      docker.networks = docker.networks.filter((network) => network !== `${project.name}_default`);
      if (given.has('v', 'volumes')) {
        docker.volumes = docker.volumes.filter((volume) => !volume.startsWith(`${project.name}_`));
        delete docker.applications[project.name];
      }
      delete docker.projects[project.name];
      context.world.effect(context.host, `docker.compose-down ${project.name}`);
      return 0;
    }
    case 'stop':
    case 'start':
    case 'restart': {
      const given = parseOptions(words, { short: 't:', long: ['timeout=', 'no-deps'], usageCode: 16 });
      const project = readProject(context, options);
      const chosen = docker.containers.filter(
        (entry) =>
          entry.project === project.name && (given.operands.length === 0 || given.operands.includes(entry.service)),
      );
      if (verb === 'start' && chosen.length === 0)
        throw new ComposeError(`service "${project.services[0]?.name}" has no container to start`);
      for (const entry of chosen) {
        await context.sleep(0.3);
        if (verb !== 'start') runtime.stop(context.world, context.host, entry, true);
        if (verb !== 'stop') {
          const refusal = runtime.start(context.world, context.host, entry);
          if (refusal !== undefined) throw new ComposeError(`Error response from daemon: ${refusal}`);
        }
        context.stderr(` Container ${entry.name}  ${verb === 'stop' ? 'Stopped' : 'Started'}\n`);
      }
      context.world.effect(context.host, `docker.compose-${verb} ${project.name}`);
      return 0;
    }
    case 'logs': {
      parseOptions(words, {
        short: 'ftn:',
        long: ['follow', 'no-color', 'no-log-prefix', 'tail=', 'timestamps', 'since=', 'until='],
        usageCode: 16,
      });
      const project = readProject(context, options);
      for (const entry of docker.containers.filter((container) => container.project === project.name))
        context.stdout(
          `${entry.service}-1  | ${entry.state === 'running' ? 'started' : `exited with code ${entry.exitCode}`}\n`,
        );
      return 0;
    }
    case 'images': {
      const project = readProject(context, options);
      context.stdout('CONTAINER REPOSITORY TAG IMAGE ID SIZE\n');
      for (const entry of docker.containers.filter((container) => container.project === project.name))
        context.stdout(`${entry.name} ${entry.image} ${entry.imageId.slice(7, 19)}\n`);
      return 0;
    }
    default:
      throw new ComposeError(`unknown docker command: "compose ${verb}"`, 1);
  }
}

function listProjects(context: ProgramContext, runtime: ContainerRuntime): number {
  const projects = new Map<string, number>();
  for (const entry of dockerOf(context.world, context.host).containers)
    if (entry.state === 'running') projects.set(entry.project, (projects.get(entry.project) ?? 0) + 1);
  void runtime;
  context.stdout('NAME STATUS CONFIG FILES\n');
  for (const [name, count] of projects) context.stdout(`${name} running(${count})\n`);
  return 0;
}

/** Services after the ones they depend on. */
function inOrder(services: readonly ComposeService[]): readonly ComposeService[] {
  const result: ComposeService[] = [];
  const visit = (service: ComposeService, path: readonly string[]) => {
    if (path.includes(service.name))
      throw new ComposeError(`dependency cycle detected: ${[...path, service.name].join(' -> ')}`, 15);
    if (result.includes(service)) return;
    for (const name of Object.keys(service.dependsOn)) {
      const needed = services.find((entry) => entry.name === name);
      if (needed) visit(needed, [...path, service.name]);
    }
    result.push(service);
  };
  for (const service of services) visit(service, []);
  return result;
}

async function up(
  context: ProgramContext,
  runtime: ContainerRuntime,
  project: ComposeProject,
  words: readonly string[],
): Promise<number> {
  const given = parseOptions(words, {
    short: 'dt:V',
    long: [
      'detach',
      'wait',
      'wait-timeout=',
      'pull=',
      'remove-orphans',
      'force-recreate',
      'no-recreate',
      'no-build',
      'quiet-pull',
      'no-deps',
      'timeout=',
      'renew-anon-volumes',
      'no-start',
      'no-color',
    ],
    usageCode: 16,
  });
  if (!given.has('d', 'detach', 'wait', 'no-start'))
    throw new ComposeError('attached mode (without --detach) is not simulated');
  const { world, host } = context;
  const docker = dockerOf(world, host);
  const services = inOrder(
    project.services.filter((service) => given.operands.length === 0 || given.operands.includes(service.name)),
  );
  const environments = new Map(services.map((service) => [service.name, environmentOf(context, service)]));
  const policy = given.get('pull');
  for (const service of services) {
    const chosen = policy ?? service.pullPolicy;
    const present = findImage(docker, service.image);
    if (chosen === 'always' || (!present && chosen !== 'never')) {
      context.stderr(` ${service.name} Pulling \n`);
      await context.sleep(1);
      context.stderr(` ${service.name} Error ${PULL_FAILURE}\n`);
      throw new ComposeError(`Error response from daemon: ${PULL_FAILURE}`, 18);
    }
    if (!present) throw new ComposeError(`Error response from daemon: No such image: ${service.image}`);
  }
  const orphans = docker.containers.filter(
    (entry) => entry.project === project.name && !project.services.some((service) => service.name === entry.service),
  );
  if (given.has('remove-orphans')) {
    for (const orphan of orphans) {
      runtime.stop(world, host, orphan, true);
      docker.containers.splice(docker.containers.indexOf(orphan), 1);
      context.stderr(` Container ${orphan.name}  Removed\n`);
    }
  } else if (orphans.length > 0)
    context.stderr(
      `level=warning msg="Found orphan containers ([${orphans.map((orphan) => orphan.name).join(' ')}]) for this project."\n`,
    );
  docker.projects[project.name] = Object.fromEntries(project.services.map((service) => [service.name, service.image]));
  const network = `${project.name}_default`;
  if (!docker.networks.includes(network)) {
    docker.networks.push(network);
    context.stderr(` Network ${network}  Created\n`);
  }
  for (const volume of project.volumes.map((name) => `${project.name}_${name}`)) {
    if (docker.volumes.includes(volume)) continue;
    docker.volumes.push(volume);
    context.stderr(` Volume "${volume}"  Created\n`);
  }
  const limit = world.now() + Number(given.get('wait-timeout') || 0) * 1000;
  const inTime = () => !given.get('wait-timeout') || world.now() < limit;
  for (const service of services) {
    const image = findImage(docker, service.image);
    if (!image) throw new ComposeError(`Error response from daemon: No such image: ${service.image}`);
    const env = environments.get(service.name) ?? {};
    for (const [name, condition] of Object.entries(service.dependsOn)) {
      const needed = docker.containers.find((entry) => entry.project === project.name && entry.service === name);
      if (!needed || condition !== 'service_healthy') continue;
      context.stderr(` Container ${needed.name}  Waiting\n`);
      if (!(await becomesHealthy(context, runtime, needed, inTime))) {
        context.stderr(` Container ${needed.name}  Error\n`);
        throw new ComposeError(
          inTime()
            ? `dependency failed to start: container ${needed.name} is unhealthy`
            : 'application not healthy after wait timeout',
        );
      }
      context.stderr(` Container ${needed.name}  Healthy\n`);
    }
    const existing = docker.containers.find(
      (entry) => entry.project === project.name && entry.service === service.name,
    );
    const same =
      existing &&
      existing.hash === service.hash &&
      existing.imageId === image.id &&
      JSON.stringify(existing.env) === JSON.stringify(env) &&
      !given.has('force-recreate');
    if (existing && same && existing.state === 'running') {
      context.stderr(` Container ${existing.name}  Running\n`);
      continue;
    }
    let container = existing;
    if (!existing || !same) {
      if (existing) {
        context.stderr(` Container ${existing.name}  Recreate\n`);
        runtime.stop(world, host, existing, true);
        docker.containers.splice(docker.containers.indexOf(existing), 1);
      }
      container = make(context, project, service, env, image.id);
      docker.containers.push(container);
      await context.sleep(0.3);
      context.stderr(` Container ${container.name}  ${existing ? 'Recreated' : 'Created'}\n`);
    }
    if (!container || given.has('no-start')) continue;
    await context.sleep(0.4);
    const refusal = runtime.start(world, host, container);
    if (refusal !== undefined) throw new ComposeError(`Error response from daemon: ${refusal}`);
    world.effect(host, `docker.compose-up ${project.name}/${service.name}`);
    context.stderr(` Container ${container.name}  Started\n`);
  }
  if (!given.has('wait')) return 0;
  for (const container of docker.containers.filter(
    (entry) => entry.project === project.name && services.some((service) => service.name === entry.service),
  )) {
    if (!(await becomesHealthy(context, runtime, container, inTime))) {
      context.stderr(
        inTime() ? `container ${container.name} is unhealthy\n` : 'application not healthy after wait timeout\n',
      );
      return 1;
    }
    context.stderr(` Container ${container.name}  Healthy\n`);
  }
  return 0;
}

async function becomesHealthy(
  context: ProgramContext,
  runtime: ContainerRuntime,
  container: DockerContainer,
  inTime: () => boolean,
): Promise<boolean> {
  for (;;) {
    const health = runtime.health(context.world, context.host, container);
    if (container.state !== 'running' || health === 'unhealthy') return false;
    if (health !== 'starting') return true;
    if (!inTime()) return false;
    await context.sleep(0.5);
  }
}

function make(
  context: ProgramContext,
  project: ComposeProject,
  service: ComposeService,
  env: Record<string, string>,
  imageId: string,
): DockerContainer {
  const { world, host } = context;
  for (const mount of service.mounts) {
    // A bind whose source is missing becomes a folder made by the daemon: the classic trap.
    if (mount.isBind && host.files.realpath(mount.source) === undefined) host.files.makeDirectories(mount.source);
  }
  return {
    id: randomHex(world, 64),
    name: `${project.name}-${service.name}-1`,
    image: service.image,
    imageId,
    project: project.name,
    service: service.name,
    hash: service.hash,
    env,
    ports: [...service.ports],
    mounts: service.mounts.map((mount) =>
      mount.isBind
        ? mount
        : { ...mount, source: mount.source === '' ? randomHex(world, 64) : `${project.name}_${mount.source}` },
    ),
    labels: {
      ...service.labels,
      'com.docker.compose.config-hash': service.hash,
      'com.docker.compose.container-number': '1',
      'com.docker.compose.image': imageId,
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.project': project.name,
      'com.docker.compose.project.config_files': project.file,
      'com.docker.compose.project.working_dir': project.folder,
      'com.docker.compose.service': service.name,
      'com.docker.compose.version': '2.26.1',
    },
    restart: service.restart,
    command: service.command,
    health: service.health ?? null,
    createdAt: world.now(),
    startedAt: 0,
    finishedAt: 0,
    state: 'created',
    exitCode: 0,
    stoppedByHand: false,
  };
}
