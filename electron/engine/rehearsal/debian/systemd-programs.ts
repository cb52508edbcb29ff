import { Killed } from '../kernel/killed.ts';
import type { Program, ProgramContext, TransientUnit } from '../kernel/program.ts';
import { absolute } from './options.ts';
import { complain, nameOf, program } from './program.ts';
import { log, settingsOf } from './settings.ts';

/** Units are keyed without `.service`. */
export function unitKey(name: string): string {
  const bare = name.replace(/\.service$/, '');
  return bare === 'sshd' ? 'ssh' : bare === 'chronyd' ? 'chrony' : bare;
}
function unitFile(name: string): string {
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

function look(context: ProgramContext, name: string): Seen {
  const key = unitKey(name);
  const transient = context.world.transientUnit(context.host, key);
  if (transient) {
    const running = transient.oneshot ? { active: 'activating', sub: 'start' } : { active: 'active', sub: 'running' };
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

function unitFileOf(context: ProgramContext, name: string): string | undefined {
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
function adopt(context: ProgramContext, name: string): boolean {
  const key = unitKey(name);
  if (context.host.units.has(key) || context.world.transientUnit(context.host, key)) return true;
  if (unitFileOf(context, name) === undefined) return false;
  context.host.units.set(key, { active: 'inactive', enabled: false });
  return true;
}

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

async function act(context: ProgramContext, verb: string, name: string): Promise<number> {
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

async function enable(
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

function properties(context: ProgramContext, name: string): Readonly<Record<string, string>> {
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

function status(context: ProgramContext, name: string): number {
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

const SYSTEMCTL_LONG = [
  'now',
  'quiet',
  'no-pager',
  'no-block',
  'property=',
  'value',
  'type=',
  'state=',
  'all',
  'no-legend',
  'plain',
  'full',
  'force',
  'failed',
  'system',
  'wait',
  'job-mode=',
  'signal=',
  'output=',
  'lines=',
  'message=',
  'help',
  'version',
  'runtime',
];

const systemctl = program({ short: 'qp:t:alfHs:n:o:', long: SYSTEMCTL_LONG }, async (context, options) => {
  const [verb = 'list-units', ...given] = options.operands;
  const { world, host } = context;
  const quiet = options.has('q', 'quiet');
  const names = given;
  const need = () => {
    if (names.length > 0) return true;
    context.stderr('Too few arguments.\n');
    return false;
  };
  switch (verb) {
    case 'is-active':
    case 'is-failed': {
      if (!need()) return 1;
      let good = false;
      let last = 3;
      for (const name of names) {
        const seen = look(context, name);
        if (!quiet) context.stdout(`${seen.active}\n`);
        if (verb === 'is-active' ? seen.active === 'active' : seen.active === 'failed') good = true;
        else last = verb === 'is-active' && seen.load === 'not-found' ? 4 : 3;
      }
      return good ? 0 : verb === 'is-failed' ? 1 : last;
    }
    case 'is-enabled': {
      if (!need()) return 1;
      let good = false;
      for (const name of names) {
        const seen = look(context, name);
        if (seen.load === 'not-found') {
          if (!quiet)
            context.stderr(`Failed to get unit file state for ${unitFile(unitKey(name))}: No such file or directory\n`);
          continue;
        }
        if (!quiet) context.stdout(`${seen.enabled}\n`);
        if (seen.enabled === 'enabled') good = true;
      }
      return good ? 0 : 1;
    }
    case 'is-system-running': {
      const failed = [...host.units.values()].some((unit) => unit.active === 'failed');
      if (!quiet) context.stdout(failed ? 'degraded\n' : 'running\n');
      return failed ? 1 : 0;
    }
    case 'start':
    case 'stop':
    case 'restart':
    case 'reload':
    case 'try-restart':
    case 'reload-or-restart':
    case 'try-reload-or-restart':
    case 'kill': {
      if (!need()) return 1;
      let code = 0;
      for (const name of names) code = (await act(context, verb, name)) || code;
      return code;
    }
    case 'reset-failed': {
      if (names.length === 0) {
        for (const unit of host.units.values()) if (unit.active === 'failed') unit.active = 'inactive';
        return 0;
      }
      let code = 0;
      for (const name of names) code = (await act(context, verb, name)) || code;
      return code;
    }
    case 'enable':
    case 'disable': {
      if (!need()) return 1;
      let code = 0;
      for (const name of names) {
        code = (await enable(context, verb, name, quiet)) || code;
        if (code === 0 && options.has('now')) code = await act(context, verb === 'enable' ? 'start' : 'stop', name);
      }
      return code;
    }
    case 'mask':
    case 'unmask':
      if (!need()) return 1;
      for (const name of names) {
        adopt(context, name);
        const unit = host.units.get(unitKey(name));
        if (unit && verb === 'mask') unit.enabled = false;
      }
      world.changed();
      return 0;
    case 'daemon-reload':
    case 'daemon-reexec':
    case 'preset':
    case 'set-property':
      return 0;
    case 'show': {
      const wanted = [...(options.values.get('p') ?? []), ...(options.values.get('property') ?? [])].flatMap((entry) =>
        entry.split(','),
      );
      for (const [index, name] of (names.length === 0 ? ['-.mount'] : names).entries()) {
        const all = properties(context, name);
        if (index > 0) context.stdout('\n');
        for (const key of wanted.length > 0 ? wanted : Object.keys(all)) {
          const value = all[key];
          if (value !== undefined) context.stdout(options.has('value') ? `${value}\n` : `${key}=${value}\n`);
        }
      }
      return 0;
    }
    case 'cat': {
      if (!need()) return 1;
      for (const name of names) {
        const content = unitFileOf(context, name);
        if (content === undefined) {
          context.stderr(`No files found for ${unitFile(unitKey(name))}.\n`);
          return 1;
        }
        context.stdout(`# /etc/systemd/system/${unitFile(name)}\n${content}`);
      }
      return 0;
    }
    case 'status': {
      let code = 0;
      for (const name of names) code = status(context, name) || code;
      return code;
    }
    case 'list-units':
    case 'list-unit-files':
      for (const [name, unit] of [...host.units].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (names.length > 0 && !names.some((pattern) => unitFile(unitKey(pattern)) === unitFile(name))) continue;
        if (options.has('failed') && unit.active !== 'failed') continue;
        context.stdout(
          verb === 'list-units'
            ? `${unitFile(name)} loaded ${unit.active} ${look(context, name).sub} ${name}\n`
            : `${unitFile(name)} ${unit.enabled ? 'enabled' : 'disabled'} enabled\n`,
        );
      }
      return 0;
    case 'reboot':
    case 'poweroff':
    case 'halt':
      queueMicrotask(() => (verb === 'reboot' ? world.reboot(host) : world.setPower(host, false)));
      return 0;
    default:
      context.stderr(`Unknown command verb ${verb}.\n`);
      return 1;
  }
});

const RUN_LONG = [
  'unit=',
  'collect',
  'property=',
  'service-type=',
  'quiet',
  'no-block',
  'setenv=',
  'working-directory=',
  'same-dir',
  'description=',
  'remain-after-exit',
  'wait',
  'pipe',
  'uid=',
  'gid=',
  'slice=',
  'system',
  'on-active=',
  'on-calendar=',
  'nice=',
  'send-sighup',
  'help',
  'version',
  'expand-environment=',
];

/** systemd-run: a transient unit that outlives the ssh connection. Timers (--on-active=SECONDS) wait first. */
const systemdRun = program({ short: 'u:Gp:qE:drtP', long: RUN_LONG, stopAtOperand: true }, async (context, options) => {
  const { world, host } = context;
  const command = options.operands;
  if (command.length === 0) return complain(context, 'Command line to execute required.');
  if (options.has('t')) return complain(context, 'a terminal (-t) is not simulated');
  const name = unitKey(
    options.get('u', 'unit') ??
      `run-r${Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join('')}`,
  );
  const settings = new Map<string, string>();
  for (const entry of [...(options.values.get('p') ?? []), ...(options.values.get('property') ?? [])]) {
    const equals = entry.indexOf('=');
    if (equals < 0) return complain(context, `Not an assignment: ${entry}`);
    settings.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  const [word = ''] = command;
  if (world.findProgram(host, word, context.cwd) === 'missing')
    return complain(context, `Failed to find executable ${word}: No such file or directory`);
  if (world.transientUnit(host, name) || host.units.has(name))
    return complain(
      context,
      `Failed to start transient service unit: Unit ${unitFile(name)} was already loaded or has a fragment file.`,
    );
  const env = new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
    ['LANG', 'C.UTF-8'],
    ['HOME', '/root'],
    ['USER', 'root'],
    ['LOGNAME', 'root'],
    ['SHELL', '/bin/bash'],
    ['INVOCATION_ID', settingsOf(world, host).machineId],
  ]);
  for (const entry of [
    ...(options.values.get('E') ?? []),
    ...(options.values.get('setenv') ?? []),
    ...(settings.get('Environment')?.split(' ') ?? []),
  ]) {
    const equals = entry.indexOf('=');
    if (equals < 0) env.set(entry, context.env.get(entry) ?? '');
    else env.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  const outputTo = (setting: string | undefined): ((chunk: Uint8Array) => void) | undefined => {
    const match = /^(file|append|truncate):(.+)$/.exec(setting ?? '');
    if (setting === 'null') return () => undefined;
    if (!match) return undefined;
    const path = match[2] as string;
    if (match[1] === 'truncate' || !host.files.realpath(path)) host.files.write(path, new Uint8Array(0));
    return (chunk) => host.files.append(path, chunk);
  };
  const pipes = options.has('P', 'pipe');
  const stdout = pipes ? (chunk: Uint8Array) => context.stdout(chunk) : outputTo(settings.get('StandardOutput'));
  const stderr = pipes
    ? (chunk: Uint8Array) => context.stderr(chunk)
    : (outputTo(settings.get('StandardError')) ??
      (settings.get('StandardError') === 'inherit' || !settings.has('StandardError') ? stdout : undefined));
  const type = options.get('service-type') ?? settings.get('Type') ?? 'simple';
  const directory =
    options.get('working-directory') ??
    settings.get('WorkingDirectory') ??
    (options.has('d', 'same-dir') ? context.cwd : '/');
  const delay = options.get('on-active');
  const argv =
    delay === undefined ? command : ['sh', '-c', 'sleep "$0"; exec "$@"', String(seconds(delay)), ...command];
  const unit = world.startUnit(host, name, argv, {
    description: options.get('description') ?? command.join(' '),
    env,
    cwd: absolute(context, directory),
    collect: options.has('G', 'collect') || settings.get('CollectMode') === 'inactive-or-failed',
    oneshot: type === 'oneshot',
    remainAfterExit: options.has('r', 'remain-after-exit') || settings.get('RemainAfterExit') === 'yes',
    ...(stdout ? { stdout } : {}),
    ...(stderr ? { stderr } : {}),
  });
  if (!unit)
    return complain(
      context,
      `Failed to start transient service unit: Unit ${unitFile(name)} was already loaded or has a fragment file.`,
    );
  log(world, host, 'systemd', `Started ${unitFile(name)} - ${unit.description}.`);
  if (!options.has('q', 'quiet')) context.stderr(`Running as unit: ${unitFile(name)}\n`);
  const waits = options.has('wait') || pipes || (type === 'oneshot' && !options.has('no-block'));
  if (!waits) return 0;
  const ended = await Promise.race([unit.done ?? Promise.resolve(0), aborted(context)]);
  return options.has('wait') || pipes ? ended : ended === 0 ? 0 : 1;
});

function aborted(context: ProgramContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    context.signal.addEventListener('abort', () => reject(context.signal.reason ?? new Killed('TERM')), { once: true });
  });
}

function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|sec|min|m|h)?$/.exec(text);
  const unit = { ms: 0.001, s: 1, sec: 1, min: 60, m: 60, h: 3600 }[match?.[2] ?? 's'] ?? 1;
  return Number(match?.[1] ?? 0) * unit;
}

const journalctl = program(
  {
    short: 'u:n:o:fbxekqrt:p:',
    long: [
      'unit=',
      'lines=',
      'output=',
      'no-pager',
      'since=',
      'until=',
      'follow',
      'boot?',
      'quiet',
      'reverse',
      'help',
      'version',
      'identifier=',
      'priority=',
    ],
  },
  (context, options) => {
    const wanted = options.get('u', 'unit');
    const key = wanted === undefined ? undefined : unitKey(wanted);
    const transient = key === undefined ? undefined : context.world.transientUnit(context.host, key);
    let lines = settingsOf(context.world, context.host)
      .journal.filter((entry) => key === undefined || entry.unit === key || entry.message.includes(unitFile(key)))
      .map((entry) => {
        const stamp = new Date(entry.at).toISOString();
        const month = new Date(entry.at).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
        return options.get('o', 'output') === 'cat'
          ? entry.message
          : `${month} ${stamp.slice(8, 10)} ${stamp.slice(11, 19)} ${context.host.name} ${entry.unit}[1]: ${entry.message}`;
      });
    if (transient) lines.push(...transient.log.split('\n').filter((line) => line !== ''));
    const count = options.get('n', 'lines');
    if (count !== undefined && count !== 'all') lines = lines.slice(-Number(count));
    if (lines.length === 0) context.stdout('-- No entries --\n');
    for (const line of lines) context.stdout(`${line}\n`);
    return 0;
  },
);

const powerProgram = (reboots: boolean): Program =>
  program({ short: 'frhPnic', long: ['force', 'reboot', 'poweroff', 'halt', 'help'] }, (context, options) => {
    const again = nameOf(context) === 'shutdown' ? options.has('r', 'reboot') : reboots;
    const { world, host } = context;
    setImmediate(() => (again ? world.reboot(host) : world.setPower(host, false)));
    return 0;
  });

export const systemdPrograms: Readonly<Record<string, Program>> = {
  systemctl,
  'systemd-run': systemdRun,
  journalctl,
  reboot: powerProgram(true),
  poweroff: powerProgram(false),
  halt: powerProgram(false),
  shutdown: powerProgram(false),
};
