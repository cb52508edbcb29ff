import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import { parseImageReference } from '../../bundle/oci/image-reference.ts';
import type { TakenPort } from '../stack.ts';
import { isMapping, type Mapping, readYaml, type Tree, YamlProblem } from './compose-yaml.ts';
import { type Interpolated, InterpolationError, interpolate, type VariableValue } from './interpolation.ts';
import { dependenciesOf, listOf, namedOf, placesOf, portsOf, subnetsOf } from './service-fields.ts';

/** A service that a project starts. */
export interface ProjectService {
  readonly name: string;
  /** As the file names it, variables filled: `postgres:16`. */
  readonly image: string;
  readonly ports: readonly TakenPort[];
}

/** What a compose file says, as far as it matters here. */
export interface ProjectFile {
  /** Those that start: none that a profile holds back. In the order of the file. */
  readonly services: readonly ProjectService[];
  /** Ranges that its networks name, as far as they can be read. */
  readonly subnets: readonly string[];
  /** Services that others wait for to end with 0. */
  readonly jobs: readonly string[];
}

export interface ProjectFileInput {
  readonly instanceId: string;
  /** Shown: `stacks/inventory/compose.yaml`. */
  readonly file: string;
  readonly text: string;
  /** Names of all files of the folder. */
  readonly names: readonly string[];
  readonly values: ReadonlyMap<string, VariableValue>;
}

/** More of them nobody reads at once. */
const MOST_PROBLEMS = 50;

type Problem = (code: BroughtCode, params?: Readonly<Record<string, string | number>>) => void;
type BroughtCode = Extract<Parameters<typeof diagnostic>[0], `brought.${string}`>;

/**
 * Reads a compose file that somebody else wrote and refuses what cannot be installed without a network, or would reach beyond its
 * folder without saying so. What compose itself checks on the machine is not checked twice. Throws DiagnosticError with every problem.
 */
export function readProjectFile(input: ProjectFileInput): ProjectFile {
  const problems: Diagnostic[] = [];
  const { file, instanceId } = input;
  const problem: Problem = (code, params = {}) => {
    if (problems.length === MOST_PROBLEMS) return;
    problems.push(diagnostic(code, { params: { file, instance: instanceId, ...params }, subject: { file } }));
  };
  const project = readTree(input, problem);
  const [first, ...rest] = problems;
  if (first || !project)
    throw new DiagnosticError(first ?? diagnostic('brought.shape', { params: { file, what: '' } }), ...rest);
  return project;
}

function readTree(input: ProjectFileInput, problem: Problem): ProjectFile | undefined {
  let tree: Tree;
  try {
    tree = readYaml(input.text);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    problem('brought.yaml', { line: error.line, what: error.message });
    return undefined;
  }
  const services = isMapping(tree) ? tree.services : undefined;
  if (!isMapping(tree) || !isMapping(services)) {
    problem('brought.shape', { what: 'services: …' });
    return undefined;
  }
  if (tree.include !== undefined) problem('brought.include');
  const bodies = activeBodies(services, problem);
  if (bodies.size === 0) problem('brought.shape', { what: 'services: 0' });
  const fill = filler(input, problem);
  fillRest(tree, bodies, input, problem);
  for (const part of ['volumes', 'configs', 'secrets'] as const) fill(tree[part] ?? null, part);
  const subnets = subnetsOf(fill(tree.networks ?? null, 'networks'));
  for (const part of ['volumes', 'networks', 'configs', 'secrets'] as const)
    for (const [name, body] of Object.entries(isMapping(tree[part]) ? tree[part] : {}))
      if (isMapping(body) && isExternal(fill(body.external ?? false, `${part}.${name}`)))
        problem('brought.external', { place: `${part}.${name}` });
  for (const part of ['configs', 'secrets'] as const) {
    for (const [name, body] of Object.entries(isMapping(tree[part]) ? tree[part] : {}))
      if (isMapping(body) && typeof body.file === 'string') mustBeBrought(body.file, `${part}.${name}`, input, problem);
  }
  const declared = (part: string): readonly string[] => (isMapping(tree[part]) ? Object.keys(tree[part]) : []);
  const read = [...bodies].map(([name, body]) => {
    const filled = fill(body, name);
    const places = placesOf(filled);
    for (const place of places) checkPlace(name, place, declared('volumes'), problem);
    for (const { path, isRequired } of envFilesOf(filled))
      if (path !== '.env' && path !== './.env' && (isRequired || isOutside(path)))
        mustBeBrought(path, `${name}.env_file`, input, problem);
    for (const { kind, name: used } of namedOf(filled))
      if (!declared(kind).includes(used)) problem('brought.undeclared', { service: name, kind, name: used });
    return { name, image: imageOf(name, body, filled, input, problem), ports: portsOf(filled) };
  });
  const jobs = new Set<string>();
  for (const [name, body] of bodies)
    for (const { service, condition, isRequired } of dependenciesOf(body)) {
      if (!bodies.has(service)) {
        if (isRequired) problem('brought.dependency', { service: name, needed: service });
      } else if (condition === 'service_completed_successfully') jobs.add(service);
    }
  return { services: read, subnets, jobs: read.map(({ name }) => name).filter((name) => jobs.has(name)) };
}

