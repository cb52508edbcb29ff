import { program } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { unitFile, unitKey } from './unit-view.ts';

export const journalctl = program(
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
