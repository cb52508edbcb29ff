import { parseOptions } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import { ComposeError } from './compose-error.ts';
import { readProject } from './compose-project.ts';
import type { ContainerRuntime } from './containers.ts';
import { dockerOf } from './docker-state.ts';

/** `docker compose exec [-T] SERVICE COMMAND...`: a program inside a running container, where its application has one. */
export async function composeExec(
  context: ProgramContext,
  runtime: ContainerRuntime,
  options: ReturnType<typeof parseOptions>,
  args: readonly string[],
): Promise<number> {
  const given = parseOptions(['docker compose', ...args], {
    short: 'Tde:u:w:',
    long: ['no-TTY', 'no-tty', 'detach', 'env=', 'user=', 'workdir=', 'index=', 'privileged'],
    stopAtOperand: true,
    usageCode: 16,
  });
  const [service, ...argv] = given.operands;
  if (service === undefined || argv.length === 0)
    throw new ComposeError('requires at least 2 arg(s), only received fewer', 1);
  const { host, world } = context;
  const project = readProject(context, options);
  if (!project.services.some(({ name }) => name === service)) throw new ComposeError(`no such service: ${service}`, 1);
  const container = dockerOf(world, host).containers.find(
    (entry) => entry.project === project.name && entry.service === service,
  );
  if (container?.state !== 'running') throw new ComposeError(`service "${service}" is not running`, 1);
  // a terminal is what compose takes unless it is told otherwise, and here is none
  if (!given.has('T', 'no-TTY', 'no-tty')) throw new ComposeError('the input device is not a TTY', 1);
  await context.sleep(0.1);
  const application = runtime.applicationOf(world, host, project.name);
  const code = await application?.exec?.(runtime.sight(world, host, project.name), service, {
    argv,
    stdin: () => context.stdin(),
    stdout: (chunk) => context.stdout(chunk),
    stderr: (chunk) => context.stderr(chunk),
  });
  if (code !== undefined) return code;
  context.stderr(
    `OCI runtime exec failed: exec failed: unable to start container process: exec: "${argv[0]}": executable file not found in $PATH: unknown\n`,
  );
  return 127;
}
