import { diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { textAsset } from '../text-asset.ts';
import { CHRONY_FILE, CHRONY_MAIN, chronyText, withoutPublicSources } from './chrony-text.ts';

/** Not read by chrony, which takes *.conf only. */
const STAGED = '.sitewright-new';

/** All nodes keep one time, without internet: from the site's time servers, else from the first node. */
export const timeStep: Step = {
  id: 'base.time',
  phase: 'base',
  title: () => ({ en: 'One time for all nodes', es: 'Una misma hora en los nodos' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: ['preflight.pve-version'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      if (!factOf(view, target, 'packages').has('chrony'))
        return {
          state: 'blocked',
          diagnostic: diagnostic('base.package-missing', {
            params: { host: target, package: 'chrony' },
            subject: { host: target, step: 'base.time' },
          }),
        };
      return verdictOf(differences(view, target));
    }),
  apply: async (context) => {
    const { target, signal } = context;
    const view = await context.look(target);
    if (differences(view, target).length === 0) return;
    const transport = context.transport(target);
    const main = factOf(view, target, 'chronyFiles').get(CHRONY_MAIN);
    const files = [
      ...(main !== undefined && withoutPublicSources(main) !== main ? [[CHRONY_MAIN, withoutPublicSources(main)]] : []),
      [CHRONY_FILE, chronyText(context.site, target)],
    ] as const;
    for (const [path = '', text = ''] of files)
      await transport.upload(textAsset(text), `${path}${STAGED}`, { mode: 0o644, owner: 'root:root', signal });
    // put in place and read by chrony in one command: a run that is cut off never leaves new files that nobody has read
    const moves = files.map(([path = '']) => change`mv ${`${path}${STAGED}`} ${path} && `);
    const all = moves.reduce((before, move) => change`${before}${move}`, change``);
    await changeHost(transport, context, change`${all}systemctl restart chrony`);
  },
};

function differences(view: View, target: string): readonly Change[] {
  const files = factOf(view, target, 'chronyFiles');
  const main = files.get(CHRONY_MAIN);
  const running = factOf(view, target, 'units').get('chrony.service')?.active === 'active';
  const servers = view.site.network.ntpServers;
  const first = coordinator(view.site).name;
  const source = servers.length > 0 ? servers.join(', ') : target === first ? 'own clock' : first;
  return [
    ...(files.get(CHRONY_FILE) === chronyText(view.site, target) ? [] : [{ what: 'time source', after: source }]),
    ...(main === undefined || withoutPublicSources(main) === main
      ? []
      : [{ what: 'public time sources', before: 'on', after: 'off' }]),
    ...(running ? [] : [{ what: 'chrony', before: 'stopped', after: 'running' }]),
  ];
}