/** Services that take from each other in a row. */
const MOST_EXTENDED = 20;

/** Services without a profile, with what they take from others of the file. */
function activeBodies(services: Mapping, problem: Problem): ReadonlyMap<string, Mapping> {
  const active = new Map<string, Mapping>();
  for (const [name, body] of Object.entries(services)) {
    if (!/^[a-zA-Z0-9._-]{1,100}$/.test(name) || !isMapping(body)) {
      problem('brought.shape', { what: `services.${name.slice(0, 40)}` });
      continue;
    }
    if (listOf(body.profiles).length > 0) continue;
    const whole = extended(name, services, problem, []);
    if (whole) active.set(name, whole);
  }
  return active;
}

/** Lists of a service go on with its own entries; what else it says itself counts (compose specification, "extends"). */
function extended(name: string, services: Mapping, problem: Problem, path: readonly string[]): Mapping | undefined {
  const body = services[name];
  if (!isMapping(body)) return undefined;
  const { extends: from, ...own } = body;
  if (from === undefined || from === null) return own;
  const base = isMapping(from) ? from.service : from;
  if (isMapping(from) && from.file !== undefined) {
    problem('brought.extends-file', { service: name });
    return undefined;
  }
  if (typeof base !== 'string' || path.includes(base) || path.length > MOST_EXTENDED || !isMapping(services[base])) {
    problem('brought.shape', { what: `services.${name}.extends` });
    return undefined;
  }
  const whole = extended(base, services, problem, [...path, name]);
  if (!whole) return undefined;
  const { depends_on: _waits, profiles: _profiles, ...taken } = whole;
  const lists = ['ports', 'volumes', 'env_file'].flatMap((key): [string, Tree][] =>
    taken[key] === undefined && own[key] === undefined ? [] : [[key, [...listOf(taken[key]), ...listOf(own[key])]]],
  );
  return { ...taken, ...own, ...Object.fromEntries(lists) };
}

/** Fills the variables of every text below a place, and tells those without a value. */
function filler({ values }: ProjectFileInput, problem: Problem): (value: Tree, place: string) => Tree {
  const told = new Set<string>();
  const fill = (value: Tree, place: string): Tree => {
    if (typeof value === 'string') {
      try {
        const { text, missing } = interpolate(value, values);
        for (const name of new Set(missing)) {
          if (told.has(name)) continue;
          told.add(name);
          problem('brought.variable', { name, place });
        }
        return text ?? '';
      } catch (error) {
        if (!(error instanceof InterpolationError)) throw error;
        problem('brought.interpolation', { place, what: error.message });
        return '';
      }
    }
    if (Array.isArray(value)) return value.map((entry: Tree) => fill(entry, place));
    if (!isMapping(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry, `${place}.${key}`)]));
  };
  return fill;
}

