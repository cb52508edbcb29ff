import type { Site } from '../../api/site.ts';
import { type Fact, known, unknown } from '../facts/fact.ts';
import { type ConfigSection, parseSectionConfig } from '../facts/parse/section-config.ts';
import { linesOf, parseGuarded, whyFailed } from '../facts/parse/text.ts';
import type { FactSet } from '../facts/registry.ts';
import { read } from '../shell/command.ts';
import { allHosts, pveNodes } from '../site/derive.ts';
import type { InstancePlace } from '../stacks/stack.ts';
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

export interface FoundInstance {
  readonly instanceId: string;
  readonly folder: string;
  /** The site that its `.env` names. */
  readonly siteId: string;
  /** Compose project; '' = its `.env` names none. */
  readonly project: string;
}

/** Instances of stacks on a host, by what their `.env` says of itself; of its secrets nothing is read. */
export const foundInstancesFact: Fact<readonly FoundInstance[]> = {
  id: 'ownership.instances',
  command: read`grep -aHsE '^(# Written by Sitewright for the site |COMPOSE_PROJECT_NAME=)' /opt/sitewright/stacks/*/.env`,
  parse: (answer) => {
    if (answer.code > 2) return unknown(whyFailed(answer));
    const found = new Map<string, FoundInstance>();
    for (const line of linesOf(answer.stdout)) {
      const [, folder = '', instanceId = '', text = ''] = /^((?:\/[^/]+)+\/([^/]+))\/\.env:(.*)$/.exec(line) ?? [];
      const [, siteId] = /^# Written by Sitewright for the site ([a-z0-9-]+)\./.exec(text) ?? [];
      const [, project] = /^COMPOSE_PROJECT_NAME=['"]?([a-z0-9_-]*)['"]?$/.exec(text) ?? [];
      const before = found.get(instanceId) ?? { instanceId, folder, siteId: '', project: '' };
      if (folder !== '')
        found.set(instanceId, { ...before, ...(siteId ? { siteId } : {}), ...(project ? { project } : {}) });
    }
    return known([...found.values()]);
  },
};

/**
 * Where the instances of a site lie on a host. A project that another instance there has taken over (its name was changed in the
 * site) belongs to neither alone: what is done to one must not reach the other's containers.
 */
export function instancePlaces(site: Site, host: string, found: readonly FoundInstance[]): readonly InstancePlace[] {
  return found
    .filter(({ siteId }) => siteId === site.id)
    .map(({ instanceId, folder, project }) => {
      const isShared = found.some((other) => other.instanceId !== instanceId && other.project === project);
      return { instanceId, host, folder, project: isShared ? '' : project };
    });
}

/** Hosts that may carry stacks: machines, and Debian hosts. */
function carriers(site: Site): readonly string[] {
  return allHosts(site).flatMap(({ name, os }) => (os === 'debian' ? [name] : []));
}

/** What finding our own things asks of every host, in the one round trip. */
export const ownershipFactSet: FactSet = {
  id: 'ownership',
  facts: (site, host) =>
    pveNodes(site).some(({ name }) => name === host)
      ? [marksFact, backupJobsFact, snippetsFact]
      : carriers(site).includes(host)
        ? [foundInstancesFact]
        : [],
};
