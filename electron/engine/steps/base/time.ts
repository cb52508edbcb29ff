import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { timeSync } from '../../facts/host/time-sync.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { decide, factOf, factsOf, verdictOf } from '../sight.ts';
import type { ApplyContext, Step, View } from '../step.ts';
import { textAsset } from '../text-asset.ts';
import { CHRONY_FILE, CHRONY_MAIN, chronyText, withoutPublicSources } from './chrony-text.ts';

/** Not read by chrony, which takes *.conf only. */
const STAGED = '.sitewright-new';
/** A first burst of measurements takes 8 s; one that met a server which did not serve yet is made again. */
const BURST_MS = 20_000;
const BURSTS = 4;

/**
 * All nodes keep one time, without internet: from the site's time servers, else from the first node. That a node has come to follow
 * its source is waited for once, when it is set; a source that does not answer is told at every look and stops nothing, as
 * nothing that follows needs more than the clocks of now, which the checks before have compared.
 */
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
      const changes = differences(view, target);
      const astray = changes.length === 0 ? followsNobody(view, target) : undefined;
      return astray ? { state: 'satisfied', warnings: [astray] } : verdictOf(changes);
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
    await comesToFollow(context);
  },
};

/** Whether a node takes its time from another: the first one keeps it for all where the site names no time server. */
function hasSource(view: Pick<View, 'site'>, target: string): boolean {
  return view.site.network.ntpServers.length > 0 || target !== coordinator(view.site).name;
}

/** A source that is configured and does not answer; what the node did not say is not taken for that. */
function followsNobody(view: View, target: string): Diagnostic | undefined {
  const sync = factsOf(view, target).timeSync;
  if (!hasSource(view, target) || !sync.known || sync.value.synchronised) return undefined;
  return diagnostic('base.time-unsynchronised', {
    params: { host: target, source: sourceName(view, target) },
    subject: { host: target, step: 'base.time' },
  });
}

async function comesToFollow(context: ApplyContext): Promise<void> {
  const { target, signal } = context;
  if (!hasSource(context, target)) return;
  const transport = context.transport(target);
  for (let burst = 1; burst <= BURSTS; burst += 1) {
    if (burst > 1) await transport.exec(change`chronyc burst 4/8`, { signal });
    const follows = await until(context, { deadlineMs: BURST_MS, everyMs: 2_000 }, async () => {
      const sync = timeSync.parse(await transport.exec(timeSync.command, { signal }));
      return sync.known && sync.value.synchronised ? true : undefined;
    });
    if (follows) return;
  }
  context.note(`${target}: no time source was chosen within ${(BURSTS * BURST_MS) / 1000} s`);
}

function sourceName(view: Pick<View, 'site'>, target: string): string {
  const servers = view.site.network.ntpServers;
  const first = coordinator(view.site).name;
  return servers.length > 0 ? servers.join(', ') : target === first ? 'own clock' : first;
}

function differences(view: View, target: string): readonly Change[] {
  const files = factOf(view, target, 'chronyFiles');
  const main = files.get(CHRONY_MAIN);
  const running = factOf(view, target, 'units').get('chrony.service')?.active === 'active';
  return [
    ...(files.get(CHRONY_FILE) === chronyText(view.site, target)
      ? []
      : [{ what: 'time source', after: sourceName(view, target) }]),
    ...(main === undefined || withoutPublicSources(main) === main
      ? []
      : [{ what: 'public time sources', before: 'on', after: 'off' }]),
    ...(running ? [] : [{ what: 'chrony', before: 'stopped', after: 'running' }]),
  ];
}
