import { fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { extraFact } from '../../facts/registry.ts';
import { change, read } from '../../shell/command.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { ApplyContext, Step, View } from '../../steps/step.ts';
import type { AssetStore } from '../asset-store.ts';
import { type ComposeInstance, composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import { containersFact, envFact } from './compose-facts.ts';

/**
 * The services of every instance run, are healthy where they say so, and were made from the files as they lie there:
 * each container carries the `SITEWRIGHT_CONFIG` of its `.env` as a label.
 */
export function upStep(registry: StackRegistry, assets: AssetStore): Step {
  const instances = (view: View, host: string) => composeInstances(registry, view.site, host, assets);
  return {
    id: 'stack.up',
    phase: 'application',
    title: () => ({ en: 'Application runs', es: 'Aplicación en marcha' }),
    targets: (site) => dockerHosts(registry, site),
    needs: ['stack.images', 'stack.files'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () =>
        verdictOf(instances(view, target).flatMap((entry) => notUp(view, target, entry))),
      ),

    apply: async (context) => {
      for (const entry of instances(context, context.target))
        if (notUp(context, context.target, entry).length > 0) await bringUp(context, entry);
    },
  };
}

async function bringUp(context: ApplyContext, entry: ComposeInstance): Promise<void> {
  const { target, signal } = context;
  const transport = context.transport(target);
  const compose = ['compose', '--file', `${entry.folder}/compose.yaml`, '--project-name', entry.application.project];
  const result = await transport.job(
    `stack.up-${entry.instance.id}`,
    change`docker ${compose} up --detach --wait --wait-timeout 300 --pull never --remove-orphans`,
    { signal, timeoutMs: 900_000, onLine: (line) => context.note(line) },
  );
  const left = notUp(await context.look(target), target, entry);
  if (result.code === 0 && left.length === 0) return;
  const logs = await transport.exec(read`docker ${compose} logs --no-color --tail 10`, { signal });
  throw fail('stack.not-healthy', {
    params: {
      instance: entry.instance.id,
      host: target,
      services: left.map((item) => `${item.what} (${item.before ?? 'absent'})`).join(', ') || 'docker compose',
    },
    evidence: [...evidenceOf(result), ...evidenceOf(logs)],
    subject: { host: target },
  });
}

function notUp(view: View, host: string, entry: ComposeInstance): readonly Change[] {
  const facts = factsOf(view, host);
  const containers = knownOr(extraFact(facts, containersFact), host, 'docker ps');
  const env = knownOr(extraFact(facts, envFact(entry)), host, `${entry.folder}/.env`);
  return entry.application.services.flatMap((service): readonly Change[] => {
    const what = service;
    const container = containers.find(
      (candidate) => candidate.project === entry.application.project && candidate.service === service,
    );
    if (!container) return [{ what, after: 'running' }];
    if (container.state !== 'running' || /\((unhealthy|health: starting)\)/.test(container.status))
      return [{ what, before: container.status, after: 'running' }];
    if (container.config !== env.config) return [{ what, before: 'other configuration', after: 'as its files say' }];
    return [];
  });
}
