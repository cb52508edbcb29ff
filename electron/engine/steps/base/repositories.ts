import { pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { textAsset } from '../text-asset.ts';
import { withoutEnterprise } from './apt-sources.ts';

/** The nodes do not ask for the enterprise repository, which they cannot reach. */
export const repositoriesStep: Step = {
  id: 'base.repositories',
  phase: 'base',
  title: () => ({ en: 'Package sources offline', es: 'Repositorios sin conexión' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: ['preflight.pve-version'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () =>
      verdictOf(wrongFiles(view, target).map(({ path }) => ({ what: path, before: 'enterprise on', after: 'off' }))),
    ),
  apply: async (context) => {
    const view = await context.look(context.target);
    for (const { path, text } of wrongFiles(view, context.target))
      await context
        .transport(context.target)
        .upload(textAsset(text), path, { mode: 0o644, owner: 'root:root', signal: context.signal });
  },
};

function wrongFiles(view: View, host: string): readonly { readonly path: string; readonly text: string }[] {
  return [...factOf(view, host, 'aptFiles')]
    .map(([path, text]) => ({ path, before: text, text: withoutEnterprise(path, text) }))
    .filter((file) => file.text !== file.before);
}
