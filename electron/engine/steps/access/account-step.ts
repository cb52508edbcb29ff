import { diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import type { Text } from '../../../api/text.ts';
import { hasAcl, type PveAccess } from '../../facts/pve/access.ts';
import { writeMark } from '../../ownership/marks.ts';
import { type ApiAccount, KEPT_FOLDER } from '../../pve/api-accounts.ts';
import { changeHost } from '../../pve/change-host.ts';
import { tokenSecretIn } from '../../pve/pveum.ts';
import { change, read } from '../../shell/command.ts';
import { coordinator, ownershipTag, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { ApplyContext, Step } from '../step.ts';

/** What makes one account's step: its id, its title, and which sites want it. */
export interface AccountStepOptions {
  readonly id: Step['id'];
  readonly title: Text;
  readonly wanted: (site: Site) => boolean;
}

/** An account of the Proxmox API with the least rights for its purpose: role, user, token and its rights. */
export function accountStep(account: ApiAccount, { id, title, wanted }: AccountStepOptions): Step {
  return {
    id,
    phase: 'access',
    title: () => title,
    targets: (site) => (wanted(site) && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
    // users of a node that joins are lost: the cluster comes first
    needs: ['cluster.join-node'],
    risk: 'safe',
    order: 'one-at-a-time',
    skippable: true,
    forCluster: true,
    touches: (site) => pveNodes(site).map((host) => host.name),
    secrets: () => [account.secretRef],
    check: (view, target) =>
      decide([], () => {
        const access = factOf(view, target, 'access');
        const user = access.users.get(account.user);
        if (user && user.comment !== ownershipTag(view.site))
          return {
            state: 'blocked',
            diagnostic: diagnostic('access.foreign-user', {
              params: { user: account.user },
              evidence: [`comment: ${user.comment || '-'}`],
              subject: { host: target, step: id },
            }),
          };
        const leftover = factOf(view, target, 'nodeFiles').has(account.keptToken);
        return verdictOf([
          ...differences(account, access, view.hasSecret?.(account.secretRef) !== false),
          ...(leftover ? [{ what: account.keptToken, after: 'removed' }] : []),
        ]);
      }),
    apply: async (context) => {
      const { target, site } = context;
      const transport = context.transport(target);
      const view = await context.look(target);
      const access = factOf(view, target, 'access');
      const privileges = account.privileges.join(',');

      if (!access.roles.has(account.role))
        await changeHost(
          transport,
          context,
          change`${writeMark(site, { kind: 'role', name: account.role, nature: 'role' })} && pveum role add ${account.role} --privs ${privileges}`,
          { already: /already exists/ },
        );
      else if (!hasPrivileges(account, access))
        await changeHost(transport, context, change`pveum role modify ${account.role} --privs ${privileges}`);
      if (!access.users.has(account.user))
        await changeHost(transport, context, change`pveum user add ${account.user} --comment ${ownershipTag(site)}`, {
          already: /already exists/,
        });
      const remade = await makeToken(account, id, context, access);
      if (!hasAcl(access.acls, '/', account.user, account.role))
        await changeHost(
          transport,
          context,
          change`pveum acl modify / --users ${account.user} --roles ${account.role}`,
        );
      // a token that was removed took its rights with it
      if (remade || !hasAcl(access.acls, '/', account.tokenId, account.role))
        await changeHost(
          transport,
          context,
          change`pveum acl modify / --tokens ${account.tokenId} --roles ${account.role}`,
        );
    },
  };
}

/**
 * The token's secret is printed once, and what a change prints is shown in the log: so it goes into a file that only
 * root may read, is fetched from there by a read, and the file goes when the vault has it. A run that is cut off in
 * between finds the file; where that is lost too, the token is made anew.
 * @returns whether the token is a new one
 */
async function makeToken(
  account: ApiAccount,
  id: Step['id'],
  context: ApplyContext,
  access: PveAccess,
): Promise<boolean> {
  const { target, signal, storeSecret } = context;
  const transport = context.transport(target);
  if (storeSecret === undefined) throw new TypeError(`${id} needs a vault to store the token in`);
  const stored = context.hasSecret?.(account.secretRef) === true;
  const exists = access.tokens.has(account.tokenId);
  const fetchKept = async () => tokenSecretIn(await transport.exec(read`cat ${account.keptToken}`, { signal }));
  let remade = false;

  if (!exists || !stored) {
    let secret = exists ? await fetchKept() : undefined;
    if (secret === undefined) {
      if (exists)
        await changeHost(transport, context, change`pveum user token remove ${account.user} ${account.tokenName}`, {
          already: /no such token/,
        });
      const add = change`pveum user token add ${account.user} ${account.tokenName} --privsep 1 --comment ${ownershipTag(context.site)} --output-format json`;
      await changeHost(transport, context, change`umask 077; mkdir -p ${KEPT_FOLDER} && ${add} > ${account.keptToken}`);
      remade = true;
      secret = await fetchKept();
    }
    if (secret === undefined)
      throw fail('access.no-token-secret', {
        params: { host: target, token: account.tokenId },
        subject: { host: target, step: id },
      });
    await storeSecret(account.secretRef, secret);
  }
  await changeHost(transport, context, change`rm -f ${account.keptToken}`);
  return remade;
}

function hasPrivileges(account: ApiAccount, access: PveAccess): boolean {
  return [...(access.roles.get(account.role) ?? [])].sort().join(',') === account.privileges.join(',');
}

function differences(account: ApiAccount, access: PveAccess, secretKept: boolean): readonly Change[] {
  const token = access.tokens.get(account.tokenId);
  const rights = [account.user, account.tokenId].every((who) => hasAcl(access.acls, '/', who, account.role));
  return [
    ...(hasPrivileges(account, access) ? [] : [{ what: `role ${account.role}`, after: account.privileges.join(', ') }]),
    ...(access.users.has(account.user) ? [] : [{ what: 'user', after: account.user }]),
    ...(token && secretKept
      ? []
      : [{ what: 'token', ...(token ? { before: 'secret lost' } : {}), after: account.tokenId }]),
    ...(rights ? [] : [{ what: 'rights on /', after: account.role }]),
  ];
}