/** What does not start is filled all the same before compose leaves it out: a value that it demands there is demanded. */
function fillRest(
  tree: Mapping,
  active: ReadonlyMap<string, Mapping>,
  { values }: ProjectFileInput,
  problem: Problem,
): void {
  const told = new Set<string>();
  const walk = (value: Tree, place: string): void => {
    if (typeof value === 'string') {
      const { demanded } = filledOrNone(value, values);
      for (const name of new Set(demanded)) {
        if (told.has(name)) continue;
        told.add(name);
        problem('brought.variable', { name, place });
      }
    } else if (Array.isArray(value)) for (const entry of value) walk(entry, place);
    else if (isMapping(value)) for (const [key, entry] of Object.entries(value)) walk(entry, `${place}.${key}`);
  };
  for (const [name, body] of Object.entries(isMapping(tree.services) ? tree.services : {}))
    if (!active.has(name)) walk(body, name);
  for (const [key, part] of Object.entries(tree)) if (key.startsWith('x-')) walk(part, key);
}

function imageOf(service: string, body: Mapping, filled: Tree, { values }: ProjectFileInput, problem: Problem): string {
  if (body.build !== undefined) {
    problem('brought.build', { service });
    return '';
  }
  const image = isMapping(filled) ? filled.image : undefined;
  if (typeof body.image !== 'string' || body.image === '') {
    problem('brought.no-image', { service });
    return '';
  }
  if (typeof image !== 'string' || image === '') {
    // a variable without a value was told already
    if (filledOrNone(body.image, values).missing.length === 0) problem('brought.no-image', { service });
    return '';
  }
  try {
    parseImageReference(image);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    problem('brought.image', { service, image: image.slice(0, 200) });
  }
  return image;
}

/** A `$` that is none of compose's forms is told where its part is read. */
function filledOrNone(text: string, values: ProjectFileInput['values']): Pick<Interpolated, 'missing' | 'demanded'> {
  try {
    return interpolate(text, values);
  } catch (error) {
    if (error instanceof InterpolationError) return { missing: [text], demanded: [] };
    throw error;
  }
}

function checkPlace(
  service: string,
  { source, isBind }: { readonly source: string; readonly isBind: boolean },
  volumes: readonly string[],
  problem: Problem,
): void {
  if (isBind && isOutside(source)) problem('brought.outside', { place: `${service}.volumes`, path: source });
  if (!isBind && source !== '' && !volumes.includes(source))
    problem('brought.undeclared', { service, kind: 'volumes', name: source.slice(0, 60) });
}

/** `external: true`, also as a text, and the older `external: { name: … }`. */
function isExternal(value: Tree): boolean {
  return isMapping(value) || /^(true|yes|on|y)$/i.test(String(value));
}

/** A path that leaves the folder and is not absolute, which is said on purpose. */
function isOutside(path: string): boolean {
  if (path.startsWith('/')) return false;
  if (path.startsWith('~') || /^[A-Za-z]:[\\/]/.test(path) || path.includes('\\')) return true;
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '.' && part !== '') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

/** A file that compose reads itself: it has to be there before anything starts. */
function mustBeBrought(path: string, place: string, { names }: ProjectFileInput, problem: Problem): void {
  if (isOutside(path)) problem('brought.outside', { place, path });
  else if (!path.startsWith('/') && !names.includes(normal(path))) problem('brought.file-missing', { place, path });
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function envFilesOf(body: Tree): readonly { readonly path: string; readonly isRequired: boolean }[] {
  if (!isMapping(body)) return [];
  return listOf(body.env_file).map((entry) =>
    isMapping(entry)
      ? { path: String(entry.path ?? ''), isRequired: entry.required !== false }
      : { path: String(entry), isRequired: true },
  );
}
