import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { coordinator } from '../../site/derive.ts';
import type { View } from '../step.ts';

/**
 * A change of members or votes while a member is absent could take the quorum away from the rest.
 * @param except the node that is worked on: it may have to be taken out first
 */
export function offlineMember(view: View, step: string, except?: string): Diagnostic | undefined {
  const sight = view.facts.hosts.get(coordinator(view.site).name);
  if (!sight?.reached || !sight.facts.members.known) return undefined;
  const absent = sight.facts.members.value.members.find((member) => !member.online && member.name !== except);
  return absent
    ? diagnostic('cluster.member-offline', { params: { host: absent.name }, subject: { step } })
    : undefined;
}
