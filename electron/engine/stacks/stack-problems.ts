import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../api/site.ts';
import type { AssetStore } from './asset-store.ts';
import { folderOf } from './brought-files.ts';
import type { StackRegistry } from './registry.ts';
import type { TakenPort } from './stack.ts';
import { stackNetworkProblems } from './stack-network-problems.ts';

/** How a person is told of who has a port already. */
const SSH: TakenPort = { port: 22, protocol: 'tcp', address: '*' };

/**
 * What is wrong with the stacks of a site and can be seen without a host: options, brought projects, and instances that get in each
 * other's way on their host. Pure.
 */
export function stackProblems(registry: StackRegistry, site: Site, assets: AssetStore): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const projects = new Map<string, StackInstance>();
  const ports: { readonly on: string; readonly taken: TakenPort; readonly holder: string }[] = [];
  for (const instance of registry.instancesOf(site)) {
    // what cannot be read from its folder was told when it was read
    if (folderOf(registry, instance) !== undefined && instance.files === undefined) continue;
    const index = site.stacks.indexOf(instance);
    const field = index < 0 ? 'stacks' : `stacks[${index}]`;
    try {
      const stack = registry.stackOf(instance);
      const project = stack.compose?.(site, instance, assets).project;
      if (project !== undefined) {
        const key = `${instance.on}\n${project}`;
        const first = projects.get(key);
        if (first)
          problems.push(
            diagnostic('brought.project-taken', {
              params: { first: first.id, second: instance.id, host: instance.on, project },
              subject: { field },
            }),
          );
        else projects.set(key, instance);
      }
      for (const taken of stack.ports?.(site, instance) ?? []) {
        const first = ports.find((each) => each.on === instance.on && clash(each.taken, taken));
        const holder = first?.holder ?? (clash(SSH, taken) ? 'SSH' : undefined);
        if (holder !== undefined && holder !== instance.id)
          problems.push(
            diagnostic('brought.port-taken', {
              params: { first: holder, second: instance.id, host: instance.on, port: taken.port },
              subject: { field },
            }),
          );
        ports.push({ on: instance.on, taken, holder: instance.id });
      }
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      problems.push(...error.diagnostics.map((each) => inSite(each, field)));
    }
  }
  return [...problems, ...stackNetworkProblems(registry, site)];
}

function clash(one: TakenPort, other: TakenPort): boolean {
  const isSame = one.port === other.port && one.protocol === other.protocol;
  return isSame && (one.address === other.address || one.address === '*' || other.address === '*');
}

/** Options name their field from `stacks` on; in the whole file it is one of several. */
function inSite(problem: Diagnostic, field: string): Diagnostic {
  const { field: own = 'stacks' } = problem.subject;
  const whole = own.startsWith('stacks[') ? own : own.replace(/^stacks/, field);
  return { ...problem, subject: { ...problem.subject, field: whole } };
}
