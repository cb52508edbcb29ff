import { program } from '../program.ts';
import { act, enable } from './unit-actions.ts';
import { properties, status } from './unit-properties.ts';
import { adopt, look, unitFile, unitFileOf, unitKey } from './unit-view.ts';

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

export const systemctl = program({ short: 'qp:t:alfHs:n:o:', long: SYSTEMCTL_LONG }, async (context, options) => {
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
