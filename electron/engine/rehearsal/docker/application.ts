import type { FaultEntry, SimHost, SimService, World } from '../kernel/program.ts';

/** One container of a compose project, as an application behind it may see it. */
export interface ContainerSight {
  readonly service: string;
  readonly running: boolean;
  /** Simulated epoch milliseconds. */
  readonly startedAt: number;
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

/** What answers behind the containers of certain images. A stack brings its own; images without one just run. */
export interface SimApplication {
  readonly id: string;
  /** Image names by service, without tag: it stands behind a project that runs all of them. */
  readonly images: Readonly<Record<string, string>>;
  readonly faults: readonly FaultEntry[];
  /** Whether a running container's health test passes now. */
  healthy(project: ProjectSight, service: string): boolean;
  /** What listens on a published port of a service; undefined = the port accepts and says nothing. */
  listen(project: () => ProjectSight, service: string): SimService['http'] | undefined;
}
