import type { Language } from '../../protocol/account.ts';

/** Figures and times as a person of this language reads them, in the time zone of the site. */
export interface Format {
  /** 0.123 as `12 %`; more than everything stays what it is. */
  percent(ratio: number): string;
  count(value: number): string;
  /** By powers of 1024, with three digits: `1.46 GiB`. */
  bytes(value: number): string;
  /** Bytes a second. */
  rate(value: number): string;
  /** `3 min`, `2 h 5 min`, `4 d 3 h`. */
  duration(seconds: number): string;
  /** Hour, minute and second. */
  clock(at: Date): string;
  /** Day and minute; with the year where it is another. */
  moment(at: Date): string;
  /** As a chart's axis has it, for steps of so many seconds. */
  tick(at: Date, stepSeconds: number): string;
  readonly timeZone: string;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

export function formatOf(language: Language, timeZone: string): Format {
  const locale = language === 'es' ? 'es-ES' : 'en-GB';
  const zone = zoneOf(timeZone);
  const number = (digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const numbers = [number(0), number(1), number(2)] as const;
  const time = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
  const clock = time({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const minute = time({ hour: '2-digit', minute: '2-digit' });
  const day = time({ day: 'numeric', month: 'short' });
  const dayAndMinute = time({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const whole = time({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const year = time({ year: 'numeric' });

  const bytes = (value: number): string => {
    let [rest, unit] = [value, 0];
    while (rest >= 1023.5 && unit < UNITS.length - 1) {
      rest /= 1024;
      unit += 1;
    }
    const digits = unit === 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
    return `${numbers[digits].format(rest)} ${UNITS[unit]}`;
  };

  return {
    timeZone: zone,
    percent: (ratio) => `${numbers[ratio > 0 && ratio < 0.0995 ? 1 : 0].format(ratio * 100)} %`,
    count: (value) => counts.format(value),
    bytes,
    rate: (value) => `${bytes(value)}/s`,
    duration,
    clock: (at) => clock.format(at),
    moment: (at) => (year.format(at) === year.format(new Date()) ? dayAndMinute : whole).format(at),
    tick: (at, stepSeconds) => {
      if (stepSeconds >= 86_400) return day.format(at);
      const text = (stepSeconds < 60 ? clock : minute).format(at);
      return /^00:00(?::00)?$/.test(text) ? day.format(at) : text;
    },
  };
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  if (days > 0) return hours > 0 && days < 10 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${whole} s`;
}

/** A time zone that this browser does not know must not take the page down. */
function zoneOf(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}
