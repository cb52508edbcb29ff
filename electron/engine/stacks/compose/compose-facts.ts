import type { Site } from '../../../api/site.ts';
import { type Fact, known, unknown } from '../../facts/fact.ts';
import { asText, linesOf, parseGuarded, parseObject, whyFailed } from '../../facts/parse/text.ts';
import type { FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { digestsFact, type FileDigests } from '../../steps/machines/machine-facts.ts';
import type { AssetStore } from '../asset-store.ts';
import { pemFact } from '../registry/registry-facts.ts';
import { usedRegistry } from '../registry/registry-hosts.ts';
import type { RegistryPlace } from '../registry/registry-place.ts';
import { type ComposeInstance, composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';

/** Whether Docker and its compose plug-in are there and answer. */
export interface DockerState {
  readonly installed: boolean;
  readonly answers: boolean;
  /** `26.1.5+dfsg1`; '' = not installed. */
  readonly version: string;
}

export const dockerFact: Fact<DockerState> = {
  id: 'stack.docker',
  command: read`docker version --format ${'{{.Server.Version}}'}`,
  parse: (answer) => {
    // the shell's 127 = no such program
    if (answer.code === 127) return known({ installed: false, answers: false, version: '' });
    const version = linesOf(answer.stdout)[0]?.trim() ?? '';
    return known({ installed: true, answers: answer.code === 0 && version !== '', version });
  },
};

/** The images that a host has by digest, as they were pulled (`HOST:PORT/REPOSITORY@sha256:HEX`); empty where there is no Docker yet. */
export const imagesFact: Fact<ReadonlySet<string>> = {
  id: 'stack.images',
  command: read`docker image ls --digests --no-trunc --format ${'{{.Repository}}@{{.Digest}}'}`,
  parse: (answer) => {
    if (answer.code === 127) return known(new Set());
    return answer.code === 0
      ? known(new Set(linesOf(answer.stdout).filter((line) => /@sha256:[0-9a-f]{64}$/.test(line))))
      : unknown(whyFailed(answer));
  },
};

export interface ContainerState {
  readonly name: string;
  readonly service: string;
  readonly project: string;
  /** `running`, `exited`, `restarting`, `created`, ... */
  readonly state: string;
  /** As docker ps says it: `Up 3 minutes (healthy)`. */
  readonly status: string;
  /** Label `org.sitewright.config`; '' = none. */
  readonly config: string;
}

/** It runs, and is healthy where it says so. */
export function isHealthy({ state, status }: Pick<ContainerState, 'state' | 'status'>): boolean {
  return state === 'running' && !/\((unhealthy|health: starting)\)/.test(status);
}

/** It is as it has to be: a service runs and is healthy, a job has ended with 0. */
export function isRight({ application }: ComposeInstance, container: ContainerState): boolean {
  return application.jobs?.includes(container.service)
    ? container.state === 'exited' && /^Exited \(0\)/.test(container.status)
    : isHealthy(container);
}

/** The containers of a service of an instance: more than one where its file scales it. */
export function containersOf(
  { application }: ComposeInstance,
  containers: readonly ContainerState[],
  service: string,
): readonly ContainerState[] {
  return containers.filter((each) => each.project === application.project && each.service === service);
}

/** Every container of a host that belongs to a compose project. */
export const containersFact: Fact<readonly ContainerState[]> = {
  id: 'stack.containers',
  command: read`docker ps --all --no-trunc --format ${'{{json .}}'}`,
  parse: (answer) => {
    if (answer.code === 127) return known([]);
    return answer.code === 0 ? parseGuarded(answer.stdout, parseContainers) : unknown(whyFailed(answer));
  },
};

export function parseContainers(text: string): readonly ContainerState[] {
  return linesOf(text).flatMap((line) => {
    const entry = parseObject(line, 'a container');
    // label values of ours and of compose hold no comma
    const labels = new Map(
      (asText(entry.Labels) ?? '').split(',').map((pair): [string, string] => {
        const at = pair.indexOf('=');
        return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      }),
    );
    const project = labels.get('com.docker.compose.project');
    // what a person started with `docker compose run` is none of the project's services
    if (project === undefined || labels.get('com.docker.compose.oneoff') === 'True') return [];
    return [
      {
        name: asText(entry.Names) ?? '',
        service: labels.get('com.docker.compose.service') ?? '',
        project,
        state: asText(entry.State) ?? '',
        status: asText(entry.Status) ?? '',
        config: labels.get('org.sitewright.config') ?? '',
      },
    ];
  });
}

/** The stamp beside `.env`: its digest when we wrote it. Tells an edit on the machine without the vault. */
export const STAMP = '.env.sha256';

export function filesFact(entry: ComposeInstance, names: readonly string[]): Fact<FileDigests> {
  return digestsFact(
    `stack.files-${entry.instance.id}`,
    names.map((name) => `${entry.folder}/${name}`),
  );
}

export interface EnvState {
  /** `SITEWRIGHT_CONFIG` of the `.env` on the host; '' = no such file. */
  readonly config: string;
  /** Digest in the stamp; '' = none. */
  readonly stamp: string;
  /** Octal mode of `.env`, `600`; '' = no such file. */
  readonly mode: string;
  /** Images by the variable that names them, as the host pulls them. */
  readonly images: ReadonlyMap<string, string>;
  /** The references that they had in the site, by the same variable, where it says so. */
  readonly references: ReadonlyMap<string, string>;
  /** The files that were placed beside it, where it says so (`SITEWRIGHT_FILES`). */
  readonly files: readonly string[];
}

/** What may be read of `.env` without reading its secrets. */
export function envFact(entry: ComposeInstance): Fact<EnvState> {
  const env = `${entry.folder}/.env`;
  const stamp = `${entry.folder}/${STAMP}`;
  return {
    id: `stack.env-${entry.instance.id}`,
    command: read`grep -hsE ${'^(SITEWRIGHT_CONFIG|SITEWRIGHT_FILES|[A-Z0-9_]+_IMAGE)=|^# [A-Z0-9_]+_IMAGE is '} ${env}; cat ${stamp}; stat -c 'mode %a' ${env}`,
    parse: (answer) => {
      const odd = linesOf(answer.stderr).find((line) => !/No such file or directory/.test(line));
      if (odd !== undefined) return unknown(odd);
      const found = (pattern: RegExp): string => pattern.exec(answer.stdout)?.[1] ?? '';
      return known({
        config: found(/^SITEWRIGHT_CONFIG=(.*)$/m),
        stamp: found(/^([0-9a-f]{64})\s*$/m),
        mode: found(/^mode (\d+)$/m),
        images: new Map(
          [...answer.stdout.matchAll(/^([A-Z0-9_]+_IMAGE)=(.*)$/gm)].map(([, name = '', place = '']) => [name, place]),
        ),
        references: new Map(
          [...answer.stdout.matchAll(/^# ([A-Z0-9_]+_IMAGE) is (.*)$/gm)].map(([, name = '', text = '']) => [
            name,
            text,
          ]),
        ),
        files: found(/^SITEWRIGHT_FILES=(.*)$/m)
          .split(',')
          .filter((name) => name !== ''),
      });
    },
  };
}

/** The authority that a Docker host trusts for a registry (PEM); '' = none. Docker reads it at every pull. */
export const trustFact = (path: string): Fact<string> => pemFact('stack.trust', path);

/** Where Docker looks for the authority of a registry (docker docs, "Verify repository client with certificates"). */
export function trustPath({ name }: RegistryPlace): string {
  return `/etc/docker/certs.d/${name}/ca.crt`;
}

/** The `.env` that ran before the present one, with which a failed upgrade is undone. */
export function previousFolder(entry: ComposeInstance): string {
  return `${entry.folder}/.previous`;
}

/** The same of the files that ran before. */
export function previousEnvFact(entry: ComposeInstance): Fact<EnvState> {
  const before = envFact({ ...entry, folder: previousFolder(entry) });
  return { ...before, id: `stack.previous-${entry.instance.id}` };
}

/** What the compose steps want in the one round trip of each host that carries a stack. */
export function composeFactSet(registry: StackRegistry, assets: AssetStore): FactSet {
  return {
    id: 'stack',
    facts: (site: Site, host: string) =>
      dockerHosts(registry, site).includes(host)
        ? [
            dockerFact,
            imagesFact,
            containersFact,
            trustFact(trustPath(usedRegistry(registry, site))),
            ...composeInstances(registry, site, host, assets).flatMap((entry) => [
              filesFact(entry, ['.env', ...entry.application.plainFiles]),
              envFact(entry),
              previousEnvFact(entry),
            ]),
          ]
        : [],
  };
}
