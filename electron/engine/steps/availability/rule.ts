import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import type { ConfigSection } from '../../facts/parse/section-config.ts';
import { listValue } from '../../facts/parse/section-config.ts';
import { change } from '../../shell/command.ts';
import { type HaResource, haResources, ownershipTag } from '../../site/derive.ts';
import { clusterView, unknownFact } from '../machines/support/cluster-view.ts';
import { allNodes } from '../machines/support/guests.ts';
import { runChange } from '../machines/support/run-change.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';
import { nodesKnown } from './nodes-known.ts';
import { tieKind } from './tie-kind.ts';

/**
 * Every HA machine may run only on nodes that hold its disk: a failover to another node would end in state error
 * (pve-facts 6). 8.x: a restricted group; 9.x: a strict node-affinity rule. Which of the two is asked of the node
 * (`/cluster/ha/rules`, `/cluster/ha/groups`), not of its version: an upgraded cluster keeps groups for a while.
 * Not to be skipped by itself: HA without it does harm. Where HA is left out, this is left out with it.
 */
export const availabilityRule: Step = {
  id: 'availability.rule',
  phase: 'availability',
  title: (_site, target) => ({ en: `Nodes for ${target}`.slice(0, 33), es: `Nodos de ${target}`.slice(0, 33) }),
  targets: (site) => haResources(site).map((resource) => resource.machine),
  needs: ['availability.ha'],
  risk: 'safe',
  order: 'one-at-a-time',
  touches: allNodes,
  concerns: (view, target) => (isMigrating(view) ? allNodes(view.site) : resourceNamed(view.site, target).nodes),

  check(view, target): CheckVerdict {
    const resource = resourceNamed(view.site, target);
    const look = lookAtTie(view, resource);
    if (look.state === 'blocked') return { state: 'blocked', diagnostic: look.diagnostic };
    const wanted: Change = { what: `${resource.sid}: nodes`, after: resource.nodes.join(', ') };
    if (look.state === 'no-resource') return { state: 'later', waitsFor: ['availability.ha'], changes: [wanted] };
    if (look.state === 'tied') return { state: 'satisfied' };
    return { state: 'needed', changes: [{ ...wanted, ...(look.seen ? { before: look.seen } : {}) }] };
  },

  async apply(context) {
    const resource = resourceNamed(context.site, context.target);
    let look = mustBeUntied(context, resource);
    if (!look) return;
    await nodesKnown(context);
    const kind = await tieKind(context, look.host);
    // while the groups were turned into rules our own group became one
    if (kind.view) look = mustBeUntied(kind.view, resource);
    if (!look) return;
    if (kind.by === 'rule') await tieByRule(context, look.host, resource, look.rule);
    else await tieByGroup(context, look.host, resource, look.group);
  },
};

/** Undefined = nothing to do any more; a reason to stop is thrown. */
function mustBeUntied(view: View, resource: HaResource): Extract<TieLook, { state: 'untied' }> | undefined {
  const look = lookAtTie(view, resource);
  if (look.state === 'blocked') throw new DiagnosticError(look.diagnostic);
  if (look.state === 'no-resource') throw new DiagnosticError(unknownFact(resource.machine, resource.sid, 'no HA'));
  return look.state === 'tied' ? undefined : look;
}

/** Priorities: the usual node first, so that the machine goes back to where its site says. */
function nodeList(resource: HaResource): string {
  return resource.nodes.map((name, index) => `${name}:${resource.nodes.length - index}`).join(',');
}

async function tieByRule(
  context: ApplyContext,
  host: string,
  resource: HaResource,
  rule?: ConfigSection,
): Promise<void> {
  const transport = context.transport(host);
  // an upgraded cluster's rule has the name that Proxmox gave it
  const name = rule?.id ?? tieName(context.site, resource);
  const nodes = nodeList(resource);
  const settings = [
    '--nodes',
    nodes,
    '--strict',
    '1',
    ...(rule?.values.disable === '1' ? ['--delete', 'disable'] : []),
  ];
  await runChange(
    transport,
    rule
      ? change`ha-manager rules set node-affinity ${name} ${settings}`
      : change`ha-manager rules add node-affinity ${name} --resources ${resource.sid} --nodes ${nodes} --strict 1 --comment ${ownershipTag(context.site)}`,
  );
}

