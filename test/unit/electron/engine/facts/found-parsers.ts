import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allFactSets } from '../../../../../electron/engine/app/all-steps.ts';
import type { ApiTwin } from '../../../../../electron/engine/facts/api-twin.ts';
import type { Fact } from '../../../../../electron/engine/facts/fact.ts';
import type { FileFact } from '../../../../../electron/engine/facts/fact-group.ts';
import { hostFacts, pveFacts, pveFileFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { FactSet } from '../../../../../electron/engine/facts/registry.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { site } from '../../../../steps/support/two-node.ts';
import { thinSite } from './thin-site.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const ENGINE = join(ROOT, 'electron/engine');
/** Where the engine reads what somebody else wrote on a host of the site, and nothing of the laptop's or of a medium's. */
const ROOMS = [
  'checks',
  'connect',
  'drills',
  'facts',
  'ownership',
  'pve',
  'run',
  'stacks',
  'steps',
  'transport',
] as const;

export type FoundParser =
  | { readonly kind: 'fact'; readonly parser: Fact<unknown> }
  | { readonly kind: 'file-fact'; readonly parser: FileFact<unknown> }
  | { readonly kind: 'twin'; readonly parser: ApiTwin<unknown> }
  | { readonly kind: 'function'; readonly parser: (text: string) => unknown };

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Names of the parsers that it gives. */
  readonly parsers: readonly string[];
}

export interface FoundParsers {
  readonly parsers: ReadonlyMap<string, FoundParser>;
  readonly files: readonly SourceFile[];
}

/**
 * Every parser of the engine, from its source files: exported functions `parse...`, facts of hosts, of files and of registered
 * sets, twins of the API. Facts go by their id, so that one which is made for each machine or template is one.
 */
export async function findParsers(): Promise<FoundParsers> {
  const parsers = new Map<string, FoundParser>();
  const add = (name: string, found: FoundParser): string => {
    parsers.set(name, found);
    return name;
  };
  const addFact = (fact: Fact<unknown>): string => add(`fact ${familyOf(fact.id)}`, { kind: 'fact', parser: fact });
  const addFileFact = (fact: FileFact<unknown>): string => add(`file ${fact.id}`, { kind: 'file-fact', parser: fact });
  const addSet = (set: FactSet): readonly string[] =>
    [site, thinSite].flatMap((which) =>
      [...which.hosts, ...which.machines].flatMap(({ name }) => set.facts(which, name).map(addFact)),
    );
  // registered sets that are made, not exported
  for (const set of allFactSets(folderAssets(ROOT))) addSet(set);
  for (const fact of [...Object.values(hostFacts), ...Object.values(pveFacts)]) addFact(fact);
  for (const fact of Object.values(pveFileFacts)) addFileFact(fact);
  const files: SourceFile[] = [];
  for (const path of sourceFiles()) {
    const exported = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
    const own: string[] = [];
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value === 'function' && /^parse[A-Z]/.test(name) && !GENERAL.includes(name))
        own.push(add(name, { kind: 'function', parser: value as (text: string) => unknown }));
      else if (isLike(value, 'parse') && isLike(value, 'asks'))
        own.push(add(`api ${name}`, { kind: 'twin', parser: value as unknown as ApiTwin<unknown> }));
      else if (isLike(value, 'parse') && 'paths' in value) own.push(addFileFact(value as unknown as FileFact<unknown>));
      else if (isLike(value, 'parse') && 'command' in value) own.push(addFact(value as unknown as Fact<unknown>));
      else if (isLike(value, 'facts')) own.push(...addSet(value as unknown as FactSet));
    }
    files.push({ path: path.slice(ENGINE.length + 1), text: readFileSync(path, 'utf8'), parsers: [...new Set(own)] });
  }
  return { parsers, files };
}

/** They take another parser. */
const GENERAL: readonly string[] = ['parseOutput', 'parseGuarded'];

/** `machines.snippet-100` and `machines.snippet-101` are one parser. */
function familyOf(id: string): string {
  return id.replace(/\.(image|snippet|files|env|previous)-.+$/, '.$1');
}

function sourceFiles(): readonly string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ENGINE, room), { recursive: true, encoding: 'utf8' }).map((name) => join(ENGINE, room, name)),
  )
    .filter((path) => path.endsWith('.ts') && !path.includes('/rehearsal/'))
    .sort();
}

function isLike(value: unknown, method: string): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function'
  );
}
