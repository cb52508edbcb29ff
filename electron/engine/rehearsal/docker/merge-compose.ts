import { ComposeError } from './compose-error.ts';
import type { Yaml } from './go-yaml.ts';

type Mapping = { readonly [key: string]: Yaml };
const isMapping = (value: Yaml | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Written as a list or as a mapping, merged by key (compose-go, override/merge.go). */
const BY_KEY = new Set(['environment', 'labels', 'annotations', 'sysctls', 'extra_hosts', 'depends_on', 'networks']);
/** Taken whole from the later file. */
const REPLACED = new Set(['command', 'entrypoint', 'test']);

/**
 * A compose file over another one, both interpolated: mappings are merged, lists go on (none of their entries twice), commands and
 * single values are the later file's.
 */
export function mergeCompose(base: Mapping, over: Mapping): Mapping {
  const merged: Record<string, Yaml> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = mergeValue(key, base[key], value);
  return merged;
}

function mergeValue(key: string, before: Yaml | undefined, after: Yaml): Yaml {
  if (before === undefined || before === null || REPLACED.has(key)) return after;
  if (after === null) return before;
  if (BY_KEY.has(key)) return mergeCompose(byKey(key, before), byKey(key, after));
  if (isMapping(before) && isMapping(after)) return mergeCompose(before, after);
  if (!Array.isArray(before) && !Array.isArray(after)) return after;
  const all: readonly Yaml[] = [...asList(before), ...asList(after)];
  const seen = new Set<string>();
  return all.filter((entry) => {
    const text = JSON.stringify(entry);
    return !seen.has(text) && seen.add(text);
  });
}

function asList(value: Yaml): readonly Yaml[] {
  return Array.isArray(value) ? value : [value];
}

function byKey(key: string, value: Yaml): Mapping {
  if (isMapping(value)) return value;
  return Object.fromEntries(
    asList(value).map((entry): [string, Yaml] => {
      const text = String(entry);
      if (key === 'depends_on') return [text, { condition: 'service_started', required: true }];
      if (key === 'networks') return [text, null];
      const at = text.search(key === 'extra_hosts' ? /[=:]/ : /=/);
      return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Services with what they take from others of the same file (compose-go, loader/extends.go). */
export function extendedServices(services: Mapping, file: string): Mapping {
  const whole = (name: string, path: readonly string[]): Yaml => {
    const body = services[name];
    if (!isMapping(body) || body.extends === undefined || body.extends === null) return body ?? null;
    const { extends: from, ...own } = body;
    if (isMapping(from) && from.file !== undefined)
      throw new ComposeError(`service "${name}": extends of another file is not simulated`, 15);
    const base = String(isMapping(from) ? from.service : from);
    if (path.includes(base)) {
      const steps = [...path.slice(1), base].map((each) => `\n  extends ${each} in ${file}`);
      throw new ComposeError(`Circular reference:\n  ${path[0]} in ${file}${steps.join('')}`, 15);
    }
    if (services[base] === undefined)
      throw new ComposeError(`cannot extend service "${name}" in ${file}: service "${base}" not found`, 15);
    const taken = whole(base, [...path, base]);
    if (!isMapping(taken)) return own;
    const { depends_on: _waits, profiles: _profiles, ...rest } = taken;
    return mergeCompose(rest, own);
  };
  return Object.fromEntries(Object.keys(services).map((name) => [name, whole(name, [name])]));
}
