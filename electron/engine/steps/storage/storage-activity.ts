import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { SiteStorage } from '../../../api/site.ts';
import { type Fact, unknown } from '../../facts/fact.ts';
import { linesOf, parseGuarded, whyFailed } from '../../facts/parse/text.ts';
import { extraFact } from '../../facts/registry.ts';
import { failureOf, saidBy } from '../../pve/failure.ts';
import { read } from '../../shell/command.ts';
import { storageNodes } from '../../site/derive.ts';
import type { ApplyContext, View } from '../step.ts';

/** When pvestatd of a node last found its storages active, beside when they were last changed; seconds of the node's clock. */
interface StorageActivity {
  readonly changedAt: number;
  readonly activeAt: ReadonlyMap<string, number>;
}

/** pvestatd goes round every ten seconds; what it did not tell of in so long it found inactive, while it told of others. */
const ROUNDS_SECONDS = 30;
const STATUS_TIMEOUT_MS = 90_000;

/**
 * pvestatd tells the cluster of a node's storages that are active, and of no other (.rrd; `pve2-storage` on 8, `pve-storage-9.0`
 * on 9): the one way to know without asking a storage that may hang.
 */
export function storageActivity(node: string): Fact<StorageActivity> {
  return {
    id: 'storage.activity',
    command: read`stat -c %Y /etc/pve/storage.cfg && { grep -aoE ${`^pve2?-storage(-[0-9.]+)?/${node}/[^/:]+:[0-9]+`} /etc/pve/.rrd || [ $? -eq 1 ]; }`,
    parse: (answer) => {
      if (answer.code !== 0) return unknown(whyFailed(answer));
      return parseGuarded(answer.stdout, (text) => {
        const [changed = '', ...lines] = linesOf(text);
        if (!/^\d+$/.test(changed)) throw new TypeError('no moment of the last change');
        const told = lines.map((line): [string, number] => {
          const [, id, at] = /^pve[^/]*\/[^/]+\/([^/:]+):(\d+)$/.exec(line) ?? [];
          if (id === undefined) throw new TypeError(`no storage: ${line}`);
          return [id, Number(at)];
        });
        return { changedAt: Number(changed), activeAt: new Map(told.sort(([a], [b]) => (a < b ? -1 : 1))) };
      });
    },
  };
}

/** The storages of the site that a node which should have them does not find active. What nobody could say is left out. */
export function inactiveStorages(view: View): readonly Diagnostic[] {
  return view.site.storages.flatMap((storage) =>
    storageNodes(view.site, storage).flatMap((host) => {
      const sight = view.facts.hosts.get(host);
      if (!sight?.reached) return [];
      const activity = extraFact(sight.facts, storageActivity(host));
      return activity.known && isInactive(activity.value, storage.id) ? [inactive(host, storage, [])] : [];
    }),
  );
}

function isInactive({ changedAt, activeAt }: StorageActivity, id: string): boolean {
  const newest = Math.max(0, ...activeAt.values());
  const isRoundSinceChange = newest > changedAt + ROUNDS_SECONDS;
  return isRoundSinceChange && newest - (activeAt.get(id) ?? 0) > ROUNDS_SECONDS;
}

/** Asks every node that has these storages for their state at once; the vendor activates one only where it is added. */
export async function mustBeActive(context: ApplyContext, storages: readonly SiteStorage[]): Promise<void> {
  const { site, facts, signal } = context;
  const wanted = new Map<string, SiteStorage[]>();
  for (const storage of storages)
    for (const node of storageNodes(site, storage))
      if (facts.hosts.get(node)?.reached) wanted.set(node, [...(wanted.get(node) ?? []), storage]);
  const found = await Promise.all(
    [...wanted].map(async ([node, own]) => {
      // inactive ones end with 0 too (pve-facts 3.1)
      const command = read`pvesm status --enabled 1`;
      const result = await context.transport(node).exec(command, { signal, timeoutMs: STATUS_TIMEOUT_MS });
      if (result.code !== 0) throw new DiagnosticError(failureOf(node, command, result));
      const states = new Map(
        linesOf(result.stdout).map((line) => {
          const [id = '', , state = ''] = line.trim().split(/\s+/);
          return [id, state];
        }),
      );
      return own
        .filter(({ id }) => states.get(id) !== 'active')
        .map((storage) => inactive(node, storage, saidBy(result), 'error'));
    }),
  );
  const [first, ...rest] = found.flat();
  if (first) throw new DiagnosticError(first, ...rest);
}

function inactive(
  host: string,
  storage: SiteStorage,
  evidence: readonly string[],
  severity: 'warning' | 'error' = 'warning',
): Diagnostic {
  return diagnostic('storage.inactive', {
    params: { host, storage: storage.id },
    evidence,
    subject: { host, step: 'storage.add' },
    severity,
  });
}
