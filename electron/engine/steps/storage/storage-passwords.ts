import { createHash, randomBytes } from 'node:crypto';
import type { Change } from '../../../api/plan.ts';
import type { Site, SiteStorage } from '../../../api/site.ts';
import { type Fact, unknown } from '../../facts/fact.ts';
import { linesOf, parseGuarded, whyFailed } from '../../facts/parse/text.ts';
import { extraFact } from '../../facts/registry.ts';
import { type Command, change, read } from '../../shell/command.ts';
import { storageNodes } from '../../site/derive.ts';
import { factsOf, knownOr } from '../sight.ts';
import type { ApplyContext, View } from '../step.ts';
import { passwordRef } from './storage-options.ts';

/** What the cluster keeps of the passwords: a digest with a salt of this one look, so that none can be told from it later. */
interface KeptPasswords {
  readonly salt: string;
  /** SHA-256 by storage; undefined = none is kept. */
  readonly digests: ReadonlyMap<string, string | undefined>;
}

const ID = 'storage.passwords';
const UMOUNT_SECONDS = 30;

/**
 * The passwords that the vendor keeps lie in /etc/pve/priv/storage/ID.pw, which no call of its API gives away: `password=...` for
 * a share (PVE::Storage::CIFSPlugin), the bare word for a backup server (PBSPlugin). The node compares for us: what leaves it is
 * a digest. A file that is there and cannot be read is unknown, not another password.
 */
export function storagePasswords(site: Site): readonly Fact<KeptPasswords>[] {
  const storages = site.storages.filter((storage) => passwordRef(storage) !== undefined);
  if (storages.length === 0) return [];
  const salt = randomBytes(16).toString('hex');
  const command = storages.reduce(
    (before, storage): Command<'read'> => {
      const file = `/etc/pve/priv/storage/${storage.id}.pw`;
      const secret = storage.type === 'cifs' ? read`sed -n 's/^password=//p' ${file}` : read`sed -n 1p ${file}`;
      return read`${before} && if [ -e ${file} ]; then cat ${file} >/dev/null && { echo ${salt}; ${secret}; } | sha256sum | sed ${`s/^\\([0-9a-f]*\\).*/${storage.id} \\1/`}; else echo ${storage.id} -; fi`;
    },
    // an empty mount point has no such folder
    read`ls -d /etc/pve/priv >/dev/null && echo ${salt}`,
  );
  return [{ ...passwordsFact, command }];
}

const passwordsFact: Fact<KeptPasswords> = {
  id: ID,
  command: read`ls -d /etc/pve/priv`,
  parse: (answer) => {
    if (answer.code !== 0) return unknown(whyFailed(answer));
    return parseGuarded(answer.stdout, (text) => {
      const [salt = '', ...lines] = linesOf(text);
      if (!/^[0-9a-f]{32}$/.test(salt)) throw new TypeError('no salt');
      const digests = lines.map((line): [string, string | undefined] => {
        const [, id, digest] = /^(\S+) ([0-9a-f]{64}|-)$/.exec(line) ?? [];
        if (id === undefined) throw new TypeError(`no digest: ${line.slice(0, 80)}`);
        return [id, digest === '-' ? undefined : digest];
      });
      return { salt, digests: new Map(digests) };
    });
  },
};

/**
 * Whether the cluster has another password for a storage than the vault. Without one in the vault there is nothing to compare.
 * @param node the node that was asked for them; unknown throws (see `decide`)
 */
export function passwordDifference(view: View, node: string, storage: SiteStorage): readonly Change[] {
  const ref = passwordRef(storage);
  if (ref === undefined || view.hasSecret?.(ref) !== true) return [];
  const { salt, digests } = knownOr(extraFact(factsOf(view, node), passwordsFact), node, ID);
  const digest = digests.get(storage.id);
  const wanted = createHash('sha256')
    .update(`${salt}\n${view.secret(ref).reveal()}\n`)
    .digest('hex');
  if (digest === wanted) return [];
  const before = digest === undefined ? 'none' : 'differs';
  return [{ what: `password of ${storage.id}`, before, after: 'the one of the vault' }];
}

/**
 * A share that is mounted goes on with the password that it was mounted with, until the server asks for it again. Where nothing
 * uses it, it is let go; the vendor mounts it again when it is next asked for it.
 */
export async function remountShare(context: ApplyContext, storage: SiteStorage): Promise<void> {
  if (storage.type !== 'cifs') return;
  const path = `/mnt/pve/${storage.id}`;
  const nodes = storageNodes(context.site, storage).filter((node) => context.facts.hosts.get(node)?.reached);
  await Promise.all(
    nodes.map(async (node) => {
      const result = await context
        .transport(node)
        .exec(change`! mountpoint -q ${path} || timeout ${UMOUNT_SECONDS} umount ${path}`, { signal: context.signal });
      if (result.code !== 0)
        context.note(`${node}: ${storage.id} is in use; it takes its new password when it is mounted next`);
    }),
  );
}
