import { DiagnosticError } from '../../../api/diagnostic.ts';
import { bytesSource, fileSource, type RangeSource } from '../../compress/range-source.ts';
import { POOL, repositoryIndexes } from '../../debs/repository.ts';
import { changeHost } from '../../pve/change-host.ts';
import { failureOf } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { change, read } from '../../shell/command.ts';
import type { Asset } from '../../transport/port.ts';
import type { ApplyContext } from '../step.ts';
import { bytesAsset, textAsset } from '../text-asset.ts';
import { onlyThisSource, REPOSITORY } from './apt-entry.ts';
import type { RepositoryPlan } from './apt-plan.ts';

const POOL_PATH = `${REPOSITORY}/${POOL}`;
/** The daily timers of a fresh system, and a node's own update without internet, hold apt's lists for a while. */
const LOCK_DEADLINE_MS = 240_000;

/**
 * Makes the repository of a host as planned and lets apt read it: package files first, then the indexes, then what is
 * stale goes. Broken off anywhere, the next run does the rest; a file that is there already is not sent again.
 */
export async function bringRepository(context: ApplyContext, host: string, plan: RepositoryPlan): Promise<void> {
  const transport = context.transport(host);
  const options = { mode: 0o644, owner: 'root:root', signal: context.signal };
  const indexes = repositoryIndexes(plan.debs, ({ asset }) => sourceOf(asset));
  // apt reads as a user of its own (_apt), and that has to come through: what else lies below is not readable for it.
  await changeHost(
    transport,
    context,
    change`mkdir -p ${POOL_PATH} && chmod 711 /var/lib/sitewright && chmod 755 ${REPOSITORY} ${POOL_PATH}`,
  );
  const there = plan.hasFiles ? await digests(context, host) : new Map<string, string>();
  const lacking = plan.debs.filter(({ file, sha256 }) => there.get(file) !== sha256);
  for (const [index, deb] of lacking.entries()) {
    context.progress(index, lacking.length, 'steps');
    await transport.upload(deb.asset, `${POOL_PATH}/${deb.file}`, options);
  }
  for (const [name, bytes] of indexes) await transport.upload(bytesAsset(bytes), `${REPOSITORY}/${name}`, options);
  if (plan.stale.length > 0)
    await changeHost(transport, context, change`rm -f -- ${plan.stale.map((file) => `${POOL_PATH}/${file}`)}`);
  await transport.upload(textAsset(plan.entry.text), plan.entry.path, options);
  if (plan.hasFormerEntry) await changeHost(transport, context, change`rm -f ${plan.entry.former}`);
  await update(context, host, plan);
}

/** Digests of the package files that lie on the host. */
async function digests(context: ApplyContext, host: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await context
    .transport(host)
    .exec(read`sha256sum ${POOL_PATH}/*.deb 2>/dev/null; true`, { signal: context.signal, timeoutMs: 300_000 });
  return new Map(
    [...stdout.matchAll(/^([0-9a-f]{64}) [ *].*\/([^/\n]+)$/gm)].map(([, digest = '', file = '']) => [file, digest]),
  );
}

/** `apt-get update` of this one source, with every other list left as it is. By itself it ends with 0 whatever failed. */
async function update(context: ApplyContext, host: string, { entry }: RepositoryPlan): Promise<void> {
  const command = change`apt-get update ${onlyThisSource(entry)} -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any`;
  const transport = context.transport(host);
  const result = await until(context, { deadlineMs: LOCK_DEADLINE_MS, everyMs: 5_000 }, async () => {
    const tried = await transport.exec(command, { signal: context.signal, timeoutMs: 120_000 });
    if (tried.code === 0 || !/could not get lock/i.test(tried.stderr)) return tried;
    context.note(`${host}: another apt holds the package lists; trying again`);
    return undefined;
  });
  const last = result ?? (await transport.exec(command, { signal: context.signal, timeoutMs: 120_000 }));
  if (last.code !== 0) throw new DiagnosticError(failureOf(host, command, last));
}

function sourceOf(asset: Asset): RangeSource {
  return 'bytes' in asset.source ? bytesSource(asset.source.bytes) : fileSource(asset.source.path);
}
