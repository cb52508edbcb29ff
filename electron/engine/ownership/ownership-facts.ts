import { type Fact, known, unknown } from '../facts/fact.ts';
import { type ConfigSection, parseSectionConfig } from '../facts/parse/section-config.ts';
import { linesOf, parseGuarded, whyFailed } from '../facts/parse/text.ts';
import type { FactSet } from '../facts/registry.ts';
import { read } from '../shell/command.ts';
import { pveNodes } from '../site/derive.ts';
import { MARKS_FOLDER, type Mark } from './marks.ts';

export interface FoundMark extends Mark {
  /** `sitewright-municipal`. */
  readonly tag: string;
}

/** The marks in the cluster's file system. Only of use where it is mounted: else the folder merely looks empty. */
export const marksFact: Fact<readonly FoundMark[]> = {
  id: 'ownership.marks',
  command: read`ls -1d ${MARKS_FOLDER}/*/*`,
  parse: (answer) => {
    // 2 = there is none
    if (answer.code > 2) return unknown(whyFailed(answer));
    return known(
      linesOf(answer.stdout).flatMap((path): FoundMark[] => {
        const parts = /\/([^/]+)\/(storage|role|member|witness)\.([a-z]+)\.([^/]+)$/.exec(path);
        if (!parts) return [];
        const [, tag = '', kind, nature = '', name = ''] = parts;
        return [{ tag, kind: kind as Mark['kind'], nature, name }];
      }),
    );
  },
};

/** Backup jobs of the cluster: type `vzdump`, values schedule, storage, vmid, comment, ... */
export const backupJobsFact: Fact<readonly ConfigSection[]> = {
  id: 'ownership.backup-jobs',
  command: read`cat /etc/pve/jobs.cfg`,
  parse: (answer) => {
    if (answer.code !== 0) return /No such file/.test(answer.stderr) ? known([]) : unknown(whyFailed(answer));
    return parseGuarded(answer.stdout, parseSectionConfig);
  },
};

export interface FoundSnippet {
  /** File name below /var/lib/vz/snippets. */
  readonly file: string;
  /** The site that its first comment names. */
  readonly siteId: string;
}

/** Snippets on a node that say for which site they were written. */
export const snippetsFact: Fact<readonly FoundSnippet[]> = {
  id: 'ownership.snippets',
  command: read`grep -aHsm1 '^# Written by Sitewright for the site ' /var/lib/vz/snippets/sitewright-*.yaml`,
  parse: (answer) => {
    if (answer.code > 2) return unknown(whyFailed(answer));
    return known(
      linesOf(answer.stdout).flatMap((line): FoundSnippet[] => {
        const match = /\/([^/]+\.yaml):# Written by Sitewright for the site ([a-z0-9-]+)\./.exec(line);
        return match ? [{ file: match[1] as string, siteId: match[2] as string }] : [];
      }),
    );
  },
};

/** What finding our own things asks of every node, in the one round trip. */
export const ownershipFactSet: FactSet = {
  id: 'ownership',
  facts: (site, host) =>
    pveNodes(site).some(({ name }) => name === host) ? [marksFact, backupJobsFact, snippetsFact] : [],
};
