import { type MigrationOption, migrationOption } from '../../facts/pve/migration-option.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { coordinator } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';

const DEFAULT_TYPE = 'secure';

/** Guests and replicas travel between the nodes as the site says: encrypted or not, over the network that is theirs. */
export const migrationStep: Step = {
  id: 'cluster.migration',
  phase: 'cluster',
  title: () => ({ en: 'How guests travel', es: 'Cómo viajan las máquinas' }),
  targets: (site) => (site.cluster?.migration ? [coordinator(site).name] : []),
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'parallel',
  forCluster: true,
  check: (view, target) =>
    decide([], () => {
      const seen = migrationOption(factOf(view, target, 'datacenter'));
      const wanted = wantedOption(view, seen);
      return verdictOf(
        isEqual(seen, wanted) ? [] : [{ what: 'migration', before: inWords(seen), after: inWords(wanted) }],
      );
    }),
  apply: async (context) => {
    const { target } = context;
    const view = await context.look(target);
    const seen = migrationOption(factOf(view, target, 'datacenter'));
    const wanted = wantedOption(view, seen);
    if (isEqual(seen, wanted)) return;
    await changeHost(
      context.transport(target),
      context,
      change`pvesh set /cluster/options --migration ${inWords(wanted)}`,
    );
  },
};

/** What the site leaves open stays as somebody set it. */
function wantedOption(view: Pick<View, 'site'>, seen: MigrationOption): MigrationOption {
  const { type, cidr } = view.site.cluster?.migration ?? {};
  const network = cidr ?? seen.network;
  return { type: type ?? seen.type ?? DEFAULT_TYPE, ...(network === undefined ? {} : { network }) };
}

function isEqual(seen: MigrationOption, wanted: MigrationOption): boolean {
  return (seen.type ?? DEFAULT_TYPE) === wanted.type && seen.network === wanted.network;
}

function inWords({ type, network }: MigrationOption): string {
  return `type=${type ?? DEFAULT_TYPE}${network === undefined ? '' : `,network=${network}`}`;
}
