import { parseOptions, UsageError } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import type { ContainerRuntime } from './containers.ts';
import { dockerOf, findContainer, findImage } from './docker-state.ts';
import { renderTemplate } from './go-template.ts';
import { table } from './messages.ts';
import { inspectContainer, inspectImage, psView } from './views.ts';

/** `docker ps`: gives the exit code. */
export function ps(context: ProgramContext, runtime: ContainerRuntime, words: readonly string[]): number {
  const options = parseOptions(words, {
    short: 'aqf:n:ls',
    long: ['all', 'quiet', 'format=', 'filter=', 'no-trunc', 'latest', 'size', 'last='],
  });
  const { world, host } = context;
  const filters = [...(options.values.get('f') ?? []), ...(options.values.get('filter') ?? [])].map((entry) =>
    entry.split(/=(.*)/s, 2),
  );
  const shown = dockerOf(world, host).containers.filter((entry) => {
    if (entry.state !== 'running' && !options.has('a', 'all') && !filters.some(([key]) => key === 'status'))
      return false;
    return filters.every(([key, value = '']) => {
      if (key === 'name') return entry.name.includes(value);
      if (key === 'status') return entry.state === value;
      if (key === 'label') {
        const [name = '', wanted] = value.split('=');
        return wanted === undefined ? name in entry.labels : entry.labels[name] === wanted;
      }
      if (key === 'health') return runtime.health(world, host, entry) === value;
      throw new UsageError(`Error response from daemon: invalid filter '${key}'`, 1);
    });
  });
  const rows = shown.map((entry) => psView(world, host, runtime, entry, options.has('no-trunc')));
  const format = options.get('format');
  if (options.has('q', 'quiet')) for (const row of rows) context.stdout(`${row.ID}\n`);
  else if (format === undefined || format === 'table')
    table(context, rows, {
      ID: 'CONTAINER ID',
      Image: 'IMAGE',
      Command: 'COMMAND',
      RunningFor: 'CREATED',
      Status: 'STATUS',
      Ports: 'PORTS',
      Names: 'NAMES',
    });
  else if (format.startsWith('table ')) {
    const fields = [...format.matchAll(/\{\{\s*\.(\w+)\s*\}\}/g)].map((match) => match[1] as string);
    table(
      context,
      rows,
      Object.fromEntries(fields.map((field) => [field, field.replace(/([a-z])([A-Z])/g, '$1 $2').toUpperCase()])),
    );
  } else
    for (const row of rows)
      context.stdout(`${format === 'json' ? JSON.stringify(row) : renderTemplate(format, row)}\n`);
  return 0;
}

/** `docker inspect` of containers and images: gives the exit code. */
export function inspect(context: ProgramContext, runtime: ContainerRuntime, words: readonly string[]): number {
  const options = parseOptions(words, { short: 'f:s', long: ['format=', 'type=', 'size'] });
  const { world, host } = context;
  const docker = dockerOf(world, host);
  const found: unknown[] = [];
  let code = 0;
  for (const name of options.operands) {
    const container = findContainer(docker, name);
    const entry = container ? undefined : findImage(docker, name);
    if (container) found.push(inspectContainer(world, host, runtime, container));
    else if (entry) found.push(inspectImage(entry));
    else {
      context.stderr(`Error: No such object: ${name}\n`);
      code = 1;
    }
  }
  const format = options.get('f', 'format');
  if (format === undefined) context.stdout(`${JSON.stringify(found, null, 4)}\n`);
  else for (const entry of found) context.stdout(`${renderTemplate(format, entry)}\n`);
  return code;
}
