/**
 * Calendar events as the scheduler of Proxmox takes them, a part of systemd's: `21:00`, `sat 03:00`, `mon..fri 22:30`,
 * `*-*-01 02:00`, `*\/2:00`, `daily` (pve-guide, "Calendar Events").
 */
const WORDS = new Set([
  'minutely',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
  'annually',
  'semiannually',
  'semi-annually',
]);
const DAY_NAME = '(?:mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const DAYS = new RegExp(`^${DAY_NAME}(?:\\.\\.${DAY_NAME})?(?:,${DAY_NAME}(?:\\.\\.${DAY_NAME})?)*$`, 'i');

/** Whether Proxmox takes it as the schedule of a job. Seconds are not taken: its scheduler looks once a minute. */
export function isCalendarEvent(text: string): boolean {
  const words = text.trim().split(/\s+/);
  if (words.length === 1 && WORDS.has((words[0] ?? '').toLowerCase())) return true;
  const rest = [...words];
  if (DAYS.test(rest[0] ?? '')) rest.shift();
  const hasDays = rest.length < words.length;
  let hasDate = false;
  if (rest[0]?.includes('-')) {
    if (!isDate(rest[0])) return false;
    hasDate = true;
    rest.shift();
  }
  // a day or a date alone means midnight
  if (rest.length === 0) return hasDays || hasDate;
  return rest.length === 1 && isTime(rest[0] ?? '');
}

function isDate(text: string): boolean {
  const parts = text.split('-');
  const [day = '', month = '', year] = [...parts].reverse();
  return (
    parts.length >= 2 &&
    parts.length <= 3 &&
    isField(day, 1, 31) &&
    isField(month, 1, 12) &&
    (year === undefined || isField(year, 2000, 2200))
  );
}

/** `HH:MM`, or minutes alone. */
function isTime(text: string): boolean {
  const parts = text.split(':');
  if (parts.length === 1) return isField(text, 0, 59);
  const [hours = '', minutes = ''] = parts;
  return parts.length === 2 && isField(hours, 0, 23) && isField(minutes, 0, 59);
}

/** A list of `*`, `5`, `1..5`, each with an optional `/step`. */
function isField(text: string, least: number, most: number): boolean {
  return text.split(',').every((part) => {
    const match = /^(?:\*|(\d{1,4})(?:\.\.(\d{1,4}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return false;
    const [from, to, step] = match.slice(1).map((value) => (value === undefined ? undefined : Number(value)));
    const isWithin = (value: number | undefined) => value === undefined || (value >= least && value <= most);
    return isWithin(from) && isWithin(to) && (from ?? 0) <= (to ?? from ?? 0) && step !== 0;
  });
}
