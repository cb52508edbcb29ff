import { log } from '../debian/settings.ts';
import type { CommandSet, Program, SimHost, World } from '../kernel/program.ts';
import { startRegistry } from './start-registry.ts';
import { unitSettings } from './unit-settings.ts';

const UNIT = 'docker-registry';
const SHOWN = `${UNIT}.service`;
const CONFIG = '/etc/docker/registry/config.yml';
/** From fork to listening: about 20 ms were seen. */
const START_SECONDS = 0.05;
/** systemd's DefaultStartLimitIntervalSec and DefaultStartLimitBurst. */
const START_LIMIT = { intervalMs: 10_000, burst: 5 };

/** What runs now on one host. Of this process only: a loaded world starts it again. */
interface Run {
  port?: number;
  startedAt: number[];
  restarts: number;
}

/** Debian's docker-registry on hosts where its package is installed. */
export function registryCommandSet(): CommandSet {
  const runs = new Map<string, Run>();

  const end = (world: World, host: SimHost): void => {
    const port = runs.get(host.name)?.port;
    if (port !== undefined) world.closePort(host, port);
    runs.delete(host.name);
  };

  /** Type=simple: systemd counts the service as started as soon as it is forked; how it ends shows afterwards. */
  const begin = (world: World, host: SimHost): void => {
    end(world, host);
    const run: Run = { startedAt: [], restarts: 0 };
    runs.set(host.name, run);
    void live(world, host, run).catch(() => undefined);
  };

  const live = async (world: World, host: SimHost, run: Run): Promise<void> => {
    const isCurrent = () => runs.get(host.name) === run && host.powered;
    for (;;) {
      run.startedAt.push(world.now());
      await world.sleep(START_SECONDS);
      const unit = host.units.get(UNIT);
      if (!isCurrent() || !unit) return;
      if (open(world, host, run)) return;
      const settings = unitSettings(host, UNIT);
      log(world, host, 'systemd', `${SHOWN}: Failed with result 'exit-code'.`);
      const recent = run.startedAt.filter((at) => world.now() - at < START_LIMIT.intervalMs);
      if (!settings?.restarts || recent.length >= START_LIMIT.burst) {
        if (settings?.restarts) log(world, host, 'systemd', `${SHOWN}: Start request repeated too quickly.`);
        unit.active = 'failed';
        world.changed();
        return;
      }
      unit.active = 'activating';
      world.changed();
      await world.sleep(settings.restartSeconds);
      if (!isCurrent()) return;
      run.restarts += 1;
      unit.active = 'active';
      log(world, host, 'systemd', `${SHOWN}: Scheduled restart job, restart counter is at ${run.restarts}.`);
    }
  };

  /** true = it listens. */
  const open = (world: World, host: SimHost, run: Run): boolean => {
    const settings = unitSettings(host, UNIT);
    const start = startRegistry(world, host, settings?.user ?? UNIT, settings?.command[2] ?? CONFIG);
    for (const line of start.lines) log(world, host, UNIT, line);
    if (start.kind === 'ended') {
      const reason = start.exitCode === 1 ? '1/FAILURE' : `${start.exitCode}/INVALIDARGUMENT`;
      log(world, host, 'systemd', `${SHOWN}: Main process exited, code=exited, status=${reason}`);
      return false;
    }
    if (start.port !== 0) {
      run.port = start.port;
      world.openPort(host, start.port, start.service);
    }
    world.changed();
    return true;
  };

  return {
    id: UNIT,
    programs: { [UNIT]: registryProgram },
    installedOn: (host) => host.packages.has(UNIT),
    initialState: () => ({}),
    start: (world) => {
      for (const host of world.hosts.values()) {
        if (!host.powered || host.units.get(UNIT)?.active !== 'active') continue;
        const run: Run = { startedAt: [], restarts: 0 };
        runs.set(host.name, run);
        open(world, host, run);
      }
    },
    hostChanged: (world, host, change) => {
      if (change === 'removed' || change === 'powered-off') runs.delete(host.name);
      else if (change === 'powered-on' && host.units.get(UNIT)?.active === 'active') begin(world, host);
    },
    unitAction: (world, host, unit, action) => {
      if (unit !== UNIT) return undefined;
      if (action === 'stop') end(world, host);
      else if (action === 'start' || action === 'restart') begin(world, host);
      return undefined;
    },
  };
}

/** The program itself; it serves only as the service that systemd runs. */
const registryProgram: Program = async (context) => {
  const [, verb] = context.argv;
  if (verb !== '--version' && verb !== '-v') {
    context.stderr('docker-registry by hand is not simulated: start docker-registry.service\n');
    return 1;
  }
  const version = (context.host.packages.get(UNIT) ?? '').replace(/-[^-]*$/, '');
  context.stdout(`docker-registry github.com/docker/distribution ${version}\n`);
  return 0;
};
