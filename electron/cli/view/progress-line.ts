import type { RunEvent } from '../../api/run.ts';
import { fill, formatNumber, type Language } from '../../api/text.ts';
import type { Session } from '../session.ts';

const LEFT = {
  en: '{done} of {total}, {rate}/s, {minutes} left',
  es: '{done} de {total}, {rate}/s, quedan {minutes}',
} as const;

/** One line on a terminal that is written over: where the bytes stand and how long it takes. */
export function progressLine(session: Session): (event: RunEvent) => void {
  const { language, out } = session;
  let isOpen = false;
  return (event) => {
    if (event.type === 'bundle') return;
    if (event.type !== 'progress') {
      if (isOpen) out.write('\r\x1b[K');
      isOpen = false;
      return;
    }
    const { done, total, unit, text, bytesPerSecond } = event;
    if (unit === 'steps' && text) {
      isOpen = true;
      out.write(`\r\x1b[K  ${done}/${total}  ${text[language]}`);
      return;
    }
    if (bytesPerSecond === undefined || bytesPerSecond <= 0) return;
    const params = {
      done: bytesText(done, language),
      total: bytesText(total, language),
      rate: bytesText(bytesPerSecond, language),
      minutes: timeText((total - done) / bytesPerSecond),
    };
    isOpen = true;
    out.write(`\r\x1b[K  ${fill(LEFT, language, params)}`);
  };
}

function timeText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function bytesText(bytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const rounded = value >= 100 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${formatNumber(rounded, language)} ${units[unit]}`;
}
