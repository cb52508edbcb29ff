import type { ProgramContext } from '../../kernel/program.ts';
import { look, unitFile, unitKey } from './unit-view.ts';

/** What `systemctl show` prints of a unit. */
export function properties(context: ProgramContext, name: string): Readonly<Record<string, string>> {
  const seen = look(context, name);
  const { transient } = seen;
  const stamp = (at: number | undefined) =>
    at === undefined
      ? ''
      : `${new Date(at).toUTCString().slice(0, 3)} ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const result = !transient
    ? seen.active === 'failed'
      ? 'exit-code'
      : 'success'
    : transient.state === 'failed'
      ? transient.signal
        ? 'signal'
        : 'exit-code'
      : 'success';
  const signals: Readonly<Record<string, string>> = { KILL: '9', TERM: '15', HUP: '1', INT: '2' };
  return {
    Id: unitFile(unitKey(name)),
    Names: unitFile(unitKey(name)),
    Description: seen.description,
    LoadState: seen.load,
    ActiveState: seen.active,
    SubState: seen.sub,
    UnitFileState: seen.enabled,
    Type: transient?.oneshot ? 'oneshot' : 'simple',
    Result: result,
    ExecMainStatus: transient ? (transient.signal ? (signals[transient.signal] ?? '9') : String(transient.code)) : '0',
    ExecMainCode: transient?.endedAt === undefined ? '0' : transient.signal ? '2' : '1',
    MainPID: seen.active === 'active' && seen.sub === 'running' ? '1042' : '0',
    ExecMainStartTimestamp: stamp(transient?.startedAt),
    ExecMainExitTimestamp: stamp(transient?.endedAt),
    ActiveEnterTimestamp: stamp(
      transient?.startedAt ?? (seen.active === 'active' ? context.world.bootedAt(context.host) : undefined),
    ),
    InvocationID: '',
    NRestarts: '0',
    CanReload: 'yes',
  };
}

/** Prints `systemctl status` of a unit; gives its exit code: 0 active, 3 not, 4 unknown. */
export function status(context: ProgramContext, name: string): number {
  const seen = look(context, name);
  const shown = unitFile(unitKey(name));
  if (seen.load === 'not-found') {
    context.stderr(`Unit ${shown} could not be found.\n`);
    return 4;
  }
  const dot = seen.active === 'failed' ? '×' : seen.active === 'active' ? '●' : '○';
  context.stdout(
    `${dot} ${shown} - ${seen.description}\n     Loaded: loaded (/lib/systemd/system/${shown}; ${seen.enabled}; preset: enabled)\n     Active: ${seen.active} (${seen.sub})\n`,
  );
  return seen.active === 'active' || seen.active === 'activating' ? 0 : 3;
}
