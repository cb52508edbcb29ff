import type { Change } from '../../../api/plan.ts';
import type { PveStorage } from '../../facts/pve/storages.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';
import { enabling, switchedOff } from './storage-options.ts';

/** The storage `local` is on and takes snippets (cloud-init additions of guests); the installer never switches the second on. */
export const snippetsStep: Step = {
  id: 'storage.snippets',
  phase: 'storage',
  title: () => ({ en: 'Snippets on local', es: 'Fragmentos en local' }),
  targets: (site) => (site.machines.length > 0 && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'one-at-a-time',
  forCluster: true,
  touches: (site) => pveNodes(site).map((host) => host.name),
  check: (view, target) => decide([], () => verdictOf(missing(factOf(view, target, 'storages').get('local')))),
  apply: async (context) => {
    const { target } = context;
    const local = factOf(await context.look(target), target, 'storages').get('local');
    if (missing(local).length === 0) return;
    // the vendor replaces the whole value: the full list is sent again
    const options = ['--content', withSnippets(local?.content ?? []), ...(local ? enabling(local) : [])];
    await changeHost(context.transport(target), context, change`pvesm set local ${options}`);
  },
};

/** A storage that is switched off holds nothing that anybody can use, whatever its content says. */
function missing(local: PveStorage | undefined): readonly Change[] {
  const content = local?.content ?? [];
  return [
    ...(local ? switchedOff(local) : []),
    ...(content.includes('snippets')
      ? []
      : [{ what: 'content of local', before: content.join(','), after: withSnippets(content) }]),
  ];
}

function withSnippets(content: readonly string[]): string {
  return [...new Set([...content, 'snippets'])].sort().join(',');
}
