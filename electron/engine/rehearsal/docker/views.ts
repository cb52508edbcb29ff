import type { SimHost, World } from '../kernel/program.ts';
import type { ContainerRuntime } from './containers.ts';
import type { DockerContainer, DockerImage } from './docker-state.ts';

/** `3 minutes`, as go-units' HumanDuration words it. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 14) return `${Math.floor(hours / 24)} days`;
  return `${Math.floor(hours / 24 / 7)} weeks`;
}

/** As go-units' HumanSizeWithPrecision: three digits in lists, four elsewhere. */
export function humanSize(bytes: number, digits = 3): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(digits))}${units[unit]}`;
}

function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

/** The STATUS column of `docker ps`. */
export function statusText(world: World, host: SimHost, runtime: ContainerRuntime, container: DockerContainer): string {
  if (container.state === 'created') return 'Created';
  if (container.state === 'exited')
    return `Exited (${container.exitCode}) ${humanDuration(world.now() - container.finishedAt)} ago`;
  const health = runtime.health(world, host, container);
  const suffix = health === '' ? '' : health === 'starting' ? ' (health: starting)' : ` (${health})`;
  return `Up ${humanDuration(world.now() - container.startedAt)}${suffix}`;
}

function portsText(container: DockerContainer): string {
  if (container.state !== 'running') return '';
  return container.ports.map((port) => `${port.address}:${port.published}->${port.target}/tcp`).join(', ');
}

/** One line of `docker ps`, with the field names its templates know. */
export function psView(
  world: World,
  host: SimHost,
  runtime: ContainerRuntime,
  container: DockerContainer,
  noTrunc: boolean,
): Readonly<Record<string, string>> {
  const command = `"${container.command}"`;
  return {
    Command: noTrunc || command.length <= 22 ? command : `${command.slice(0, 20)}…"`,
    CreatedAt: stamp(container.createdAt),
    ID: noTrunc ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Labels: Object.entries(container.labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    LocalVolumes: String(container.mounts.filter((mount) => !mount.isBind).length),
    Mounts: container.mounts.map((mount) => mount.source).join(','),
    Names: container.name,
    Networks: `${container.project}_default`,
    Ports: portsText(container),
    RunningFor: `${humanDuration(world.now() - container.createdAt)} ago`,
    Size: '0B (virtual 0B)',
    State: container.state,
    Status: statusText(world, host, runtime, container),
  };
}

/** One object of `docker compose ps --format json`. */
export function composePsView(
  world: World,
  host: SimHost,
  runtime: ContainerRuntime,
  container: DockerContainer,
): Readonly<Record<string, unknown>> {
  const view = psView(world, host, runtime, container, false);
  return {
    ...view,
    ExitCode: container.exitCode,
    Health: runtime.health(world, host, container),
    Name: container.name,
    Project: container.project,
    Publishers:
      container.state === 'running'
        ? container.ports.map((port) => ({
            URL: port.address,
            TargetPort: port.target,
            PublishedPort: port.published,
            Protocol: 'tcp',
          }))
        : null,
    Service: container.service,
  };
}

/**
 * The lines of `docker image ls` for one image: one for each tag, with `--digests` for each digest of it too, and one for each
 * repository that it is known in by digest alone.
 */
export function imageViews(
  world: World,
  image: DockerImage,
  shownAs: { readonly noTrunc: boolean; readonly digests: boolean },
): readonly Readonly<Record<string, string>>[] {
  return imageRows(image, shownAs.digests).map(({ repository, tag, digest }) => ({
    Containers: 'N/A',
    CreatedAt: stamp(image.createdAt),
    CreatedSince: `${humanDuration(world.now() - image.createdAt)} ago`,
    Digest: digest,
    ID: shownAs.noTrunc ? image.id : image.id.slice(7, 19),
    Repository: repository,
    SharedSize: 'N/A',
    Size: humanSize(image.sizeBytes),
    Tag: tag,
    UniqueSize: 'N/A',
    VirtualSize: humanSize(image.sizeBytes, 4),
  }));
}

interface ImageRow {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** cli/command/formatter/image.go */
function imageRows(image: DockerImage, withDigests: boolean): readonly ImageRow[] {
  const none = '<none>';
  const digests = new Map<string, string[]>();
  for (const entry of image.digests ?? []) {
    const [repository = '', digest = ''] = entry.split('@');
    digests.set(repository, [...(digests.get(repository) ?? []), digest]);
  }
  if (image.tags.length === 0 && digests.size === 0) return [{ repository: none, tag: none, digest: none }];
  const rows: ImageRow[] = image.tags.flatMap((entry) => {
    const colon = entry.lastIndexOf(':');
    const repository = entry.slice(0, colon);
    const tag = entry.slice(colon + 1);
    const own = withDigests ? (digests.get(repository) ?? []) : [];
    return (own.length === 0 ? [none] : own).map((digest) => ({ repository, tag, digest }));
  });
  for (const entry of image.tags) digests.delete(entry.slice(0, entry.lastIndexOf(':')));
  for (const [repository, own] of digests)
    rows.push(
      ...(withDigests ? own : own.slice(0, 1)).map((digest) => ({
        repository,
        tag: none,
        digest: withDigests ? digest : '',
      })),
    );
  return rows;
}

/** One object of `docker image inspect`. */
export function inspectImage(image: DockerImage): Readonly<Record<string, unknown>> {
  return {
    Id: image.id,
    RepoTags: image.tags,
    RepoDigests: image.digests ?? [],
    Parent: '',
    Created: new Date(image.createdAt).toISOString(),
    Config: { Labels: image.labels ?? null },
    Architecture: 'amd64',
    Os: 'linux',
    Size: image.sizeBytes,
    RootFS: { Type: 'layers', Layers: image.layers ?? [] },
  };
}

/** One object of `docker inspect`. */
export function inspectContainer(
  world: World,
  host: SimHost,
  runtime: ContainerRuntime,
  container: DockerContainer,
): Readonly<Record<string, unknown>> {
  const health = runtime.health(world, host, container);
  const iso = (at: number) => (at === 0 ? '0001-01-01T00:00:00Z' : new Date(at).toISOString());
  return {
    Id: container.id,
    Created: iso(container.createdAt),
    Name: `/${container.name}`,
    Image: container.imageId,
    RestartCount: 0,
    State: {
      Status: container.state,
      Running: container.state === 'running',
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: container.state === 'running' ? 4242 : 0,
      ExitCode: container.exitCode,
      Error: '',
      StartedAt: iso(container.startedAt),
      FinishedAt: iso(container.finishedAt),
      ...(health === '' ? {} : { Health: { Status: health, FailingStreak: health === 'unhealthy' ? 3 : 0, Log: [] } }),
    },
    HostConfig: {
      RestartPolicy: { Name: container.restart, MaximumRetryCount: 0 },
      Binds: container.mounts.map((mount) => `${mount.source}:${mount.target}`),
    },
    Mounts: container.mounts.map((mount) => ({
      Type: mount.isBind ? 'bind' : 'volume',
      Source: mount.source,
      Destination: mount.target,
    })),
    Config: {
      Image: container.image,
      Env: Object.entries(container.env).map(([name, value]) => `${name}=${value}`),
      Labels: container.labels,
    },
    NetworkSettings: {
      Ports: Object.fromEntries(
        container.ports.map((port) => [
          `${port.target}/tcp`,
          [{ HostIp: port.address, HostPort: String(port.published) }],
        ]),
      ),
    },
  };
}
