import { parseOptions } from '../debian/options.ts';
import type { ProgramContext, SimHost } from '../kernel/program.ts';
import { ComposeError } from './compose-error.ts';
import type { ComposeProject, ComposeService } from './compose-file.ts';
import { environmentOf, inOrder } from './compose-project.ts';
import { composePull } from './compose-pull.ts';
import type { ContainerRuntime } from './containers.ts';
import { type DockerContainer, dockerOf, findImage, randomHex } from './docker-state.ts';

/** The fault that lets jobs of compose projects fail. */
export const JOB_FAILS = 'docker.job-fails';

/** `docker compose up --detach`: makes what is missing or changed, in the order of depends_on, and waits where asked to. Gives the exit code. */
export async function up(
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
      await composePull(context, service.name, service.image, given.has('quiet-pull'));
    } else if (!present) throw new ComposeError(`Error response from daemon: No such image: ${service.image}`);
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
  for (const { kind, name } of project.external)
    if (!(kind === 'volume' ? docker.volumes : docker.networks).includes(name))
      throw new ComposeError(
        kind === 'volume'
          ? `external volume "${name}" not found`
          : `network ${name} declared as external, but could not be found`,
      );
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
    if (service.health?.startIntervalSeconds !== undefined && engineMajor(host) < 25)
      throw new ComposeError("can't set healthcheck.start_interval as feature require Docker Engine v25 or later");
    for (const [name, condition] of Object.entries(service.dependsOn)) {
      const needed = docker.containers.find((entry) => entry.project === project.name && entry.service === name);
      if (needed && condition === 'service_completed_successfully') {
        await runToItsEnd(context, runtime, needed);
        continue;
      }
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
    if (isJob(project, container.service)) {
      await runToItsEnd(context, runtime, container);
      continue;
    }
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

/** Docker's own packages have an epoch, `5:26.1.5-1~debian`. */
function engineMajor({ packages }: SimHost): number {
  return Number.parseInt((packages.get('docker-ce') ?? packages.get('docker.io') ?? '').replace(/^\d+:/, ''), 10);
}

/** What others wait for to end: compose waits for that too, and for nothing else of it (compose, getDependencyCondition). */
function isJob(project: ComposeProject, name: string): boolean {
  return project.services.some((each) => each.dependsOn[name] === 'service_completed_successfully');
}

/** A job of somebody else's image: it ends after a second, with 0 unless a fault is ordered. */
async function runToItsEnd(
  context: ProgramContext,
  runtime: ContainerRuntime,
  container: DockerContainer,
): Promise<void> {
  const { world, host } = context;
  if (container.state === 'running') {
    context.stderr(` Container ${container.name}  Waiting\n`);
    await context.sleep(1);
    runtime.stop(world, host, container, false, world.hasFault(JOB_FAILS) ? 1 : 0);
  }
  if (container.exitCode !== 0)
    throw new ComposeError(`service "${container.service}" didn't complete successfully: exit ${container.exitCode}`);
  context.stderr(` Container ${container.name}  Exited\n`);
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
    name: service.containerName ?? `${project.name}-${service.name}-1`,
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
