import { factOf } from '../sight.ts';
import type { View } from '../step.ts';

/** Where the repository of carried packages lies on a host. */
export const REPOSITORY = '/var/lib/sitewright/apt';

const LIST = '/etc/apt/sources.list.d/sitewright.list';
const SOURCES = '/etc/apt/sources.list.d/sitewright.sources';

export interface AptEntry {
  readonly path: string;
  readonly text: string;
  /** The entry in the other form, left from before an upgrade of the system. */
  readonly former: string;
}

/**
 * apt's entry for the repository, in the form that the system itself uses: one line up to Debian 12 (PVE 8), deb822 from
 * Debian 13 (PVE 9) and Ubuntu 24.04. It names nothing but the folder. Trusted without a signature: whoever may write there
 * is root already.
 */
export function aptEntry(view: Pick<View, 'facts'>, host: string): AptEntry {
  const { id, versionId } = factOf(view, host, 'osRelease');
  const isDeb822 = Number.parseFloat(versionId) >= (id === 'ubuntu' ? 24 : 13);
  return isDeb822
    ? { path: SOURCES, text: `Types: deb\nURIs: file:${REPOSITORY}\nSuites: ./\nTrusted: yes\n`, former: LIST }
    : { path: LIST, text: `deb [trusted=yes] file:${REPOSITORY} ./\n`, former: SOURCES };
}

/** Options by which apt sees this entry and no other, and waits for another apt (the daily timers of a fresh system). */
export function onlyThisSource(entry: Pick<AptEntry, 'path'>): readonly string[] {
  return [
    ...['-o', 'DPkg::Lock::Timeout=240'],
    ...['-o', `Dir::Etc::sourcelist=${entry.path}`],
    ...['-o', 'Dir::Etc::sourceparts=/dev/null'],
  ];
}
