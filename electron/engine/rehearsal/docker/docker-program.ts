import { parseOptions, UsageError } from '../debian/options.ts';
import type { Program, ProgramContext } from '../kernel/program.ts';
import { composeCommand } from './compose-command.ts';
import { inspect, ps } from './container-views.ts';
import type { ContainerRuntime } from './containers.ts';
import { dockerOf, findContainer } from './docker-state.ts';
import { renderTemplate, TemplateError } from './go-template.ts';
import { image, load, tag } from './image-commands.ts';
import { ImageNameError } from './image-reference.ts';
import { noSuch } from './messages.ts';
import { pullCommand } from './pull-command.ts';

const COMPOSE_PACKAGES = ['docker-compose', 'docker-compose-plugin', 'docker-compose-v2'];

const NO_DAEMON = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n';

/** The docker client with the daemon behind it. */
export function dockerProgram(runtime: ContainerRuntime): Program {
  return async (context) => {
    const [, ...args] = context.argv;
    try {
      return await dispatch(context, runtime, args);
    } catch (error) {
      if (error instanceof UsageError) {
        // docker's own wording, also where the parser speaks GNU's
        const flag =
          /unrecognized option '([^']+)'/.exec(error.message)?.[1] ??
          /invalid option -- '(.)'/.exec(error.message)?.[1];
        context.stderr(
          flag === undefined
            ? `${error.message}\n`
            : flag.startsWith('--')
              ? `unknown flag: ${flag}\n`
              : `unknown shorthand flag: '${flag}' in -${flag}\n`,
        );
        return error.code === 1 ? 125 : error.code;
      }
      if (error instanceof TemplateError || error instanceof ImageNameError) {
        context.stderr(`${error.message}\n`);
        return 1;
      }
      throw error;
    }
  };
}

function versionOf(context: ProgramContext): string {
  const { packages } = context.host;
  const raw = packages.get('docker-ce') ?? packages.get('docker.io') ?? packages.get('docker-ce-cli') ?? '';
  return raw.replace(/^\d+:/, '').replace(/-.*$/, '');
}

