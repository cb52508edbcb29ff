import { diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { hasAcl, type PveAccess } from '../../facts/pve/access.ts';
import { changeHost } from '../../pve/change-host.ts';
import { COLLECTOR, KEPT_FOLDER, KEPT_TOKEN, wantsCollector } from '../../pve/collector-account.ts';
import { tokenSecretIn } from '../../pve/pveum.ts';
import { change, read } from '../../shell/command.ts';
import { coordinator, ownershipTag, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { ApplyContext, Step } from '../step.ts';

/** The monitoring stack has its own account with the least rights: it looks at the cluster and can change nothing. */
export const collectorStep: Step = {
  id: 'access.collector',
  phase: 'access',
  title: () => ({ en: 'Read-only account to collect', es: 'Cuenta de solo lectura' }),
  targets: (site) => (wantsCollector(site) && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  // users of a node that joins are lost: the cluster comes first
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'one-at-a-time',
  touches: (site) => pveNodes(site).map((host) => host.name),
  secrets: () => [COLLECTOR.secretRef],
  check: (view, target) =>
    decide([], () => {
      const access = factOf(view, target, 'access');
      const user = access.users.get(COLLECTOR.user);
      if (user && user.comment !== ownershipTag(view.site))
        return {
          state: 'blocked',
          diagnostic: diagnostic('access.foreign-user', {
            params: { user: COLLECTOR.user },
            evidence: [`comment: ${user.comment || '-'}`],
            subject: { host: target, step: 'access.collector' },
          }),
        };
      const leftover = factOf(view, target, 'nodeFiles').has(KEPT_TOKEN);
      return verdictOf([
        ...differences(access, view.hasSecret?.(COLLECTOR.secretRef) !== false),
        ...(leftover ? [{ what: KEPT_TOKEN, after: 'removed' }] : []),
      ]);
    }),
  apply: async (context) => {
    const { target, site } = context;
    const transport = context.transport(target);
    const view = await context.look(target);
    const access = factOf(view, target, 'access');
    const privileges = COLLECTOR.privileges.join(',');

    if (!access.roles.has(COLLECTOR.role))
      await changeHost(transport, context, change`pveum role add ${COLLECTOR.role} --privs ${privileges}`, {
        already: /already exists/,
      });
    else if (!hasPrivileges(access))
      await changeHost(transport, context, change`pveum role modify ${COLLECTOR.role} --privs ${privileges}`);
    if (!access.users.has(COLLECTOR.user))
      await changeHost(transport, context, change`pveum user add ${COLLECTOR.user} --comment ${ownershipTag(site)}`, {
        already: /already exists/,
      });
    const remade = await makeToken(context, access);
    if (!hasAcl(access.acls, '/', COLLECTOR.user, COLLECTOR.role))
      await changeHost(
        transport,
        context,
        change`pveum acl modify / --users ${COLLECTOR.user} --roles ${COLLECTOR.role}`,
      );
    // a token that was removed took its rights with it
    if (remade || !hasAcl(access.acls, '/', COLLECTOR.tokenId, COLLECTOR.role))
      await changeHost(
        transport,
        context,
        change`pveum acl modify / --tokens ${COLLECTOR.tokenId} --roles ${COLLECTOR.role}`,
      );
  },
};

/**
 * The token's secret is printed once, and what a change prints is shown in the log: so it goes into a file that only
 * root may read, is fetched from there by a read, and the file goes when the vault has it. A run that is cut off in
 * between finds the file; where that is lost too, the token is made anew.
 * @returns whether the token is a new one
 */
async function makeToken(context: ApplyContext, access: PveAccess): Promise<boolean> {
  const { target, signal, storeSecret } = context;
  const transport = context.transport(target);
  if (storeSecret === undefined) throw new TypeError('access.collector needs a vault to store the token in');
  const stored = context.hasSecret?.(COLLECTOR.secretRef) === true;
  const exists = access.tokens.has(COLLECTOR.tokenId);
  const fetchKept = async () => tokenSecretIn(await transport.exec(read`cat ${KEPT_TOKEN}`, { signal }));
  let remade = false;

  if (!exists || !stored) {
    let secret = exists ? await fetchKept() : undefined;
    if (secret === undefined) {
      if (exists)
        await changeHost(transport, context, change`pveum user token remove ${COLLECTOR.user} ${COLLECTOR.tokenName}`, {
          already: /no such token/,
        });
      const add = change`pveum user token add ${COLLECTOR.user} ${COLLECTOR.tokenName} --privsep 1 --comment ${ownershipTag(context.site)} --output-format json`;
      await changeHost(transport, context, change`umask 077; mkdir -p ${KEPT_FOLDER} && ${add} > ${KEPT_TOKEN}`);
      remade = true;
      secret = await fetchKept();
    }
    if (secret === undefined)
      throw fail('access.no-token-secret', {
        params: { host: target, token: COLLECTOR.tokenId },
        subject: { host: target, step: 'access.collector' },
      });
    await storeSecret(COLLECTOR.secretRef, secret);
  }
  await changeHost(transport, context, change`rm -f ${KEPT_TOKEN}`);
  return remade;
}

function hasPrivileges(access: PveAccess): boolean {
  return [...(access.roles.get(COLLECTOR.role) ?? [])].sort().join(',') === COLLECTOR.privileges.join(',');
}

function differences(access: PveAccess, secretKept: boolean): readonly Change[] {
  const token = access.tokens.get(COLLECTOR.tokenId);
  const rights = [COLLECTOR.user, COLLECTOR.tokenId].every((who) => hasAcl(access.acls, '/', who, COLLECTOR.role));
  return [
    ...(hasPrivileges(access) ? [] : [{ what: `role ${COLLECTOR.role}`, after: COLLECTOR.privileges.join(', ') }]),
    ...(access.users.has(COLLECTOR.user) ? [] : [{ what: 'user', after: COLLECTOR.user }]),
    ...(token && secretKept
      ? []
      : [{ what: 'token', ...(token ? { before: 'secret lost' } : {}), after: COLLECTOR.tokenId }]),
    ...(rights ? [] : [{ what: 'rights on /', after: COLLECTOR.role }]),
  ];
}
