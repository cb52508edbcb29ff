import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';

/** The storage `local` takes snippets (cloud-init additions of guests); the installer never switches that on. */
export const snippetsStep: Step = {
  id: 'storage.snippets',
  phase: 'storage',
  title: () => ({ en: 'Snippets on local', es: 'Fragmentos en local' }),
  targets: (site) => (site.machines.length > 0 && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'one-at-a-time',
  touches: (site) => pveNodes(site).map((host) => host.name),
  check: (view, target) =>
    decide([], () => {
      const content = factOf(view, target, 'storages').get('local')?.content ?? [];
      if (content.includes('snippets')) return { state: 'satisfied' };
      return verdictOf([{ what: 'content of local', before: content.join(','), after: withSnippets(content) }]);
    }),
  apply: async (context) => {
    const { target } = context;
    const content = factOf(await context.look(target), target, 'storages').get('local')?.content ?? [];
    if (content.includes('snippets')) return;
    // the vendor replaces the whole value: the full list is sent again
    await changeHost(context.transport(target), context, change`pvesm set local --content ${withSnippets(content)}`);
  },
};

function withSnippets(content: readonly string[]): string {
  return [...content, 'snippets'].sort().join(',');
}
