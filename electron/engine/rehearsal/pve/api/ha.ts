import { ApiError, die, parameterError } from '../cli/api-error.ts';
import { memberNames } from '../model/cluster.ts';
import { databaseOf, digestOf, readText, writeText } from '../model/database.ts';
import { findGuest } from '../model/guest-config.ts';
import {
  haGroups,
  haResource,
  haResources,
  haRules,
  writeHaGroups,
  writeHaResources,
  writeHaRules,
} from '../model/ha-config.ts';
import type { Section } from '../model/section-config.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { checkQuorum, withPrefix } from './guards.ts';

/** `101` stands for `vm:101`; dies on a kind that is neither vm nor ct. */
export function fullSid(call: ApiCall, text: string): string {
  if (/^\d+$/.test(text)) return `${findGuest(databaseOf(call.world, call.node), text) ? 'vm' : 'vm'}:${text}`;
  const kind = text.split(':')[0] ?? '';
  if (kind !== 'vm' && kind !== 'ct') die(`unknown section type '${kind}'`);
  return text;
}

const parts = (sid: string): { type: string; id: string } => ({
  type: sid.split(':')[0] ?? '',
  id: sid.split(':')[1] ?? '',
});

export async function addResource(call: ApiCall, values: Values): Promise<void> {
  const sid = fullSid(call, values.sid ?? '');
  checkQuorum(call);
  if (call.version === 9 && values.group !== undefined)
    die("invalid parameter 'group': ha groups have been migrated to rules");
  const database = databaseOf(call.world, call.node);
  if (!findGuest(database, parts(sid).id)) die(`resource '${sid}' does not exist in cluster`);
  await withPrefix('create resource failed', () => {
    const sections = haResources(database);
    if (haResource(database, sid)) die(`resource ID '${sid}' already defined`);
    const fields = pick(values, ['comment', 'group', 'max_relocate', 'max_restart', 'state', 'failback']);
    if (fields.state === 'enabled') fields.state = 'started';
    writeHaResources(call.world, database, [...sections, { ...parts(sid), values: fields }]);
    call.world.effect(call.host, `ha.add ${sid}`);
  });
}

export async function setResource(call: ApiCall, values: Values): Promise<void> {
  const sid = fullSid(call, values.sid ?? '');
  checkQuorum(call);
  const database = databaseOf(call.world, call.node);
  if (call.version === 9 && values.group !== undefined)
    die("invalid parameter 'group': ha groups have been migrated to rules");
  if (values.group !== undefined && !haGroups(database).some((group) => group.id === values.group))
    die(`HA group '${values.group}' does not exist`);
  await withPrefix('update resources config failed', () => {
    const sections = haResources(database);
    const found =
      sections.find((section) => `${section.type}:${section.id}` === sid) ?? die(`no such resource '${sid}'`);
    const before = JSON.stringify(found.values);
    Object.assign(found.values, pick(values, ['comment', 'group', 'max_relocate', 'max_restart', 'state', 'failback']));
    if (found.values.state === 'enabled') found.values.state = 'started';
    for (const name of (values.delete ?? '').split(',')) delete found.values[name];
    if (JSON.stringify(found.values) === before) return;
    writeHaResources(call.world, database, sections);
    call.world.effect(call.host, `ha.set ${sid}`);
  });
}

export function removeResource(call: ApiCall, sidText: string, purge: boolean): void {
  const sid = fullSid(call, sidText);
  checkQuorum(call);
  const database = databaseOf(call.world, call.node);
  if (!haResource(database, sid)) die(`cannot delete service '${sid}', not HA managed!`);
  writeHaResources(
    call.world,
    database,
    haResources(database).filter((section) => `${section.type}:${section.id}` !== sid),
  );
  if (purge && call.version === 9) {
    const rules = haRules(database)
      .map(
        (rule): Section => ({
          ...rule,
          values: {
            ...rule.values,
            resources: list(rule.values.resources)
              .filter((entry) => entry !== sid)
              .join(','),
          },
        }),
      )
      .filter((rule) => rule.values.resources !== '');
    writeHaRules(call.world, database, rules);
  }
  call.world.effect(call.host, `ha.remove ${sid}`);
}

const list = (text: string | undefined): string[] => (text ?? '').split(/[,;\s]+/).filter((item) => item !== '');

