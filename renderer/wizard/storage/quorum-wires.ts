import type { Site } from '../../../electron/api/site.ts';
import { type Loss, sameLoss } from './what-if.ts';

/** A path of messages that can be cut: a cluster link, or the management network with the witness behind it. */
export interface Wire {
  readonly loss: Loss;
  readonly cut: boolean;
  /** It carries what the cluster says to itself. */
  readonly cluster: boolean;
  readonly colour: string;
}

/** The paths of a site, the cluster's own first. The management network is the cluster's path where no link 0 is declared. */
export function wiresOf(site: Site, losses: readonly Loss[]): readonly Wire[] {
  const is = (loss: Loss) => losses.some((entry) => sameLoss(entry, loss));
  const management: Loss = { kind: 'management' };
  return [
    ...site.network.links.map((link, index): Wire => {
      const loss: Loss = { kind: 'link', id: link.id };
      const shares = link.cidr === site.network.management.cidr;
      return {
        loss,
        cut: is(loss) || (shares && is(management)),
        cluster: true,
        colour: index === 0 ? 'var(--sw-net-link0)' : 'var(--sw-net-link1)',
      };
    }),
    {
      loss: management,
      cut: is(management),
      cluster: !site.network.links.some((link) => link.id === 0),
      colour: 'var(--sw-net-management)',
    },
  ];
}

export function wireId({ loss }: Wire): string {
  return loss.kind === 'link' ? `link-${loss.id}` : loss.kind;
}
