import { createHash } from 'node:crypto';
import { diagnostic, fail } from '../../../api/diagnostic.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change, read } from '../../shell/command.ts';
import { coordinator } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { withLinkPriorities } from './corosync-text.ts';
import { isQuorateMember, linkPriorities } from './membership.ts';

const TAKEN_DEADLINE_MS = 60_000;

/**
 * The links of a cluster that stands are used in the site's order. A new cluster gets its priorities at its creation; later
 * they change in corosync.conf alone, by the admin guide's way: a copy with the next version, moved over the file in one go
 * (pve-facts 2.11). Links that the site gives no priority keep theirs.
 */
export const linkPrioritiesStep: Step = {
  id: 'cluster.link-priorities',
  phase: 'cluster',
  title: () => ({ en: 'Order of the cluster links', es: 'Orden de los enlaces' }),
  targets: (site) => (site.cluster && Object.keys(linkPriorities(site)).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node'],
  risk: 'disruptive',
  order: 'one-at-a-time',
  guard: (view, target) => {
    const away = factOf(view, target, 'members').members.find((member) => !member.online);
    return away
      ? diagnostic('cluster.member-offline', { params: { host: away.name }, subject: { host: away.name } })
      : undefined;
  },
  check: (view, target) =>
    decide([], () => {
      const config = factOf(view, target, 'corosync');
      const wanted = Object.entries(linkPriorities(view.site));
      if (!config)
        return {
          state: 'later',
          waitsFor: ['cluster.create'],
          changes: wanted.map(([link, priority]) => ({ what: `priority of link ${link}`, after: `${priority}` })),
        };
      return verdictOf(
        wanted.flatMap(([link, priority]) => {
          const before = config.priorities[Number(link)];
          if (before === priority || !config.linkNumbers.includes(Number(link))) return [];
          return [{ what: `priority of link ${link}`, before: `${before ?? 'none'}`, after: `${priority}` }];
        }),
      );
    }),
  apply: async (context) => {
    const { target } = context;
    const transport = context.transport(target);
    const version = factOf(await context.look(target), target, 'corosync')?.configVersion;
    const answer = await transport.exec(read`cat /etc/pve/corosync.conf`, { signal: context.signal });
    const text = withLinkPriorities(answer.stdout, linkPriorities(context.site));
    const sha256 = createHash('sha256').update(text).digest('hex');
    // a line that breaks in the middle must not leave half a configuration, nor one that somebody changed meanwhile be lost
    await changeHost(
      transport,
      context,
      change`umask 077; new=/etc/pve/corosync.conf.new; cat > "$new" && [ "$(sha256sum < "$new" | cut -d ' ' -f 1)" = ${sha256} ] && grep -q ${`config_version: ${version}$`} /etc/pve/corosync.conf && mkdir -p /var/lib/sitewright && cp /etc/pve/corosync.conf /var/lib/sitewright/corosync.conf.bak && mv "$new" /etc/pve/corosync.conf`,
      { stdin: text },
    );
    const taken = await until(context, { deadlineMs: TAKEN_DEADLINE_MS, everyMs: 2_000 }, async () => {
      const view = await context.look(target);
      return isTaken(view, target) ? true : undefined;
    });
    if (!taken) throw fail('pve.no-quorum', { params: { host: target }, subject: { host: target } });
  },
};

/** The cluster has the new order and its quorum. */
function isTaken(view: View, target: string): boolean {
  const sight = view.facts.hosts.get(target);
  if (!sight?.reached || !sight.facts.members.known || !sight.facts.corosync.known) return false;
  const priorities = sight.facts.corosync.value?.priorities ?? {};
  return (
    isQuorateMember(view.site, sight.facts.members.value) &&
    Object.entries(linkPriorities(view.site)).every(([link, priority]) => priorities[Number(link)] === priority)
  );
}
