import type { Text, TextParams } from '../../api/text.ts';
import { fill } from '../../api/text.ts';

/** The same in every language: names, addresses, serials. */
export function plain(text: string): Text {
  return { en: text, es: text };
}

/** A sentence with its holes filled, in every language. */
export function filled(text: Text, params: TextParams): Text {
  return { en: fill(text, 'en', params), es: fill(text, 'es', params) };
}

export const NOTHING = plain('');
