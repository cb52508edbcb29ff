import { complain, program } from '../program.ts';
import { settingsOf } from '../settings.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Minutes that a zone is ahead of UTC at a moment, from the machine's own tables; unknown zones count as UTC. */
function zoneOffset(zone: string, at: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const match = /GMT([-+])(\d+):(\d+)/.exec(name);
    return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  } catch {
    return 0;
  }
}

function formatDate(format: string, at: number, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = offsetMinutes < 0 ? '-' : '+';
  const size = Math.abs(offsetMinutes);
  const zone = `${sign}${two(Math.floor(size / 60))}${two(size % 60)}`;
  const expand = (letter: string): string => {
    switch (letter) {
      case 'Y':
        return String(local.getUTCFullYear());
      case 'y':
        return two(local.getUTCFullYear() % 100);
      case 'm':
        return two(local.getUTCMonth() + 1);
      case 'd':
        return two(local.getUTCDate());
      case 'e':
        return String(local.getUTCDate()).padStart(2);
      case 'H':
        return two(local.getUTCHours());
      case 'I':
        return two(local.getUTCHours() % 12 || 12);
      case 'M':
        return two(local.getUTCMinutes());
      case 'S':
        return two(local.getUTCSeconds());
      case 'N':
        return String(local.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0');
      case 's':
        return String(Math.floor(at / 1000));
      case 'F':
        return `${expand('Y')}-${expand('m')}-${expand('d')}`;
      case 'T':
        return `${expand('H')}:${expand('M')}:${expand('S')}`;
      case 'R':
        return `${expand('H')}:${expand('M')}`;
      case 'a':
        return DAYS[local.getUTCDay()] as string;
      case 'A':
        return LONG_DAYS[local.getUTCDay()] as string;
      case 'b':
        return MONTHS[local.getUTCMonth()] as string;
      case 'u':
        return String(local.getUTCDay() || 7);
      case 'w':
        return String(local.getUTCDay());
      case 'j':
        return String(Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 0)) / 86_400_000)).padStart(
          3,
          '0',
        );
      case 'z':
        return zone;
      case 'Z':
        return offsetMinutes === 0 ? 'UTC' : zone.slice(0, 3);
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case '%':
        return '%';
      default:
        return `%${letter}`;
    }
  };
  return format.replace(/%-?(:?[a-zA-Z%])/g, (whole, letter: string) => {
    if (letter === ':z') return `${zone.slice(0, 3)}:${zone.slice(3)}`;
    const value = expand(letter);
    return whole.startsWith('%-') ? value.replace(/^0+(?=.)/, '') : value;
  });
}

export const date = program(
  {
    short: 'ud:s:Ir:R',
    long: ['utc', 'universal', 'date=', 'set=', 'iso-8601?', 'rfc-3339=', 'reference=', 'help', 'version'],
  },
  (context, options) => {
    const { world, host } = context;
    const settings = settingsOf(world, host);
    let at = world.now() + settings.clockOffsetSeconds * 1000;
    const set = options.get('s', 'set');
    if (set !== undefined) {
      const wanted = set.startsWith('@') ? Number(set.slice(1)) * 1000 : Date.parse(`${set.replace(' ', 'T')}Z`);
      if (Number.isNaN(wanted)) return complain(context, `invalid date '${set}'`);
      settings.clockOffsetSeconds = Math.round((wanted - world.now()) / 1000);
      world.changed();
      at = wanted;
    }
    const given = options.get('d', 'date');
    if (given !== undefined && given !== 'now') {
      const match = /^@(-?\d+(?:\.\d+)?)$/.exec(given);
      const relative = /^([-+]?\d+) (second|minute|hour|day)s?( ago)?$/.exec(given);
      if (match) at = Number(match[1]) * 1000;
      else if (relative) {
        const unit = { second: 1, minute: 60, hour: 3600, day: 86400 }[relative[2] as string] ?? 1;
        at += Number(relative[1]) * unit * 1000 * (relative[3] ? -1 : 1);
      } else at = Date.parse(/[zZ]|[-+]\d\d:?\d\d$/.test(given) ? given : `${given.replace(' ', 'T')}Z`);
      if (Number.isNaN(at)) return complain(context, `invalid date '${given}'`);
    }
    const isUtc = options.has('u', 'utc', 'universal') || context.env.get('TZ') === 'UTC';
    const offset = isUtc ? 0 : zoneOffset(settings.timezone, at);
    const [format, extra] = options.operands;
    if (extra !== undefined)
      return complain(context, `extra operand '${extra}'\nTry 'date --help' for more information.`);
    if (format !== undefined && !format.startsWith('+')) return complain(context, `invalid date '${format}'`);
    const iso = options.values.get('iso-8601')?.at(-1) ?? (options.has('I') ? '' : undefined);
    const pattern =
      format?.slice(1) ??
      (iso !== undefined
        ? iso === '' || iso === 'date'
          ? '%F'
          : '%FT%T%:z'
        : options.has('R')
          ? '%a, %d %b %Y %T %z'
          : '%a %b %e %T %Z %Y');
    context.stdout(`${formatDate(pattern, at, offset)}\n`);
    return 0;
  },
);
