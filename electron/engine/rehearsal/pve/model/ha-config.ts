import type { World } from '../../kernel/program.ts';
import { readText, writeText } from './database.ts';
import { formatSections, parseSections, type Section } from './section-config.ts';
import type { Database } from './slice.ts';

export function haResources(database: Database): readonly Section[] {
  return parseSections(readText(database, 'ha/resources.cfg') ?? '');
}

export function haGroups(database: Database): readonly Section[] {
  return parseSections(readText(database, 'ha/groups.cfg') ?? '');
}

export function haRules(database: Database): readonly Section[] {
  return parseSections(readText(database, 'ha/rules.cfg') ?? '');
}

/** A resource by its sid (`vm:100`). */
export function haResource(database: Database, sid: string): Section | undefined {
  return haResources(database).find((section) => `${section.type}:${section.id}` === sid);
}

export function writeHaResources(world: World, database: Database, sections: readonly Section[]): void {
  writeChanged(world, database, 'ha/resources.cfg', formatSections(sections, []));
}

export function writeHaGroups(world: World, database: Database, sections: readonly Section[]): void {
  writeChanged(world, database, 'ha/groups.cfg', formatSections(sections, ['nodes']));
}

export function writeHaRules(world: World, database: Database, sections: readonly Section[]): void {
  writeChanged(world, database, 'ha/rules.cfg', formatSections(sections, ['nodes', 'resources', 'affinity']));
}

/** Sets a resource's wanted state; `started` as the default is written out, as the vendor does. */
export function requestHaState(world: World, database: Database, sid: string, state: string): void {
  const sections = haResources(database);
  const found = sections.find((section) => `${section.type}:${section.id}` === sid);
  if (!found) return;
  found.values.state = state;
  writeHaResources(world, database, sections);
}

function writeChanged(world: World, database: Database, path: string, text: string): void {
  if (text !== (readText(database, path) ?? '')) writeText(world, database, path, text);
}

export interface ManagerStatus {
  readonly master_node: string;
  readonly node_status: Record<string, string>;
  readonly service_status: Record<string, ServiceStatus>;
  timestamp: number;
}

export interface ServiceStatus {
  node: string;
  state: string;
  uid: string;
  running?: number;
  target?: string;
}

/** The active manager's state file; undefined where HA was never used. */
export function managerStatus(database: Database): ManagerStatus | undefined {
  const text = readText(database, 'ha/manager_status');
  return text ? (JSON.parse(text) as ManagerStatus) : undefined;
}
