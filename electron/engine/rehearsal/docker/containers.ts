import type { SimHost, World } from '../kernel/program.ts';
import type { ContainerSight, ProjectSight, SimApplication } from './application.ts';
import { type DockerContainer, dockerOf } from './docker-state.ts';
import { repositoryOf } from './image-reference.ts';

/** Runs containers: starting, stopping, health, and the ports and applications behind them. */
export class ContainerRuntime {
  readonly #applications: readonly SimApplication[];

  constructor(applications: readonly SimApplication[]) {
    this.#applications = applications;
  }

  isDaemonUp(host: SimHost): boolean {
    return host.powered && host.units.get('docker')?.active === 'active';
  }

  /** The application that stands behind a project, when all its images are there. */
  applicationOf(world: World, host: SimHost, project: string): SimApplication | undefined {
    const images = dockerOf(world, host).projects[project] ?? {};
    return this.#applications.find((application) =>
      Object.entries(application.images).every(
        ([service, image]) => images[service] !== undefined && repositoryOf(images[service]) === image,
      ),
    );
  }

  sight(world: World, host: SimHost, project: string): ProjectSight {
    const docker = dockerOf(world, host);
    docker.applications[project] ??= {};
    return {
      world,
      host,
      project,
      state: docker.applications[project],
      container: (service): ContainerSight | undefined => {
        const found = docker.containers.find((entry) => entry.project === project && entry.service === service);
        return (
          found && {
            service,
            running: found.state === 'running' && this.isDaemonUp(host),
            startedAt: found.startedAt,
            imageId: found.imageId,
            env: new Map(Object.entries(found.env)),
            readFile: (path) => {
              const mount = found.mounts.find(
                (entry) => entry.isBind && (path === entry.target || path.startsWith(`${entry.target}/`)),
              );
              return mount && host.files.read(mount.source + path.slice(mount.target.length));
            },
          }
        );
      },
    };
  }

  /** '' for a container without a health test. */
  health(world: World, host: SimHost, container: DockerContainer): '' | 'starting' | 'healthy' | 'unhealthy' {
    if (!container.health || container.state !== 'running') return '';
    const age = (world.now() - container.startedAt) / 1000;
    const application = this.applicationOf(world, host, container.project);
    const passes = application?.healthy(this.sight(world, host, container.project), container.service) ?? true;
    // The first probe runs one interval after the start; while it starts, that is 5 s unless told (moby, daemon/health.go).
    const { intervalSeconds, startSeconds, startIntervalSeconds = 5 } = container.health;
    const firstAt = startSeconds > 0 ? Math.min(intervalSeconds, startIntervalSeconds) : Math.min(intervalSeconds, 5);
    if (passes) return age >= firstAt ? 'healthy' : 'starting';
    return age > container.health.startSeconds + container.health.intervalSeconds * container.health.retries
      ? 'unhealthy'
      : 'starting';
  }

  /** undefined = running; a text is the daemon's refusal. */
  start(world: World, host: SimHost, container: DockerContainer): string | undefined {
    if (container.state === 'running') return undefined;
    const taken = world.openPorts(host);
    for (const { published, address } of container.ports) {
      if (!taken.has(published)) continue;
      const holder = dockerOf(world, host).containers.find(
        (entry) => entry.state === 'running' && entry.ports.some((port) => port.published === published),
      );
      return holder
        ? `driver failed programming external connectivity on endpoint ${container.name}: Bind for ${address}:${published} failed: port is already allocated`
        : `driver failed programming external connectivity on endpoint ${container.name}: failed to listen on TCP socket: address already in use`;
    }
    container.state = 'running';
    container.startedAt = world.now();
    container.exitCode = 0;
    container.stoppedByHand = false;
    this.openPorts(world, host, container);
    world.changed();
    return undefined;
  }

  stop(world: World, host: SimHost, container: DockerContainer, byHand: boolean, exitCode = 0): void {
    if (container.state === 'running') {
      container.state = 'exited';
      container.finishedAt = world.now();
      container.exitCode = exitCode;
      for (const { published } of container.ports) world.closePort(host, published);
    }
    if (byHand) container.stoppedByHand = true;
    world.changed();
  }

  openPorts(world: World, host: SimHost, container: DockerContainer): void {
    for (const { published, target } of container.ports) {
      const { project, service } = container;
      const tls = () =>
        this.applicationOf(world, host, project)?.secure?.(this.sight(world, host, project), service, target);
      const shown = tls();
      world.openPort(host, published, {
        description: `docker ${container.name}`,
        ...(shown ? { tls: { ...shown, present: tls } } : {}),
        // Asked at each request: the project may get its other containers later.
        http: (request, response) => {
          const application = this.applicationOf(world, host, project);
          const answer = application?.listen(() => this.sight(world, host, project), service, target);
          if (answer) answer(request, response);
          else request.socket.destroy();
          response.once('finish', () => world.changed());
        },
      });
    }
  }

  /** The daemon came up (boot, systemctl start): containers come back as their restart policy says. */
  daemonStarted(world: World, host: SimHost): void {
    for (const container of dockerOf(world, host).containers) {
      if (container.state === 'running') {
        container.state = 'exited';
        container.exitCode = 255;
        container.finishedAt = world.now();
      }
      const comesBack =
        container.restart === 'always' ||
        (container.restart === 'unless-stopped' && !container.stoppedByHand && container.state !== 'created');
      if (comesBack) this.start(world, host, container);
    }
  }

  daemonStopped(world: World, host: SimHost): void {
    for (const container of dockerOf(world, host).containers) this.stop(world, host, container, false, 137);
  }

  /** After loading a saved world: ports of what runs. */
  reopen(world: World, host: SimHost): void {
    if (!this.isDaemonUp(host)) return;
    for (const container of dockerOf(world, host).containers)
      if (container.state === 'running') this.openPorts(world, host, container);
  }
}