async function tieByGroup(
  context: ApplyContext,
  host: string,
  resource: HaResource,
  group?: ConfigSection,
): Promise<void> {
  const transport = context.transport(host);
  const name = tieName(context.site, resource);
  const nodes = nodeList(resource);
  if (!group)
    await runChange(
      transport,
      change`ha-manager groupadd ${name} --nodes ${nodes} --restricted 1 --comment ${ownershipTag(context.site)}`,
    );
  else if (!isGroupAsWanted(group, resource))
    await runChange(transport, change`ha-manager groupset ${name} --nodes ${nodes} --restricted 1`);
  await runChange(transport, change`ha-manager set ${resource.sid} --group ${name}`);
}

function isGroupAsWanted(group: ConfigSection, resource: HaResource): boolean {
  const wanted = listValue(nodeList(resource)).join(',');
  return listValue(group.values.nodes).join(',') === wanted && group.values.restricted === '1';
}

type TieLook =
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic }
  | { readonly state: 'no-resource' }
  | { readonly state: 'tied' }
  | {
      readonly state: 'untied';
      readonly host: string;
      readonly seen?: string;
      readonly rule?: ConfigSection;
      readonly group?: ConfigSection;
    };

function lookAtTie(view: View, resource: HaResource): TieLook {
  const cluster = clusterView(view);
  if (!cluster.known) return { state: 'blocked', diagnostic: cluster.diagnostic };
  const { haResources: resources, haGroups: groups, haRules: rules } = cluster.facts;
  for (const [fact, path] of [
    [resources, 'resources.cfg'],
    [groups, 'groups.cfg'],
    [rules, 'rules.cfg'],
  ] as const)
    if (!fact.known)
      return { state: 'blocked', diagnostic: unknownFact(cluster.host, `/etc/pve/ha/${path}`, fact.why) };
  if (!resources.known || !groups.known || !rules.known) throw new RangeError('looked at above');

  const entry = resources.value.find((section) => section.type === 'vm' && section.id === String(resource.vmId));
  if (!entry) return { state: 'no-resource' };
  const name = tieName(view.site, resource);
  const groupName = entry.values.group;
  const rule = rules.value.find(
    (section) => section.type === 'node-affinity' && listValue(section.values.resources).includes(resource.sid),
  );
  const other =
    rule && !ownNames(name).includes(rule.id) ? rule.id : groupName && groupName !== name ? groupName : undefined;
  if (other)
    return {
      state: 'blocked',
      diagnostic: diagnostic('availability.other-rule', { params: { sid: resource.sid, seen: other } }),
    };
  const group = groups.value.find((section) => section.id === name);
  const wanted = listValue(nodeList(resource)).join(',');
  if (rule) {
    const seen = listValue(rule.values.nodes).join(',');
    const good = seen === wanted && rule.values.strict === '1' && rule.values.disable !== '1';
    const told = rule.values.disable === '1' ? `${seen} (disabled)` : seen;
    return good ? { state: 'tied' } : { state: 'untied', host: cluster.host, seen: told, rule, group };
  }
  if (group) {
    const seen = listValue(group.values.nodes).join(',');
    const good = groupName === name && isGroupAsWanted(group, resource);
    return good ? { state: 'tied' } : { state: 'untied', host: cluster.host, seen, group };
  }
  return { state: 'untied', host: cluster.host };
}

/** On 9.x Proxmox turns groups into rules once every node is new enough; what a silent one runs is not known. */
function isMigrating(view: View): boolean {
  const cluster = clusterView(view);
  if (!cluster.known) return false;
  const { haGroups, packages } = cluster.facts;
  const release = packages.known ? (packages.value.get('pve-manager') ?? '') : '';
  return haGroups.known && haGroups.value.length > 0 && !/^[0-8]\./.test(release);
}

/** Name of the group or rule; ids of configuration objects allow letters, digits and dashes. */
function tieName(site: Site, resource: HaResource): string {
  return `${ownershipTag(site)}-${resource.vmId}`;
}

/** After an upgrade to 9.x Proxmox has turned our group G into the rule `ha-group-G` (pve-facts 5.2). */
function ownNames(name: string): readonly string[] {
  return [name, `ha-group-${name}`];
}

function resourceNamed(site: Site, machine: string): HaResource {
  const resource = haResources(site).find((entry) => entry.machine === machine);
  if (!resource) throw new RangeError(`${machine} has no HA in site ${site.id}`);
  return resource;
}
