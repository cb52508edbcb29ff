import { parseOptions } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import { ComposeError } from './compose-error.ts';
import { composeExec } from './compose-exec.ts';
import { environmentOf, readProject } from './compose-project.ts';
import { composePull } from './compose-pull.ts';
import { up } from './compose-up.ts';
import type { ContainerRuntime } from './containers.ts';
import { dockerOf } from './docker-state.ts';
import { renderTemplate } from './go-template.ts';
import { composePsView, psView } from './views.ts';

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
      const given = parseOptions(words, {
        short: 'q',
        long: ['quiet', 'ignore-pull-failures', 'include-deps', 'policy='],
        usageCode: 16,
      });
      const project = readProject(context, options);
      for (const service of project.services) {
        const isWanted = given.operands.length === 0 || given.operands.includes(service.name);
        if (!isWanted || service.pullPolicy === 'never') continue;
        await composePull(context, service.name, service.image, given.has('q', 'quiet'));
      }
      return 0;
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
      const project = { name: projectName(context, options) };
      const isAnything =
        docker.containers.some((container) => container.project === project.name) ||
        docker.networks.includes(`${project.name}_default`);
      if (!isAnything) context.stderr(`Warning: No resource found to remove for project "${project.name}".\n`);
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
    case 'exec':
      return composeExec(context, runtime, options, args);
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

/** What belongs to a project is known by its labels: without a compose file its name is enough. */
function projectName(context: ProgramContext, options: ReturnType<typeof parseOptions>): string {
  const name = options.get('p', 'project-name');
  try {
    return readProject(context, options).name;
  } catch (error) {
    if (name === undefined || !(error instanceof ComposeError) || error.code !== 14 || options.has('f', 'file'))
      throw error;
    return name;
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
