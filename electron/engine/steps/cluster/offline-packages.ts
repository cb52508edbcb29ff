import { type Diagnostic, DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import { runAptJob } from '../../pve/apt-job.ts';
import { changeHost } from '../../pve/change-host.ts';
import { failureOf } from '../../pve/failure.ts';
import { change } from '../../shell/command.ts';
import type { ApplyContext, BundleView } from '../step.ts';

export interface OfflinePackage {
  /** Debian package that must be there in the end. */
  readonly name: string;
  /** Folder of the bundle that holds it with everything it depends on. */
  readonly folder: string;
  /** Packages of that folder that are for something else and stay out. */
  readonly except?: RegExp;
}

/**
 * apt without any source, so that nothing is asked of a network. Never `--no-download`: with it apt 2.6 does not take local
 * files either ("Internal Error, Pathname to install is not absolute", seen on Debian 12). It waits for the lock, which
 * the daily timers of a fresh system hold for a while.
 */
export const OFFLINE_APT = [
  '-o',
  'DPkg::Lock::Timeout=240',
  '-o',
  'Dir::Etc::sourcelist=/dev/null',
  '-o',
  'Dir::Etc::sourceparts=/dev/null',
] as const;

/** Where packages lie on a host while they are installed. */
const STAGING = '/var/lib/sitewright/debs';

/** `corosync-qdevice` of `corosync-qdevice_3.0.3-1_amd64.deb`. */
export function packageOf(file: string): string {
  return (file.split('/').at(-1) ?? '').split('_')[0] ?? '';
}

/** Paths inside the bundle of the packages of one folder. */
export function packageFiles(bundle: BundleView, folder: string): readonly string[] {
  return bundle
    .list(folder)
    .filter((file) => file.endsWith('.deb'))
    .map((file) => (file.startsWith(`${folder}/`) ? file : `${folder}/${file}`));
}

/** Why the bundle cannot give a package; undefined = it can. */
export function missingFromBundle(bundle: BundleView, host: string, wanted: OfflinePackage): Diagnostic | undefined {
  const files = packageFiles(bundle, wanted.folder);
  if (files.some((file) => packageOf(file) === wanted.name)) return undefined;
  return diagnostic('cluster.package-not-in-bundle', {
    params: { host, package: wanted.name, folder: wanted.folder },
    evidence: files.length > 0 ? files : [`${wanted.folder}: -`],
    subject: { host, file: wanted.folder },
  });
}

/**
 * Installs a package with what it depends on, from the bundle, without asking any repository. What the host has already
 * is not sent.
 * @param installed packages of the host now, by name
 */
export async function installOffline(
  context: ApplyContext,
  host: string,
  wanted: OfflinePackage,
  installed: ReadonlyMap<string, string>,
): Promise<void> {
  const transport = context.transport(host);
  const files = packageFiles(context.bundle, wanted.folder).filter(
    (file) => !installed.has(packageOf(file)) && !wanted.except?.test(packageOf(file)),
  );
  await changeHost(transport, context, change`mkdir -p ${STAGING}`);
  const targets: string[] = [];
  for (const file of files) {
    const asset = context.bundle.asset(file);
    if (!asset) continue;
    const target = `${STAGING}/${file.split('/').at(-1) ?? ''}`;
    context.progress(targets.length, files.length, 'steps');
    await transport.upload(asset, target, { mode: 0o644, owner: 'root:root', signal: context.signal });
    targets.push(target);
  }
  const install = change`DEBIAN_FRONTEND=noninteractive apt-get install -y --no-remove --no-install-recommends ${OFFLINE_APT} ${targets}`;
  const result = await runAptJob(transport, context.note, `packages.${wanted.name}.${host}`, install, {
    signal: context.signal,
    timeoutMs: 600_000,
  });
  if (result.code !== 0) throw new DiagnosticError(failureOf(host, install, result));
}
