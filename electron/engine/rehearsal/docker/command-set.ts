import type { CommandSet } from '../kernel/program.ts';
import type { SimApplication } from './application.ts';
import { JOB_FAILS } from './compose-up.ts';
import { ContainerRuntime } from './containers.ts';
import { dockerProgram } from './docker-program.ts';
import { DOCKER, type DockerState } from './docker-state.ts';

const PACKAGES = ['docker.io', 'docker-ce', 'docker-ce-cli'];

/** Docker and compose on hosts where their packages are installed, with the stacks' applications behind the images. */
export function dockerCommandSet(applications: readonly SimApplication[]): CommandSet {
  const runtime = new ContainerRuntime(applications);
  return {
    id: DOCKER,
    programs: { docker: dockerProgram(runtime) },
    installedOn: (host) => PACKAGES.some((name) => host.packages.has(name)),
    faults: [
      {
        name: JOB_FAILS,
        summary: {
          en: 'a job of a compose project ends with an error',
          es: 'una tarea de un proyecto compose termina con error',
        },
      },
      ...applications.flatMap((application) => application.faults),
    ],
    initialState: (): DockerState => ({ hosts: {} }),
    start: (world) => {
      for (const host of world.hosts.values()) runtime.reopen(world, host);
    },
    hostChanged: (world, host, change) => {
      const known = world.slice<DockerState>(DOCKER).hosts;
      if (change === 'removed') delete known[host.name];
      else if (change === 'powered-on' && known[host.name] && runtime.isDaemonUp(host))
        runtime.daemonStarted(world, host);
    },
    unitAction: (world, host, unit, action) => {
      if (unit !== 'docker') return undefined;
      if (action === 'stop') runtime.daemonStopped(world, host);
      else if (action === 'start') runtime.daemonStarted(world, host);
      else if (action === 'restart') {
        runtime.daemonStopped(world, host);
        runtime.daemonStarted(world, host);
      }
      return undefined;
    },
  };
}