function pick(values: Values, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

export function resourceEntry(call: ApiCall, section: Section): Record<string, unknown> {
  const digest = digestOf(readText(databaseOf(call.world, call.node), 'ha/resources.cfg') ?? '');
  const numbers = Object.fromEntries(
    ['max_relocate', 'max_restart', 'failback'].flatMap((name) =>
      section.values[name] === undefined ? [] : [[name, Number(section.values[name])]],
    ),
  );
  return { ...section.values, ...numbers, digest, sid: `${section.type}:${section.id}`, type: section.type };
}

/** 9.x has no groups on a cluster without any: reading and making them is refused. */
function assertGroups(call: ApiCall, failure: string): void {
  const database = databaseOf(call.world, call.node);
  if (call.version === 9 && haGroups(database).length === 0) die(`${failure}: ha groups have been migrated to rules`);
}

export function listGroups(call: ApiCall): readonly Section[] {
  assertGroups(call, 'cannot index groups');
  return haGroups(databaseOf(call.world, call.node));
}

export function groupEntry(call: ApiCall, section: Section): Record<string, unknown> {
  const digest = digestOf(readText(databaseOf(call.world, call.node), 'ha/groups.cfg') ?? '');
  const flags = Object.fromEntries(
    ['restricted', 'nofailback'].flatMap((name) =>
      section.values[name] === undefined ? [] : [[name, Number(section.values[name])]],
    ),
  );
  return { ...section.values, ...flags, digest, group: section.id, type: 'group' };
}

export async function addGroupHa(call: ApiCall, values: Values): Promise<void> {
  const id = values.group ?? '';
  assertGroups(call, 'cannot create group');
  checkQuorum(call);
  await withPrefix('create ha group failed', () => {
    const database = databaseOf(call.world, call.node);
    const groups = haGroups(database);
    if (groups.some((group) => group.id === id)) die(`ha group ID '${id}' already defined`);
    writeHaGroups(call.world, database, [
      ...groups,
      { type: 'group', id, values: pick(values, ['nodes', 'comment', 'restricted', 'nofailback']) },
    ]);
    call.world.effect(call.host, `ha.groupadd ${id}`);
  });
}

export async function setGroupHa(call: ApiCall, values: Values): Promise<void> {
  const id = values.group ?? '';
  assertGroups(call, 'cannot update group');
  checkQuorum(call);
  await withPrefix('update ha group failed', () => {
    const database = databaseOf(call.world, call.node);
    const groups = haGroups(database);
    const group = groups.find((entry) => entry.id === id) ?? die(`no such ha group '${id}'`);
    Object.assign(group.values, pick(values, ['nodes', 'comment', 'restricted', 'nofailback']));
    for (const name of list(values.delete)) delete group.values[name];
    writeHaGroups(call.world, database, groups);
    call.world.effect(call.host, `ha.groupset ${id}`);
  });
}

export async function removeGroupHa(call: ApiCall, id: string): Promise<void> {
  assertGroups(call, 'cannot delete group');
  checkQuorum(call);
  await withPrefix('delete ha group failed', () => {
    const database = databaseOf(call.world, call.node);
    const user = haResources(database).find((section) => section.values.group === id);
    if (user) die(`ha group is used by service '${user.type}:${user.id}'`);
    const groups = haGroups(database);
    if (!groups.some((group) => group.id === id)) return;
    writeHaGroups(
      call.world,
      database,
      groups.filter((group) => group.id !== id),
    );
    call.world.effect(call.host, `ha.groupremove ${id}`);
  });
}

export async function addRule(call: ApiCall, values: Values): Promise<void> {
  const id = values.rule ?? '';
  const type = values.type ?? '';
  const database = databaseOf(call.world, call.node);
  checkQuorum(call);
  const needed = type === 'node-affinity' ? 'nodes' : 'affinity';
  if (values[needed] === undefined) throw parameterError({ [needed]: 'property is missing and it is not optional' });
  if (haGroups(database).length > 0) die('cannot create ha rule: ha groups have not been migrated yet');
  await withPrefix('create ha rule failed', () => {
    const rules = haRules(database);
    if (rules.some((rule) => rule.id === id)) die(`HA rule '${id}' already defined`);
    const rule: Section = { type, id, values: ruleValues(values) };
    checkRule(call, rules, rule);
    writeHaRules(call.world, database, [...rules, rule]);
    call.world.effect(call.host, `ha.rule-add ${id}`);
  });
}

export async function setRule(call: ApiCall, values: Values): Promise<void> {
  const id = values.rule ?? '';
  const database = databaseOf(call.world, call.node);
  checkQuorum(call);
  await withPrefix('update HA rules failed', () => {
    const rules = haRules(database);
    const known = rules.find((rule) => rule.id === id) ?? die(`HA rule '${id}' does not exist`);
    const next: Section = { ...known, values: { ...known.values, ...ruleValues(values) } };
    for (const name of list(values.delete)) delete next.values[name];
    checkRule(
      call,
      rules.filter((rule) => rule.id !== id),
      next,
    );
    if (JSON.stringify(next) === JSON.stringify(known)) return;
    writeHaRules(
      call.world,
      database,
      rules.map((rule) => (rule.id === id ? next : rule)),
    );
    call.world.effect(call.host, `ha.rule-set ${id}`);
  });
}

/** Removing a rule that does not exist succeeds. */
export function removeRule(call: ApiCall, id: string): void {
  checkQuorum(call);
  const database = databaseOf(call.world, call.node);
  const rules = haRules(database);
  if (!rules.some((rule) => rule.id === id)) return;
  writeHaRules(
    call.world,
    database,
    rules.filter((rule) => rule.id !== id),
  );
  call.world.effect(call.host, `ha.rule-remove ${id}`);
}

function ruleValues(values: Values): Record<string, string> {
  const fields = pick(values, ['resources', 'nodes', 'affinity', 'comment', 'disable', 'strict']);
  for (const name of ['resources', 'nodes'])
    if (fields[name] !== undefined) fields[name] = list(fields[name]).join(',');
  return fields;
}

function checkRule(call: ApiCall, others: readonly Section[], rule: Section): void {
  const database = databaseOf(call.world, call.node);
  const resources = list(rule.values.resources);
  const foreign = resources.filter((sid) => !haResource(database, sid));
  if (foreign.length > 0) die(`cannot use unmanaged resource(s) ${foreign.join(', ')}.`);
  const nodes = list(rule.values.nodes).map((entry) => entry.split(':')[0] ?? '');
  const unknown = nodes.filter((name) => !memberNames(call.world, call.node).includes(name));
  const word = call.host.osVersion.startsWith('9.2') ? 'non-existent' : 'non-existant';
  if (unknown.length > 0) die(`cannot use ${word} node(s) ${unknown.join(', ')}.`);
  const problems: string[] = [];
  if (rule.type === 'node-affinity') {
    const taken = resources.find((sid) =>
      others.some((other) => other.type === 'node-affinity' && list(other.values.resources).includes(sid)),
    );
    if (taken) problems.push(`resource '${taken}' is already used in another node affinity rule`);
  } else {
    if (resources.length < 2) problems.push('rule is ineffective as there are less than two resources');
    const several = others.some(
      (other) =>
        other.type === 'node-affinity' &&
        list(other.values.resources).some((sid) => resources.includes(sid)) &&
        priorities(other) > 1,
    );
    if (several) problems.push('resources are in node affinity rules with multiple priorities');
    if (rule.values.affinity === 'negative' && resources.length > knownNodes(call))
      problems.push('rule defines more resources than available nodes');
  }
  if (problems.length > 0) throw new ApiError(`400 Rule '${rule.id}' is invalid.\nresources: ${problems.join(', ')}`);
}

function priorities(rule: Section): number {
  return new Set(list(rule.values.nodes).map((entry) => entry.split(':')[1] ?? '0')).size;
}

/** The negative-affinity check counts the nodes of the manager's status: none before a master ever ran. */
function knownNodes(call: ApiCall): number {
  const text = readText(databaseOf(call.world, call.node), 'ha/manager_status');
  return text ? Object.keys((JSON.parse(text) as { node_status: Record<string, string> }).node_status).length : 0;
}

export function ruleEntry(call: ApiCall, rule: Section, order: number): Record<string, unknown> {
  const digest = digestOf(readText(databaseOf(call.world, call.node), 'ha/rules.cfg') ?? '');
  const flags = Object.fromEntries(
    ['strict', 'disable'].flatMap((name) =>
      rule.values[name] === undefined ? [] : [[name, Number(rule.values[name])]],
    ),
  );
  return { ...rule.values, ...flags, digest, order, rule: rule.id, type: rule.type };
}

/** Queues a command for the manager. */
export function queueCommand(call: ApiCall, command: string): void {
  checkQuorum(call);
  const database = databaseOf(call.world, call.node);
  writeText(call.world, database, 'ha/crm_commands', `${readText(database, 'ha/crm_commands') ?? ''}${command}\n`);
  call.world.effect(call.host, `ha.${command}`);
}
