import type { Language } from '../../protocol/account.ts';
import { en, type Texts } from './en.ts';
import { es } from './es.ts';

export const TEXTS: Readonly<Record<Language, Texts>> = { en, es };

const KEY = 'language';

/** What was chosen in this browser; otherwise what the server took from what the browser asks for. */
export function firstLanguage(): Language {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // storage is switched off: the choice lasts until the page is loaded again
  }
  return (chosen ?? document.documentElement.lang) === 'en' ? 'en' : 'es';
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // as above
  }
}
