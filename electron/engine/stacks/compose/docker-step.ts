import { diagnostic, fail } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { packageFiles } from '../../steps/base/apt-plan.ts';
import { installOffline } from '../../steps/cluster/offline-packages.ts';
import { evidenceOf, runChange } from '../../steps/machines/support/run-change.ts';
import { decide, factOf, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { Step, View } from '../../steps/step.ts';
import { dockerHosts, type StackRegistry } from '../registry.ts';
import { dockerFact } from './compose-facts.ts';

/**
 * Any of these gives `docker compose` (Debian's package, Docker's own). Debian 12's docker-compose is 1.29: another program,
 * called `docker-compose`, which gives no `docker compose`.
 */
const COMPOSE_PACKAGES = ['docker-compose', 'docker-compose-plugin', 'docker-compose-v2'];
/** What is asked for by name: Debian's and Docker's own. What these need apt takes from beside them. */
const WANTED_PACKAGES = ['docker.io', 'docker-cli', 'docker-ce', 'docker-ce-cli', ...COMPOSE_PACKAGES];
const FOLDER = 'debs/guest';

/**
 * Every host with a stack has Docker and compose, from the packages in the bundle's `debs/guest`, and the daemon
 * answers. They are installed by name, with what they need, out of the repository that is carried to the machine: nothing
 * is asked of a network. What else lies in that folder (guest agent, registry) is for other steps.
 */
export function dockerStep(registry: StackRegistry): Step {
  return {
    id: 'stack.docker',
    phase: 'application',
    title: () => ({ en: 'Docker on the machine', es: 'Docker en la máquina' }),
    targets: (site) => dockerHosts(registry, site),
    needs: ['machines.start'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () => {
        const docker = knownOr(extraFact(factsOf(view, target), dockerFact), target, 'docker');
        const packages = missingPackages(view, target);
        if (packages.length > 0 && canHaveCompose(view, target, packages))
          return verdictOf(packages.map((path) => ({ what: `package ${packageOf(path)}`, after: versionOf(path) })));
        if (!docker.installed || !hasCompose(view, target))
          return {
            state: 'blocked',
            diagnostic: diagnostic('stack.packages-missing', { params: { host: target }, subject: { host: target } }),
          };
        return verdictOf(docker.answers ? [] : [{ what: 'docker', before: 'silent', after: 'running' }]);
      }),

    apply: async (context) => {
      const { target, signal } = context;
      const transport = context.transport(target);
      const paths = missingPackages(context, target);
      if (paths.length > 0)
        await installOffline(context, context, target, {
          id: 'stack.docker',
          names: paths.map(packageOf),
          from: { folder: FOLDER },
        });
      const result = await runChange(transport, change`systemctl enable --now docker.service`, {
        signal,
        timeoutMs: 180_000,
      });
      const view = await context.look(target);
      const docker = knownOr(extraFact(factsOf(view, target), dockerFact), target, 'docker');
      if (!docker.answers)
        throw fail('machine.no-effect', {
          params: { host: target, what: 'docker' },
          evidence: evidenceOf(result),
          subject: { host: target },
        });
    },
  };
}

/** Packages of the bundle that the host lacks, by name: an installed one of another version is left alone. */
function missingPackages(view: View, host: string): readonly string[] {
  const installed = factOf(view, host, 'packages');
  return packageFiles(view, host, FOLDER).filter(
    (path) => WANTED_PACKAGES.includes(packageOf(path)) && !installed.has(packageOf(path)),
  );
}

function hasCompose(view: View, host: string): boolean {
  const installed = factOf(view, host, 'packages');
  return COMPOSE_PACKAGES.some((name) => givesCompose(name, installed.get(name)));
}

/** Whether `docker compose` is there, or will be with these packages. */
function canHaveCompose(view: View, host: string, packages: readonly string[]): boolean {
  return hasCompose(view, host) || packages.some((path) => givesCompose(packageOf(path), versionOf(path)));
}

function givesCompose(name: string, version: string | undefined): boolean {
  return version !== undefined && COMPOSE_PACKAGES.includes(name) && !/^(\d+(:|%3a))?[01]\./i.test(version);
}

/** Debian file names are NAME_VERSION_ARCHITECTURE.deb. */
function packageOf(path: string): string {
  return fileOf(path).split('_')[0] ?? '';
}
function versionOf(path: string): string {
  return fileOf(path).split('_')[1] ?? '';
}
function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
