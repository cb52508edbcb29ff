import { DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../../api/site.ts';
import { hostByName, machineByName } from '../../site/derive.ts';
import { looksLikeSecret } from '../../site/secret-look.ts';
import { bytesAsset } from '../asset-store.ts';
import { COMPOSE_FILES, OVERRIDE_FILE } from '../compose/compose-words.ts';
import { composeRemoval } from '../operations/compose-operations.ts';
import type { ComposeApplication, Stack, StackFile, StackImage } from '../stack.ts';
import { configurationDigest, type EnvironmentInput, environmentText, siteVariables } from './environment.ts';
import type { VariableValue } from './interpolation.ts';
import { type ComposeProjectOptions, ComposeProjectOptionsSchema, composeProjectOptions } from './options.ts';
import { imageVariables, overrideText } from './override.ts';
import { type ProjectFile, readProjectFile } from './project-file.ts';
import { declaredChecks } from './smoke/declared.ts';
import { projectServices } from './smoke/services.ts';

/** A compose project of the site's own: a folder beside site.toml with its compose file, installed as every other stack is. */
export const composeProjectStack: Stack<ReturnType<typeof ComposeProjectOptionsSchema.parse>> = {
  id: 'compose',
  version: '1.0.0',
  title: { en: 'Own compose project', es: 'Proyecto compose propio' },
  options: ComposeProjectOptionsSchema,
  target: 'machine',
  requires: ['docker', 'registry'],
  provides: [],
  folder: (instance) => composeProjectOptions(instance).folder,
  ports: (site, instance) => projectOf(site, instance).file.services.flatMap(({ ports }) => ports),
  networks: (site, instance) =>
    projectOf(site, instance).file.subnets.map((cidr) => ({ cidr, kind: 'compose' as const })),
  compose,
  remove: composeRemoval,
  smoke: (site, instance) => {
    const options = composeProjectOptions(instance);
    const { file } = projectOf(site, instance);
    return [projectServices(instance, options, file), ...declaredChecks(site, instance, options)];
  },
  report: (site, instance) => {
    const options = composeProjectOptions(instance);
    const { file } = projectOf(site, instance);
    const address = hostByName(site, instance.on)?.address ?? instance.on;
    const ports = file.services.flatMap((service) => service.ports.map(({ port, protocol }) => `${port}/${protocol}`));
    return [
      { label: { en: 'Folder', es: 'Carpeta' }, value: options.folder },
      {
        label: { en: 'Services', es: 'Servicios' },
        value: file.services.map(({ name, image }) => `${name} (${image})`).join(', '),
      },
      ...(ports.length > 0
        ? [{ label: { en: 'Ports', es: 'Puertos' }, value: `${address}: ${[...new Set(ports)].join(', ')}` }]
        : []),
    ];
  },
};

interface Project {
  readonly site: Site;
  readonly options: ComposeProjectOptions;
  readonly file: ProjectFile;
  /** What lands beside `.env`, the override included. */
  readonly files: readonly StackFile[];
  readonly images: readonly StackImage[];
  readonly overrideText: string;
}

/** Read once for an instance of a site: steps ask for it many times. */
const known = new WeakMap<StackInstance, Project>();

/** Throws `stack.options`, `stack.target`, `brought.*`, `site.secret-in-file`. */
function projectOf(site: Site, instance: StackInstance): Project {
  const before = known.get(instance);
  if (before?.site === site) return before;
  const project = readProject(site, instance);
  known.set(instance, project);
  return project;
}

function readProject(site: Site, instance: StackInstance): Project {
  const options = composeProjectOptions(instance);
  if (!machineByName(site, instance.on) && hostByName(site, instance.on)?.os !== 'debian')
    throw fail('stack.target', { params: { instance: instance.id, on: instance.on } });
  refusePlainSecrets(site, instance, options);
  const { folder } = options;
  if (instance.files === undefined)
    throw fail('brought.unread', { params: { instance: instance.id, folder }, subject: { file: folder } });
  const brought = instance.files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
  const main = COMPOSE_FILES.map((name) => brought.find((file) => file.name === name)).find((file) => file);
  if (!main) throw fail('brought.no-compose-file', { params: { folder }, subject: { file: folder } });
  const file = readProjectFile({
    instanceId: instance.id,
    file: `${folder}/${main.name}`,
    text: main.bytes.toString('utf8'),
    names: brought.map(({ name }) => name),
    values: variables(site, instance, options),
  });
  const running = file.services.map(({ name }) => name).filter((name) => !file.jobs.includes(name));
  for (const { command } of options.smoke)
    if (command && !running.includes(command.service))
      throw fail('brought.smoke-service', {
        params: {
          instance: instance.id,
          service: command.service,
          file: `${folder}/${main.name}`,
          running: running.join(', '),
        },
      });
  const byService = imageVariables(file.services.map(({ name }) => name));
  const images = file.services.map(
    ({ name, image }): StackImage => ({
      reference: image,
      service: name,
      variable: byService.get(name) ?? '',
      // what an image of somebody else runs is not known here
      command: [],
    }),
  );
  const override = overrideText(images.map(({ service, variable }) => ({ name: service, variable })));
  const files = [
    ...brought.map(({ name, bytes }) => ({ name, mode: isProgram(bytes) ? 0o755 : 0o644, content: bytesAsset(bytes) })),
    { name: OVERRIDE_FILE, mode: 0o644, content: bytesAsset(override) },
  ];
  return { site, options, file, files, images, overrideText: override };
}

/** Not every laptop's disk knows which file may be started. */
function isProgram(bytes: Uint8Array): boolean {
  return bytes[0] === 0x23 && bytes[1] === 0x21;
}

function variables(
  site: Site,
  instance: StackInstance,
  { environment, project }: ComposeProjectOptions,
): ReadonlyMap<string, VariableValue> {
  const plain = { COMPOSE_PROJECT_NAME: project, ...siteVariables(site, instance), ...environment };
  return new Map(Object.entries(plain).map(([name, text]) => [name, text.startsWith('secret:') ? 'secret' : { text }]));
}

/** As for every option: what opens something is in the vault, and the site file may be mailed. */
function refusePlainSecrets(site: Site, { id }: StackInstance, { environment }: ComposeProjectOptions): void {
  const index = site.stacks.findIndex((each) => each.id === id);
  const found = Object.entries(environment).flatMap(([name, value]) => {
    const key = name.replace(/_KEY$/i, 'Key').replace(/(SECRET|API|PRIVATE|ACCESS|SIGNING)Key$/i, 'secret');
    const isUrlWithPassword = /:\/\/[^/\s:@]*:[^/\s@]+@/.test(value);
    if (!looksLikeSecret(key, value) && !isUrlWithPassword) return [];
    const field = `stacks[${index}].options.environment.${name}`;
    return [diagnostic('site.secret-in-file', { params: { field }, subject: { field } })];
  });
  const [first, ...rest] = found;
  if (first) throw new DiagnosticError(first, ...rest);
}

function compose(site: Site, instance: StackInstance): ComposeApplication {
  const { options, file, files, images, overrideText: text } = projectOf(site, instance);
  const digests = new Map(files.map(({ name, content }) => [name, content.sha256]));
  const input = (at: ReadonlyMap<string, string>): EnvironmentInput => ({
    site,
    instance,
    options,
    fileDigests: digests,
    images: at,
    references: new Map(images.map(({ variable, reference }) => [variable, reference])),
  });
  return {
    project: options.project,
    services: file.services.map(({ name }) => name),
    jobs: file.jobs,
    imagesNamedIn: { file: `${options.folder}/${OVERRIDE_FILE}`, text },
    images,
    plainFiles: files.map(({ name }) => name),
    secrets: [...new Set(Object.values(options.environment).filter((value) => value.startsWith('secret:')))],
    plainDigests: () => digests,
    configuration: (_view, at) => configurationDigest(input(at)),
    files: (view, at) => [
      ...files,
      {
        name: '.env',
        mode: 0o600,
        content: bytesAsset(environmentText(input(at), (ref) => view.secret(ref).reveal())),
      },
    ],
  };
}
