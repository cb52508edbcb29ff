import { LANGUAGES, type Language } from '../../protocol/account.ts';
import type { Exchange } from '../http/exchange.ts';

/** The language that the browser asks for first and that we speak; otherwise Spanish, as the manual does. */
export function pageLanguage({ request }: Exchange): Language {
  for (const part of (request.headers['accept-language'] ?? '').split(',').slice(0, 20)) {
    const wanted = part.trim().slice(0, 2).toLowerCase();
    const known = LANGUAGES.find((language) => language === wanted);
    if (known) return known;
  }
  return 'es';
}
