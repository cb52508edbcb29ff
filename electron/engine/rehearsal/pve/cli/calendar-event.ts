/** The calendar events PVE takes for schedules (a subset of systemd's): `*\/15`, `21:00`, `mon..fri 22:30`, `hourly`. */
const WORDS: Readonly<Record<string, string>> = {
  minutely: '*:*',
  hourly: '*:00',
  daily: '0:00',
  weekly: 'mon 0:00',
  monthly: '*-01 0:00',
  yearly: '01-01 0:00',
};
const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?';
const FIELD = String.raw`(?:\*|\d{1,2}(?:\.\.\d{1,2})?)(?:/\d{1,2})?`;
const LIST = `${FIELD}(?:,${FIELD})*`;
const EVENT = new RegExp(
  `^(?:${DAY}(?:(?:,|\\.\\.)${DAY})*\\s+)?(?:[\\d*]+-[\\d*]+(?:-[\\d*]+)?\\s+)?(?:${LIST}:)?${LIST}$`,
  'i',
);

/** Why an event cannot be parsed; undefined where it can. */
export function calendarEventError(event: string): string | undefined {
  if (WORDS[event] !== undefined || EVENT.test(event.trim())) return undefined;
  return `unable to parse calendar event - unable to parse '${event}'`;
}

/** The next time (epoch seconds, UTC) after `afterSeconds` at which an event is due; minutes and hours only, weekdays ignored. */
export function nextEvent(event: string, afterSeconds: number): number {
  const time = (WORDS[event] ?? event).trim().split(/\s+/).at(-1) ?? '*/15';
  const [first = '*', second] = time.split(':');
  const hours = second === undefined ? all(24) : expand(first, 24);
  const minutes = expand(second ?? first, 60);
  let at = Math.floor(afterSeconds / 60) * 60 + 60;
  for (let step = 0; step < 60 * 24 * 8; step += 1, at += 60) {
    const date = new Date(at * 1000);
    if (minutes.has(date.getUTCMinutes()) && hours.has(date.getUTCHours())) return at;
  }
  return at;
}

function all(limit: number): Set<number> {
  return new Set(Array.from({ length: limit }, (_, index) => index));
}

function expand(list: string, limit: number): Set<number> {
  const found = new Set<number>();
  for (const part of list.split(',')) {
    const [range = '*', stepText] = part.split('/');
    const step = Number(stepText ?? '0');
    const [from, to] = range === '*' ? [0, limit - 1] : range.split('..').map(Number);
    const last = to ?? (step > 0 ? limit - 1 : (from ?? 0));
    for (let value = from ?? 0; value <= last; value += step > 0 ? step : 1) found.add(value);
  }
  return found;
}
