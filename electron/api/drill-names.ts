import type { DrillFigure, DrillKind, DrillState } from './drill.ts';
import { fill, type Language, type Text } from './text.ts';

/** What each kind of drill is, as a heading. */
export const DRILL_KIND_NAMES: Readonly<Record<DrillKind, Text>> = {
  failover: { en: 'A node dies', es: 'Muere un nodo' },
  link: { en: 'A cluster link is lost', es: 'Se pierde un enlace de clúster' },
  quorum: { en: 'A node is alone', es: 'Un nodo se queda solo' },
  restore: { en: 'A backup is restored', es: 'Se restaura una copia' },
};

/** How a drill stands. */
export const DRILL_STATE_NAMES: Readonly<Record<DrillState, Text>> = {
  running: { en: 'running', es: 'en curso' },
  'putting-back': { en: 'putting the site back', es: 'restableciendo el sitio' },
  passed: { en: 'passed', es: 'superado' },
  rehearsed: { en: 'rehearsed', es: 'ensayado' },
  failed: { en: 'failed', es: 'fallido' },
  stopped: { en: 'stopped', es: 'detenido' },
};

const AT_MOST: Text = { en: '(at most {limit})', es: '(como mucho {limit})' };

/** `vm-one away: 213 s (at most 300 s)`. */
export function figureText({ title, value, unit, atMost }: DrillFigure, language: Language): string {
  const limit =
    atMost === undefined ? '' : ` ${fill(AT_MOST, language, { limit: figureAmount(atMost, unit, language) })}`;
  return `${fill(title, language)}: ${figureAmount(value, unit, language)}${limit}`;
}

/** `12.3 s`, `1.6 GiB`, `18`. */
export function figureAmount(value: number, unit: DrillFigure['unit'], language: Language): string {
  if (unit === 'seconds') return `${decimal(value, language)} s`;
  if (unit === 'times') return String(value);
  return value < 2 ** 30 ? `${decimal(value / 2 ** 20, language)} MiB` : `${decimal(value / 2 ** 30, language)} GiB`;
}

/** One decimal at most, in the language's way. */
export function decimal(value: number, language: Language): string {
  const text = value.toFixed(1).replace(/\.0$/, '');
  return language === 'es' ? text.replace('.', ',') : text;
}
