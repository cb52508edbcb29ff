import { CONTENT_FIELD, POOL } from '../../debs/repository.ts';
import type { Fact } from '../../facts/fact.ts';
import { linesOf, parseOutput } from '../../facts/parse/text.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { factsOf, knownOr } from '../sight.ts';
import type { View } from '../step.ts';
import { REPOSITORY } from './apt-entry.ts';

export interface RepositoryOnHost {
  /** Package files that lie there, with their sizes in bytes. */
  readonly pool: ReadonlyMap<string, number>;
  /** The content that apt has read last, out of its own lists; absent = apt does not know the repository. */
  readonly knownContent?: string;
}

/** apt's own copy of our `Release`, by its rule for names. */
const APT_LIST = `/var/lib/apt/lists/${`${REPOSITORY}/./Release`.replaceAll('/', '_')}`;
const CONTENT_LINE = new RegExp(`^${CONTENT_FIELD}: ([0-9a-f]{64})$`);

/** What lies in our repository on a host, and what apt knows of it. A repository that is not there has nothing in it. */
export const aptRepositoryFact: Fact<RepositoryOnHost> = {
  id: 'apt.repository',
  command: read`stat -c '%s %n' ${`${REPOSITORY}/${POOL}`}/*.deb 2>/dev/null; grep -hs ${`^${CONTENT_FIELD}: `} ${APT_LIST}; true`,
  parse: (answer) =>
    parseOutput(answer, (stdout) => {
      const pool = new Map<string, number>();
      let knownContent: string | undefined;
      for (const line of linesOf(stdout)) {
        const file = /^(\d+) .*\/([^/]+\.deb)$/.exec(line);
        if (file) pool.set(file[2] ?? '', Number(file[1]));
        else knownContent = CONTENT_LINE.exec(line)?.[1] ?? knownContent;
      }
      return { pool, ...(knownContent === undefined ? {} : { knownContent }) };
    }),
};

/** Asked of every host: each may need packages. */
export const aptFactSet: FactSet = { id: 'apt', facts: () => [aptRepositoryFact] };

export function repositoryAt(view: Pick<View, 'facts'>, host: string): RepositoryOnHost {
  return knownOr(extraFact(factsOf(view, host), aptRepositoryFact), host, aptRepositoryFact.id);
}
