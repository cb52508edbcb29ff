import type { ProgramContext } from '../../kernel/program.ts';
import { log } from '../settings.ts';
import { adopt, unitFile, unitFileOf, unitKey } from './unit-view.ts';

async function startFromFile(context: ProgramContext, name: string): Promise<string | undefined> {
  const content = unitFileOf(context, name);
  const command = /^ExecStart=[-+!@:]*(.+)$/m.exec(content ?? '')?.[1];
  if (content === undefined || command === undefined) return undefined;
  const isOneshot = /^Type=oneshot/m.test(content);
  const chunks: string[] = [];
  const sink = (chunk: Uint8Array) => chunks.push(Buffer.from(chunk).toString('utf8'));
  const running = context.world.run(context.host, ['sh', '-c', command], { cwd: '/', stdout: sink, stderr: sink });
  if (!isOneshot) return undefined;
  const code = await running;
  for (const line of chunks.join('').split('\n'))
    if (line !== '') log(context.world, context.host, unitKey(name), line);
  return code === 0 ? undefined : 'exit-code';
}

/** Starts, stops, restarts, reloads or resets a unit. Gives the exit code of systemctl. */
export async function act(context: ProgramContext, verb: string, name: string): Promise<number> {
  const key = unitKey(name);
  const { world, host } = context;
  const shown = unitFile(key);
  const transient = world.transientUnit(host, key);
  if (transient) {
    if (verb === 'stop' || verb === 'kill') {
      transient.stop?.('TERM');
      await transient.done;
      world.forgetUnit(host, key);
    } else if (verb === 'reset-failed') world.forgetUnit(host, key);
    return 0;
  }
  if (!adopt(context, name)) {
    if (verb === 'stop' || verb.startsWith('reload') || verb === 'reset-failed') {
      context.stderr(`Failed to ${verb} ${shown}: Unit ${shown} not loaded.\n`);
      return verb === 'reset-failed' ? 1 : 5;
    }
    if (verb.startsWith('try-')) return 0;
    context.stderr(`Failed to ${verb} ${shown}: Unit ${shown} not found.\n`);
    return 5;
  }
  const unit = host.units.get(key);
  if (!unit) return 5;
  if (verb === 'reset-failed') {
    if (unit.active === 'failed') unit.active = 'inactive';
    return 0;
  }
  if ((verb === 'try-restart' || verb === 'try-reload-or-restart') && unit.active !== 'active') return 0;
  if (verb === 'reload' && unit.active !== 'active') {
    context.stderr(`${shown} is not active, cannot reload.\n`);
    return 1;
  }
  if (verb === 'start' && unit.active === 'active') return 0;
  const action =
    verb === 'stop' || verb === 'kill'
      ? 'stop'
      : verb === 'start'
        ? 'start'
        : verb === 'reload' || verb === 'reload-or-restart'
          ? 'reload'
          : 'restart';
  const failure =
    (await world.unitAction(host, key, action)) ??
    (action === 'start' || action === 'restart' ? await startFromFile(context, name) : undefined);
  log(world, host, 'systemd', `${action === 'stop' ? 'Stopped' : 'Started'} ${shown}.`);
  if (failure === undefined) {
    world.changed();
    return 0;
  }
  unit.active = 'failed';
  log(world, host, key, failure);
  context.stderr(
    `Job for ${shown} failed because the control process exited with error code.\nSee "systemctl status ${shown}" and "journalctl -xeu ${shown}" for details.\n`,
  );
  return 1;
}

/** Enables or disables a unit. Gives the exit code of systemctl. */
export async function enable(
  context: ProgramContext,
  verb: 'enable' | 'disable',
  name: string,
  quiet: boolean,
): Promise<number> {
  const key = unitKey(name);
  const shown = unitFile(key);
  if (!adopt(context, name)) {
    context.stderr(`Failed to ${verb} unit: Unit file ${shown} does not exist.\n`);
    return 1;
  }
  const unit = context.host.units.get(key);
  if (unit && unit.enabled !== (verb === 'enable')) {
    await context.world.unitAction(context.host, key, verb);
    if (!quiet)
      context.stderr(
        verb === 'enable'
          ? `Created symlink /etc/systemd/system/multi-user.target.wants/${shown} → /lib/systemd/system/${shown}.\n`
          : `Removed "/etc/systemd/system/multi-user.target.wants/${shown}".\n`,
      );
  }
  return 0;
}
