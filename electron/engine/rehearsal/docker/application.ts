import type { FaultEntry, SimHost, SimService, World } from '../kernel/program.ts';

/** One container of a compose project, as an application behind it may see it. */
export interface ContainerSight {
  readonly service: string;
  readonly running: boolean;
  /** Simulated epoch milliseconds. */
  readonly startedAt: number;
  /** `sha256:...` of the image's configuration: another one is another version. */
  readonly imageId: string;
  /** Environment as compose gave it: `env_file`, then `environment`. */
  readonly env: ReadonlyMap<string, string>;
  /** A file inside the container that is mounted from the host; undefined = not there. */
  readFile(path: string): Uint8Array | undefined;
}

/** What an application may see of the compose project that runs it. */
export interface ProjectSight {
  readonly world: World;
  readonly host: SimHost;
  readonly project: string;
  container(service: string): ContainerSight | undefined;
  /** The application's own plain-JSON state, kept with the world: what is in its volumes. Gone after `down --volumes`. */
  readonly state: Record<string, unknown>;
}

/** A program that is called inside a running container. */
export interface ContainerCall {
  /** argv[0] is its name. */
  readonly argv: readonly string[];
  /** Everything that arrives on standard input, until it is closed. */
  stdin(): Promise<Uint8Array>;
  stdout(chunk: string | Uint8Array): void;
  stderr(chunk: string | Uint8Array): void;
}

/** What answers behind the containers of certain images. A stack brings its own; images without one just run. */
export interface SimApplication {
  readonly id: string;
  /** Repositories by service, without registry, tag and digest: it stands behind a project that runs all of them. */
  readonly images: Readonly<Record<string, string>>;
  readonly faults: readonly FaultEntry[];
  /** Whether a running container's health test passes now. */
  healthy(project: ProjectSight, service: string): boolean;
  /** Runs a program in a service's container and gives its exit code; undefined = there is no such program. */
  exec?(project: ProjectSight, service: string, call: ContainerCall): Promise<number | undefined>;
  /** What listens on a port inside a service's container; undefined = the port accepts and says nothing. */
  listen(project: () => ProjectSight, service: string, target: number): SimService['http'] | undefined;
  /** What a port inside a service's container shows, where it speaks TLS; asked at each connection. */
  secure?(project: ProjectSight, service: string, target: number): SimService['tls'];
}