async function dispatch(context: ProgramContext, runtime: ContainerRuntime, args: readonly string[]): Promise<number> {
  const [verb = '', ...rest] = args;
  const words = [`docker ${verb}`, ...rest];
  const daemon = runtime.isDaemonUp(context.host);
  if (verb === '--version' || verb === '-v') {
    context.stdout(`Docker version ${versionOf(context)}, build sim\n`);
    return 0;
  }
  if (verb === 'compose') {
    // Debian 12's docker-compose 1.29 is a program of its own and no plug-in of docker
    const hasPlugin = COMPOSE_PACKAGES.some((name) => !/^(\d+:)?1\./.test(context.host.packages.get(name) ?? '1.'));
    if (!hasPlugin) {
      context.stderr("docker: 'compose' is not a docker command.\nSee 'docker --help'\n");
      return 1;
    }
    if (!daemon && !['version', 'config'].some((word) => rest.includes(word))) {
      context.stderr(NO_DAEMON);
      return 1;
    }
    return composeCommand(context, runtime, rest);
  }
  if (verb === 'version') {
    const options = parseOptions(words, { short: 'f:', long: ['format='] });
    const part = { Version: versionOf(context), ApiVersion: '1.45', Os: 'linux', Arch: 'amd64' };
    const view = { Client: part, Server: daemon ? part : null };
    const format = options.get('f', 'format');
    if (format === undefined)
      context.stdout(
        `Client:\n Version:           ${part.Version}\n API version:       ${part.ApiVersion}\n${daemon ? `\nServer:\n Engine:\n  Version:          ${part.Version}\n` : ''}`,
      );
    else if (daemon || !format.includes('.Server'))
      context.stdout(`${format === 'json' ? JSON.stringify(view) : renderTemplate(format, view)}\n`);
    else context.stdout('\n');
    if (daemon) return 0;
    context.stderr(NO_DAEMON);
    return 1;
  }
  if (!daemon) {
    context.stderr(NO_DAEMON);
    return 1;
  }
  const docker = dockerOf(context.world, context.host);
  switch (verb) {
    case 'info': {
      const options = parseOptions(words, { short: 'f:', long: ['format='] });
      const view = {
        ServerVersion: versionOf(context),
        Containers: docker.containers.length,
        ContainersRunning: docker.containers.filter((entry) => entry.state === 'running').length,
        Images: docker.images.length,
        Driver: 'overlay2',
        DockerRootDir: '/var/lib/docker',
        CgroupDriver: 'systemd',
        OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
        Swarm: { LocalNodeState: 'inactive' },
        Name: context.host.name,
      };
      const format = options.get('f', 'format');
      context.stdout(
        format === undefined
          ? `Server:\n Containers: ${view.Containers}\n Images: ${view.Images}\n Server Version: ${view.ServerVersion}\n`
          : `${format === 'json' ? JSON.stringify(view) : renderTemplate(format, view)}\n`,
      );
      return 0;
    }
    case 'load':
      return load(context, words);
    case 'image':
      return image(context, rest);
    case 'images':
      return image(context, ['ls', ...rest]);
    case 'rmi':
      return image(context, ['rm', ...rest]);
    case 'ps':
      return ps(context, runtime, words);
    case 'container': {
      const [sub = '', ...others] = rest;
      return dispatch(context, runtime, [sub === 'ls' ? 'ps' : sub, ...others]);
    }
    case 'inspect':
      return inspect(context, runtime, words);
    case 'logs': {
      const options = parseOptions(words, {
        short: 'fn:t',
        long: ['follow', 'tail=', 'timestamps', 'since=', 'until='],
      });
      const container = findContainer(docker, options.operands[0] ?? '');
      if (!container) return noSuch(context, options.operands[0]);
      context.stdout(
        `${container.service}: ${container.state === 'running' ? 'started' : `exited with code ${container.exitCode}`}\n`,
      );
      return 0;
    }
    case 'stop':
    case 'start':
    case 'restart':
    case 'rm': {
      const options = parseOptions(words, { short: 'ft:v', long: ['force', 'time=', 'timeout=', 'volumes'] });
      let code = 0;
      for (const name of options.operands) {
        const container = findContainer(docker, name);
        if (!container) {
          code = noSuch(context, name);
          continue;
        }
        if (verb === 'rm') {
          if (container.state === 'running' && !options.has('f', 'force')) {
            context.stderr(
              `Error response from daemon: cannot remove container "/${container.name}": container is running: stop the container before removing or force remove\n`,
            );
            code = 1;
            continue;
          }
          runtime.stop(context.world, context.host, container, true, 137);
          docker.containers.splice(docker.containers.indexOf(container), 1);
        } else {
          if (verb !== 'start') runtime.stop(context.world, context.host, container, true);
          if (verb !== 'stop') {
            const refusal = runtime.start(context.world, context.host, container);
            if (refusal !== undefined) {
              context.stderr(`Error response from daemon: ${refusal}\n`);
              code = 1;
              continue;
            }
          }
        }
        context.world.effect(context.host, `docker.${verb} ${container.name}`);
        context.stdout(`${name}\n`);
      }
      return code;
    }
    case 'volume':
    case 'network': {
      const [sub, ...others] = rest;
      const options = parseOptions(['docker', ...others], { short: 'qf:', long: ['quiet', 'format=', 'filter='] });
      const all = verb === 'volume' ? docker.volumes : ['bridge', 'host', 'none', ...docker.networks];
      // compose gives what it makes the label of its project
      const [, project] = /^label=com\.docker\.compose\.project=(.*)$/.exec(options.get('filter') ?? '') ?? [];
      const names = project === undefined ? all : all.filter((name) => name.startsWith(`${project}_`));
      if (sub !== 'ls') break;
      const format = options.get('format');
      if (format !== undefined)
        for (const name of names)
          context.stdout(`${renderTemplate(format, { Name: name, Driver: verb === 'volume' ? 'local' : 'bridge' })}\n`);
      else
        context.stdout(
          `${options.has('q', 'quiet') ? '' : 'DRIVER NAME\n'}${names.map((name) => (options.has('q', 'quiet') ? `${name}\n` : `local ${name}\n`)).join('')}`,
        );
      return 0;
    }
    case 'pull':
      return pullCommand(context, words);
    case 'tag':
      return tag(context, words);
    default:
  }
  context.stderr(
    `docker: '${[verb, rest[0]].filter((word) => word !== undefined).join(' ')}' is not a docker command.\nSee 'docker --help'\n`,
  );
  return 1;
}
