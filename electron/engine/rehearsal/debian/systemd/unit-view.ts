import type { ProgramContext } from '../../kernel/program.ts';
import type { TransientUnit } from '../../kernel/transient-unit.ts';

/** Units are keyed without `.service`. */
export function unitKey(name: string): string {
  const bare = name.replace(/\.service$/, '');
  return bare === 'sshd' ? 'ssh' : bare === 'chronyd' ? 'chrony' : bare;
}

/** The full name of a unit: `.service` where it has no other ending. */
export function unitFile(name: string): string {
  return /\.[a-z]+$/.test(name) ? name : `${name}.service`;
}

interface Seen {
  readonly load: 'loaded' | 'not-found' | 'masked';
  readonly active: string;
  readonly sub: string;
  readonly enabled: string;
  readonly transient?: TransientUnit;
  readonly description: string;
}

/** What systemd knows of a unit, whether transient, loaded, only a file, or not there. */
export function look(context: ProgramContext, name: string): Seen {
  const key = unitKey(name);
  const transient = context.world.transientUnit(context.host, key);
  if (transient) {
    const running = transient.oneshot
      ? { active: 'activating', sub: 'start' }
      : { active: 'active', sub: key.endsWith('.timer') ? 'waiting' : 'running' };
    const state =
      transient.state === 'running'
        ? running
        : transient.state === 'failed'
          ? { active: 'failed', sub: 'failed' }
          : { active: 'active', sub: 'exited' };
    return { load: 'loaded', ...state, enabled: 'transient', transient, description: transient.description };
  }
  const unit = context.host.units.get(key);
  if (unit) {
    const sub = { active: 'running', inactive: 'dead', failed: 'failed', activating: 'start' }[unit.active];
    return {
      load: 'loaded',
      active: unit.active,
      sub: name.endsWith('.timer') && unit.active === 'active' ? 'waiting' : sub,
      enabled: unit.enabled ? 'enabled' : 'disabled',
      description: key,
    };
  }
  if (unitFileOf(context, name) !== undefined)
    return { load: 'loaded', active: 'inactive', sub: 'dead', enabled: 'disabled', description: key };
  return { load: 'not-found', active: 'inactive', sub: 'dead', enabled: '', description: unitFile(key) };
}

/** The text of a unit's file, from the first of systemd's folders that has it. */
export function unitFileOf(context: ProgramContext, name: string): string | undefined {
  for (const folder of [
    '/etc/systemd/system',
    '/run/systemd/system',
    '/usr/local/lib/systemd/system',
    '/lib/systemd/system',
    '/usr/lib/systemd/system',
  ]) {
    const data = context.host.files.read(`${folder}/${unitFile(name)}`);
    if (data) return Buffer.from(data).toString('utf8');
  }
  return undefined;
}

/** A unit known from its file only becomes one of the host's units when it is first used. */
export function adopt(context: ProgramContext, name: string): boolean {
  const key = unitKey(name);
  if (context.host.units.has(key) || context.world.transientUnit(context.host, key)) return true;
  if (unitFileOf(context, name) === undefined) return false;
  context.host.units.set(key, { active: 'inactive', enabled: false });
  return true;
}
