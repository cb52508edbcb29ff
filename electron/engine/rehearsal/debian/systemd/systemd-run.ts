import { Killed } from '../../kernel/killed.ts';
import type { ProgramContext } from '../../kernel/program.ts';
import type { TransientUnitOptions } from '../../kernel/transient-unit.ts';
import { absolute } from '../options.ts';
import { complain, program } from '../program.ts';
import { log, settingsOf } from '../settings.ts';
import { unitFile, unitKey } from './unit-view.ts';

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
  'timer-property=',
  'nice=',
  'send-sighup',
  'help',
  'version',
  'expand-environment=',
];

/** systemd-run: a transient unit that outlives the ssh connection. Timers (--on-active=SECONDS) are units of their own. */
export const systemdRun = program(
  { short: 'u:Gp:qE:drtP', long: RUN_LONG, stopAtOperand: true },
  async (context, options) => {
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
    const service = {
      description: options.get('description') ?? command.join(' '),
      env,
      cwd: absolute(context, directory),
      collect: options.has('G', 'collect') || settings.get('CollectMode') === 'inactive-or-failed',
      oneshot: type === 'oneshot',
      remainAfterExit: options.has('r', 'remain-after-exit') || settings.get('RemainAfterExit') === 'yes',
      ...(stdout ? { stdout } : {}),
      ...(stderr ? { stderr } : {}),
    };
    if (delay !== undefined) return startTimer(context, name, delay, command, service, options.has('q', 'quiet'));
    const unit = world.startUnit(host, name, command, service);
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
  },
);

/** A transient timer is a unit of its own, beside the service that it starts once: `NAME.timer`. A restart forgets both. */
function startTimer(
  context: ProgramContext,
  name: string,
  delay: string,
  command: readonly string[],
  service: TransientUnitOptions,
  isQuiet: boolean,
): number {
  const { world, host } = context;
  const timer = world.startUnit(host, `${name}.timer`, ['sleep', String(seconds(delay))], {
    description: service.description,
    collect: true,
    oneshot: false,
  });
  if (!timer)
    return complain(
      context,
      `Failed to start transient timer unit: Unit ${name}.timer was already loaded or has a fragment file.`,
    );
  timer.done?.then((code) => {
    // stopped, or gone with the power of its host: then it starts nothing
    if (code === 0 && timer.signal === undefined) world.startUnit(host, name, command, service);
  });
  log(world, host, 'systemd', `Started ${name}.timer - ${service.description}.`);
  if (!isQuiet) context.stderr(`Running timer as unit: ${name}.timer\nWill run service as unit: ${unitFile(name)}\n`);
  return 0;
}

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
