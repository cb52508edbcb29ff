import { Killed, parseSignal } from './killed.ts';
import { startProcess } from './process.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { TransientUnit, TransientUnitOptions } from './transient-unit.ts';
import type { SimWorld } from './world.ts';

const LOG_LIMIT = 64 * 1024;

/** Starts a program as a transient systemd unit: it ends with the host's power, not with its caller. */
export function runTransientUnit(
  world: SimWorld,
  host: SimulatedHost,
  name: string,
  argv: readonly string[],
  options: TransientUnitOptions,
): TransientUnit | undefined {
  if (host.transientUnits.has(name) || host.units.has(name)) return undefined;
  const abort = new AbortController();
  const unit: TransientUnit = {
    name,
    description: options.description,
    argv,
    collect: options.collect,
    oneshot: options.oneshot,
    startedAt: world.now(),
    state: 'running',
    code: 0,
    log: '',
    stop: (signal) => abort.abort(new Killed(parseSignal(signal) ?? 'TERM')),
  };
  const logging = (chunk: Uint8Array) => {
    unit.log = (unit.log + Buffer.from(chunk).toString('utf8')).slice(-LOG_LIMIT);
  };
  host.transientUnits.set(name, unit);
  world.changed();
  unit.done = startProcess(world, host, argv, {
    env:
      options.env ??
      new Map([
        ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
        ['LANG', 'C.UTF-8'],
        ['INVOCATION_ID', `${world.seed.toString(16)}${unit.startedAt.toString(16)}`],
      ]),
    cwd: options.cwd ?? '/',
    signal: abort.signal,
    stdout: options.stdout ?? logging,
    stderr: options.stderr ?? logging,
  }).then((end) => {
    unit.endedAt = world.now();
    unit.code = end.code;
    if (end.signal) unit.signal = end.signal;
    const isClean = end.code === 0 || end.signal === 'TERM' || end.signal === 'HUP' || end.signal === 'INT';
    unit.state = isClean ? 'exited' : 'failed';
    const stays = options.remainAfterExit === true && isClean;
    // A transient unit that ended well is unloaded at once; a failed one stays until reset-failed, unless --collect.
    if (!stays && (isClean || options.collect) && host.transientUnits.get(name) === unit)
      host.transientUnits.delete(name);
    world.changed();
    return end.code;
  });
  return unit;
}
