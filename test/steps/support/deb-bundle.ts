import { createHash } from 'node:crypto';
import { contentOf } from '../../../electron/engine/debs/repository.ts';
import { makeDeb } from '../../../electron/engine/rehearsal/bundle/deb.ts';
import { debNameOf } from '../../../electron/engine/steps/base/apt-plan.ts';
import type { RepositoryOnHost } from '../../../electron/engine/steps/base/apt-repository-facts.ts';
import type { BundleView } from '../../../electron/engine/steps/step.ts';
import { bundleView } from '../../../electron/engine/workspace/bundle-folder.ts';
import type { ScriptedExchange } from '../../support/scripted-transport.ts';

export const REPOSITORY = '/var/lib/sitewright/apt';
const LIST = '/etc/apt/sources.list.d/sitewright.list';
const SOURCES = '/etc/apt/sources.list.d/sitewright.sources';

/** A bundle with these packages, each a real .deb that holds nothing; other files have their path as content. */
export function debBundle(...paths: readonly string[]): BundleView {
  return bundleView(
    new Map(
      paths.map((path) => {
        const { name, version } = debNameOf(path);
        const bytes = path.endsWith('.deb')
          ? makeDeb({ name, version, architecture: 'amd64', summary: 'for a test' })
          : new TextEncoder().encode(path);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return [path, { source: { bytes }, sha256, sizeBytes: bytes.length }];
      }),
    ),
  );
}

/** The repository on a host as it is once these packages of the bundle were brought and read by apt. */
export function broughtOf(bundle: BundleView, ...paths: readonly string[]): RepositoryOnHost {
  const debs = paths.flatMap((path) => {
    const asset = bundle.asset(path);
    return asset ? [{ file: debNameOf(path).file, sha256: asset.sha256, sizeBytes: asset.sizeBytes }] : [];
  });
  return {
    pool: new Map(debs.map(({ file, sizeBytes }) => [file, sizeBytes])),
    knownContent: contentOf(debs),
  };
}

export interface BringOptions {
  /** Debian 13's form of the source entry. */
  readonly isDeb822?: boolean;
  /** Packages that lie there already, by bundle path. */
  readonly there?: readonly string[];
  /** The entry in its other form is there and goes. */
  readonly hasFormerEntry?: boolean;
  /** Files that go. */
  readonly stale?: readonly string[];
  readonly bundle?: BundleView;
}

/** What a host is asked while packages are brought to it. */
export function bringing(paths: readonly string[], options: BringOptions = {}): readonly ScriptedExchange[] {
  const entry = options.isDeb822 ? SOURCES : LIST;
  const pool = `${REPOSITORY}/pool`;
  const there = (options.there ?? []).map(
    (path) => `${options.bundle?.asset(path)?.sha256}  ${pool}/${debNameOf(path).file}\n`,
  );
  return [
    { command: `mkdir -p ${pool} && chmod 711 /var/lib/sitewright && chmod 755 ${REPOSITORY} ${pool}` },
    ...(options.there
      ? [{ command: `sha256sum ${pool}/*.deb 2>/dev/null; true`, kind: 'read' as const, stdout: there.join('') }]
      : []),
    ...paths.map((path) => ({ upload: `${pool}/${debNameOf(path).file}`, mode: 0o644, owner: 'root:root' })),
    { upload: `${REPOSITORY}/Packages` },
    { upload: `${REPOSITORY}/Packages.gz` },
    { upload: `${REPOSITORY}/Release`, content: /^Origin: Sitewright\n/ },
    ...(options.stale ? [{ command: `rm -f -- ${options.stale.map((file) => `${pool}/${file}`).join(' ')}` }] : []),
    {
      upload: entry,
      content: options.isDeb822
        ? `Types: deb\nURIs: file:${REPOSITORY}\nSuites: ./\nTrusted: yes\n`
        : `deb [trusted=yes] file:${REPOSITORY} ./\n`,
    },
    ...(options.hasFormerEntry ? [{ command: `rm -f ${options.isDeb822 ? LIST : SOURCES}` }] : []),
    {
      command: `apt-get update -o DPkg::Lock::Timeout=240 -o Dir::Etc::sourcelist=${entry} -o Dir::Etc::sourceparts=/dev/null -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any`,
    },
  ];
}

/** The installation by name, out of nothing but the repository. */
export function installCommand(names: string, entry = LIST): string {
  return `env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-remove --no-install-recommends -o DPkg::Lock::Timeout=240 -o Dir::Etc::sourcelist=${entry} -o Dir::Etc::sourceparts=/dev/null ${names}`;
}
