import type { Host, Site } from '../../../api/site.ts';
import type { Membership } from '../../facts/pve/members.ts';
import { linkAddresses } from '../../site/derive.ts';
import { factOf } from '../sight.ts';
import type { View } from '../step.ts';

/** Arguments `--link0 ADDRESS --link1 ADDRESS` of a node, as pvecm takes them. */
export function linkArguments(host: Host): readonly string[] {
  return linkAddresses(host).flatMap(({ link, address }) => [`--link${link}`, address]);
}

/** Whether a node is a member of the site's cluster with quorum, by its own account. */
export function isQuorateMember(site: Site, membership: Membership): boolean {
  return membership.cluster?.name === site.cluster?.name && membership.cluster?.quorate === true;
}

export interface JoinState {
  /** Both sides agree: listed, online, quorate. */
  readonly joined: boolean;
  /** Certificate and pinned host key are there. */
  readonly whole: boolean;
}

/** How far a node's joining has come, as the first node and the node itself see it. */
export function joinState(view: Pick<View, 'facts' | 'site'>, first: string, node: string): JoinState {
  const own = factOf(view, node, 'members');
  const seen = factOf(view, first, 'members');
  const online = seen.members.some((member) => member.name === node && member.online);
  const files = factOf(view, node, 'nodeFiles');
  return {
    joined: online && isQuorateMember(view.site, own) && isQuorateMember(view.site, seen),
    whole: files.has(`/etc/pve/nodes/${node}/pve-ssl.pem`) && files.has(`/etc/pve/nodes/${node}/ssh_known_hosts`),
  };
}
