import { absolute, type parseOptions, text } from '../debian/options.ts';
import type { ProgramContext } from '../kernel/program.ts';
import { ComposeError } from './compose-error.ts';
import { type ComposeProject, type ComposeService, type ComposeSource, parseCompose } from './compose-file.ts';
import { parseEnvFile } from './interpolate.ts';

export const FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** The project that the options or the folder name. Throws ComposeError where no file is there or it does not parse. */
export function readProject(context: ProgramContext, options: ReturnType<typeof parseOptions>): ComposeProject {
  const { files } = context.host;
  const given = options.values.get('f') ?? options.values.get('file') ?? [];
  const paths = given.map((path) => absolute(context, path));
  const [file = fileInFolder(context, options), ...others] = paths;
  const read = (path: string): ComposeSource => {
    const data = files.read(path);
    if (data === undefined) throw new ComposeError(`open ${path}: no such file or directory`, 14);
    return { file: path, text: text(data) };
  };
  const sources = [read(file), ...others.map(read)] as const;
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
  return parseCompose(sources, { folder, projectName: options.get('p', 'project-name'), env });
}

function fileInFolder(context: ProgramContext, options: ReturnType<typeof parseOptions>): string {
  const folder = options.get('project-directory');
  const base = folder === undefined ? context.cwd : absolute(context, folder);
  const file = FILES.map((name) => `${base}/${name}`).find((path) => context.host.files.read(path) !== undefined);
  if (file === undefined) throw new ComposeError('no configuration file provided: not found', 14);
  return file;
}

/** Environment of a service's container: env files in order, then `environment`. */
export function environmentOf(context: ProgramContext, service: ComposeService): Record<string, string> {
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

/** Services after the ones they depend on. */
export function inOrder(services: readonly ComposeService[]): readonly ComposeService[] {
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
