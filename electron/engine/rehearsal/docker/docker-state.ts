import type { SimHost, World } from '../kernel/program.ts';
import type { ComposeService, Mount, PublishedPort } from './compose-file.ts';
import { readReference, shown } from './image-reference.ts';

export interface DockerImage {
  /** `sha256:` and 64 hex digits. */
  readonly id: string;
  tags: string[];
  /** `REPOSITORY@sha256:...` for each registry it was pulled from; loaded images have none. */
  digests?: string[];
  /** Digests of its unpacked layers, lowest first. */
  readonly layers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Of pulled images the size of their layers as sent: they are not unpacked here. */
  readonly sizeBytes: number;
  readonly createdAt: number;
}

export interface DockerContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly project: string;
  readonly service: string;
  readonly hash: string;
  readonly env: Record<string, string>;
  readonly ports: PublishedPort[];
  readonly mounts: Mount[];
  readonly labels: Record<string, string>;
  readonly restart: string;
  readonly command: string;
  readonly health: NonNullable<ComposeService['health']> | null;
  readonly createdAt: number;
  startedAt: number;
  finishedAt: number;
  state: 'created' | 'running' | 'exited';
  exitCode: number;
  /** Stopped by a person (not by the daemon's or the machine's end). */
  stoppedByHand: boolean;
}

export interface DockerHost {
  images: DockerImage[];
  containers: DockerContainer[];
  volumes: string[];
  networks: string[];
  /** Images by service, as the last `compose up` named them. */
  projects: Record<string, Record<string, string>>;
  /** What is in the volumes of a project's application. */
  applications: Record<string, Record<string, unknown>>;
}

export interface DockerState {
  hosts: Record<string, DockerHost>;
}

export const DOCKER = 'docker';

/** What docker holds on a host; made empty at the first question. */
export function dockerOf(world: World, host: SimHost): DockerHost {
  const state = world.slice<DockerState>(DOCKER);
  state.hosts[host.name] ??= { images: [], containers: [], volumes: [], networks: [], projects: {}, applications: {} };
  return state.hosts[host.name] as DockerHost;
}

/** The image that a name with or without tag, a name with a digest, or the start of an id means. */
export function findImage(docker: DockerHost, reference: string): DockerImage | undefined {
  const wanted = shown(reference);
  const id = reference.replace(/^sha256:/, '');
  return docker.images.find(
    (image) =>
      image.tags.some((tag) => shown(tag) === wanted) ||
      image.digests?.includes(wanted) ||
      (/^[0-9a-f]{6,64}$/.test(id) && image.id.slice(7).startsWith(id)),
  );
}

/** The repository that a tag or a digest of an image belongs to, as docker shows it. */
export function repositoryNamed(reference: string): string {
  return readReference(reference).name;
}

/** The container that a name or the start of an id means. */
export function findContainer(docker: DockerHost, reference: string): DockerContainer | undefined {
  return docker.containers.find(
    (entry) => entry.name === reference || (/^[0-9a-f]{3,64}$/.test(reference) && entry.id.startsWith(reference)),
  );
}

/** Hex digits from the world's own random numbers. */
export function randomHex(world: World, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(world.random() * 16).toString(16)).join('');
}
