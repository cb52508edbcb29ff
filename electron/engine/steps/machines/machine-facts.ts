import type { Machine, Site, Template } from '../../../api/site.ts';
import { type Fact, known, unknown } from '../../facts/fact.ts';
import { linesOf, whyFailed } from '../../facts/parse/text.ts';
import type { FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { possibleNodes } from '../../site/derive.ts';

/** SHA-256 by path; a path that is not in it is absent. */
export type FileDigests = ReadonlyMap<string, string>;

/** Digests of some files in one process. Paths with a backslash or a line break are not ours to use. */
export function digestsFact(id: string, paths: readonly string[]): Fact<FileDigests> {
  return {
    id,
    command: read`sha256sum -- ${paths}`,
    parse: (answer) => {
      // sha256sum ends with 1 where one of the files is absent, or another kind of thing is in its place
      if (answer.code > 1) return unknown(whyFailed(answer));
      const odd = linesOf(answer.stderr).find(
        (line) => !/No such file or directory|Is a directory|Not a directory/.test(line),
      );
      if (odd !== undefined) return unknown(odd);
      return known(
        new Map(
          linesOf(answer.stdout).flatMap((line): [string, string][] => {
            const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
            return match ? [[match[2] ?? '', match[1] ?? '']] : [];
          }),
        ),
      );
    },
  };
}

/** Where a template's cloud image lies on its node. Outside any storage, so that no content type is needed. */
export function imagePath(template: Template): string {
  return `/var/lib/sitewright/images/${template.image}`;
}

/**
 * Digest of a template's cloud image on its node. Hashing takes seconds for a real image, so it is asked only while the
 * template has no disk: afterwards nobody needs the file. What a power cut leaves of its making has none.
 */
export function imageFact(template: Template): Fact<FileDigests> {
  const digests = digestsFact(`machines.image-${template.id}`, [imagePath(template)]);
  const config = `/etc/pve/nodes/${template.node}/qemu-server/${template.id}.conf`;
  return { ...digests, command: read`grep -qs '^scsi0:' ${config} || ${digests.command}` };
}

/** A machine's cloud-init snippet as it lies on a node. */
export interface SnippetState {
  readonly sha256: string;
  /** Digest of what comes before the machine's host key; equal to `sha256` where it holds none. */
  readonly openSha256: string;
  /** As `stat` says it: `600`. */
  readonly mode: string;
}

/** A machine's cloud-init snippet on a node where it may run; undefined = absent. */
export function snippetFact(site: Site, machine: Machine): Fact<SnippetState | undefined> {
  const path = snippetPath(site, machine);
  return {
    id: `machines.snippet-${machine.id}`,
    command: read`stat -c '%a' -- ${path} && sha256sum <${path} && sed -n ${`/^${HOST_KEY_MARK}/q;p`} ${path} | sha256sum`,
    parse: (answer) => {
      const [mode, sha256, openSha256] = linesOf(answer.stdout).map((line) => line.split(' ')[0] ?? '');
      if (answer.code === 0 && mode && sha256 && openSha256) return known({ sha256, openSha256, mode });
      return /No such file/.test(answer.stderr) ? known(undefined) : unknown(whyFailed(answer));
    },
  };
}

/** The line of a snippet with which the part that holds the machine's host key begins. */
export const HOST_KEY_MARK = '# The host key of ';

/** File name of a machine's vendor snippet; the site's id in it keeps two sites apart. */
export function snippetName(site: Site, machine: Machine): string {
  return `sitewright-${site.id}-${machine.name}.yaml`;
}

/** On `local`, the one storage that every node has. */
export function snippetPath(site: Site, machine: Machine): string {
  return `/var/lib/vz/snippets/${snippetName(site, machine)}`;
}

/** How far cloud-init is on a guest: `done`, `running`, `error`, `degraded done`, `disabled`, ... */
export const cloudInitFact: Fact<string> = {
  id: 'machines.cloud-init',
  command: read`cloud-init status`,
  parse: (answer) => {
    // 0 = fine or still running, 1 = failed, 2 = done with recoverable errors (cloud-init's own documentation)
    const status = /^status:\s*(.+?)\s*$/m.exec(answer.stdout)?.[1];
    return status === undefined ? unknown(whyFailed(answer)) : known(status);
  },
};

/** Holds a file named by its id for every guest that our `qm create` or `qm clone` has begun and not ended. */
export const MAKING_FOLDER = '/var/lib/sitewright/machines/making';

/** The guests whose making was begun on a node and did not end: it goes on, or a power cut broke it off. */
export const makingFact: Fact<ReadonlySet<number>> = {
  id: 'machines.making',
  command: read`ls -1 -- ${MAKING_FOLDER}`,
  parse: (answer) => {
    if (answer.code !== 0)
      return /No such file or directory/.test(answer.stderr) ? known(new Set()) : unknown(whyFailed(answer));
    return known(new Set(linesOf(answer.stdout).map(Number)));
  },
};

/** What the machine steps want in the one round trip of each host. */
export const machineFactSet: FactSet = {
  id: 'machines',
  facts: (site, host) => [
    // a machine is cloned where its template is
    ...(site.templates.some((template) => template.node === host) ? [makingFact] : []),
    ...site.templates.filter((template) => template.node === host).map(imageFact),
    ...site.machines
      .filter((machine) => possibleNodes(site, machine).includes(host))
      .map((machine) => snippetFact(site, machine)),
    ...(site.machines.some((machine) => machine.name === host) ? [cloudInitFact] : []),
  ],
};
