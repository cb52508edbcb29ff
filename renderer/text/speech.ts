import { createInstance } from 'i18next';
import type { Language, Text } from '../../electron/api/text.ts';
import { fill, type TextParams } from '../../electron/api/text.ts';
import { sentences } from './sentences/index.ts';

/** i18next wants a tree a language; ours is a tree of pairs, so that a missing language does not compile. */
function resourceOf(language: Language) {
  const areas = Object.entries(sentences).map(([area, texts]) => [
    area,
    Object.fromEntries(Object.entries(texts).map(([key, text]: [string, Text]) => [key, text[language]])),
  ]);
  return { translation: Object.fromEntries(areas) as Record<string, Record<string, string>> };
}

const i18n = createInstance({
  lng: 'en',
  fallbackLng: false,
  resources: { en: resourceOf('en'), es: resourceOf('es') },
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  initAsync: false,
});
void i18n.init();

export function switchLanguage(language: Language): void {
  void i18n.changeLanguage(language);
}

/** `area.key`: only keys that exist compile. */
type Sentences = typeof sentences;
export type SentenceKey = {
  [Area in keyof Sentences]: `${Area & string}.${keyof Sentences[Area] & string}`;
}[keyof Sentences];

export interface Speech {
  readonly language: Language;
  /** A sentence of the window. */
  say(key: SentenceKey, params?: TextParams): string;
  /** A sentence that came over the contract in both languages. */
  pick(text: Text, params?: TextParams): string;
  /** Names in a row: `a, b and c`. */
  list(names: readonly string[]): string;
  number(value: number, digits?: number): string;
  bytes(value: number): string;
  seconds(ms: number): string;
  /** A time that is only foreseen: whole seconds. */
  about(ms: number): string;
  time(iso: string): string;
  /** Day and minute: `20 Nov 17:20`. */
  moment(iso: string): string;
}

const cache = new Map<Language, Speech>();

export function speechFor(language: Language): Speech {
  const known = cache.get(language);
  if (known) return known;
  const t = i18n.getFixedT(language);
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(language === 'es' ? 'es-AR' : 'en-GB', {
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
      useGrouping: false,
    }).format(value);
  const speech: Speech = {
    language,
    say: (key, params) => t(key, { ...params }),
    pick: (text, params) => fill(text, language, params),
    list: (names) => new Intl.ListFormat(language === 'es' ? 'es-AR' : 'en-GB', { type: 'conjunction' }).format(names),
    number,
    bytes: (value) => {
      const units = ['B', 'KB', 'MB', 'GB', 'TB'];
      let index = 0;
      let rest = value;
      while (rest >= 1000 && index < units.length - 1) {
        rest /= 1000;
        index += 1;
      }
      const text = number(rest, index === 0 || rest >= 100 ? 0 : 1).replace(/[.,]0$/, '');
      return `${text} ${units[index]}`;
    },
    seconds: (ms) => {
      if (ms < 60_000) return `${number(ms / 1000, 1)} s`;
      const whole = Math.round(ms / 1000);
      const minutes = Math.floor(whole / 60);
      if (minutes >= 120) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
      return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
    },
    about: (ms) => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : speech.seconds(Math.ceil(ms / 1000) * 1000)),
    time: (iso) =>
      new Date(iso).toLocaleTimeString(language === 'es' ? 'es-AR' : 'en-GB', {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hour12: false,
      }),
    moment: (iso) =>
      new Date(iso)
        .toLocaleString(language === 'es' ? 'es-AR' : 'en-GB', {
          day: 'numeric',
          month: 'short',
          hour: '2-digit',
          minute: '2-digit',
          hour12: false,
        })
        .replace(',', ''),
  };
  cache.set(language, speech);
  return speech;
}
