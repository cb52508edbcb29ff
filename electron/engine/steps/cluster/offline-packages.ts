import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { runAptJob } from '../../pve/apt-job.ts';
import { failureOf } from '../../pve/failure.ts';
import { change } from '../../shell/command.ts';
import { pveNodes, votingWitness } from '../../site/derive.ts';
import { bringRepository } from '../base/apt-bring.ts';
import { onlyThisSource } from '../base/apt-entry.ts';
import { debNameOf, isOlder, type PackageFolder, packageFiles, planRepository } from '../base/apt-plan.ts';
import { factOf } from '../sight.ts';
import type { ApplyContext, View } from '../step.ts';

export interface OfflinePackage extends PackageFolder {
  /** Debian package that must be there in the end; what it depends on lies in the same folder of the bundle. */
  readonly name: string;
}

const ON_NODES: OfflinePackage = { name: 'corosync-qdevice', folder: 'debs/pve' };
const ON_WITNESS: OfflinePackage = { name: 'corosync-qnetd', folder: 'debs/witness' };

/** The hosts that take part in the third vote: every node, then the witness. None = there is no such vote. */
export function votingHosts(site: Site): readonly string[] {
  const witness = site.cluster && votingWitness(site);
  return witness ? [...pveNodes(site), witness].map(({ name }) => name) : [];
}

/** What the third vote needs on one of the {@link votingHosts}. */
export function votePackage(site: Site, host: string): OfflinePackage {
  return host === votingWitness(site)?.name ? ON_WITNESS : ON_NODES;
}

/** Why the bundle cannot give a package; undefined = it can. */
export function missingFromBundle(view: View, host: string, wanted: OfflinePackage): Diagnostic | undefined {
  const files = packageFiles(view, host, wanted.folder);
  if (files.some((file) => debNameOf(file).name === wanted.name)) return undefined;
  return diagnostic('cluster.package-not-in-bundle', {
    params: { host, package: wanted.name, folder: wanted.folder },
    evidence: files.length > 0 ? files : [`${wanted.folder}: -`],
    subject: { host, file: wanted.folder },
  });
}

/** That the bundle has a newer version of a package than the host; undefined = it has not. */
export function olderThanBundle(view: View, host: string, wanted: OfflinePackage): Diagnostic | undefined {
  const installed = factOf(view, host, 'packages').get(wanted.name);
  const offered = packageFiles(view, host, wanted.folder)
    .map(debNameOf)
    .find(({ name }) => name === wanted.name)?.version;
  if (installed === undefined || offered === undefined || !isOlder(installed, offered)) return undefined;
  return diagnostic('packages.older-installed', {
    params: { host, package: wanted.name, installed, offered },
    commands: [`apt-get install --only-upgrade --no-remove ${wanted.name}`],
    subject: { host },
  });
}

/**
 * Installs packages by name, with what they depend on, from the repository that was carried to the host and from nothing
 * else. Brings the repository first where it is not as it should be.
 * @param id of the job; its result is attached to when the run was broken off
 */
export async function installOffline(
  context: ApplyContext,
  view: View,
  host: string,
  { id, names, from }: { readonly id: string; readonly names: readonly string[]; readonly from: PackageFolder },
): Promise<void> {
  const plan = planRepository(view, host, from);
  if (!plan.isCurrent) await bringRepository(context, host, plan);
  const install = change`env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-remove --no-install-recommends ${onlyThisSource(plan.entry)} ${names}`;
  const result = await runAptJob(context.transport(host), context.note, id, install, {
    signal: context.signal,
    timeoutMs: 1_200_000,
  });
  if (result.code !== 0) throw new DiagnosticError(failureOf(host, install, result));
}
