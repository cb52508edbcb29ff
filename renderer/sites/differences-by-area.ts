import type { SiteDifference } from '../../electron/api/site-carrying.ts';
import type { SentenceKey } from '../text/text.ts';

/** The parts of a site in the order of the journey's pages, and what is at its top besides. */
const AREAS: readonly (readonly [word: SentenceKey, tops: readonly string[]])[] = [
  ['carry.areaSite', []],
  ['carry.areaAccess', ['access']],
  ['carry.areaHosts', ['hosts', 'groups']],
  ['carry.areaNetwork', ['network']],
  ['carry.areaCluster', ['cluster']],
  ['carry.areaStorages', ['storages']],
  ['carry.areaMachines', ['templates', 'machines']],
  ['carry.areaBackups', ['backups']],
  ['carry.areaStacks', ['stacks']],
  ['carry.areaMedia', ['media']],
];

export interface AreaOfDifferences {
  readonly word: SentenceKey;
  readonly rows: readonly SiteDifference[];
}

/** Differences under the words of the pages where their fields are; no area is empty. */
export function differencesByArea(differences: readonly SiteDifference[]): readonly AreaOfDifferences[] {
  const known = AREAS.flatMap(([, tops]) => tops);
  const topOf = ({ path }: SiteDifference) => /^[A-Za-z]+/.exec(path)?.[0] ?? '';
  return AREAS.map(([word, tops]) => ({
    word,
    rows: differences.filter((row) => (tops.length === 0 ? !known.includes(topOf(row)) : tops.includes(topOf(row)))),
  })).filter(({ rows }) => rows.length > 0);
}
