import { Refused } from '../api/client.ts';
import type { Texts } from '../text/en.ts';

/** Why something was not done. `refusals` are the sentences that a place has of its own for a word of web's. */
export function failureText(texts: Texts, error: unknown, refusals: Readonly<Record<string, string>> = {}): string {
  // a sentence of the page's own
  if (!(error instanceof Refused)) return error instanceof Error ? error.message : String(error);
  const own = refusals[error.word];
  if (own !== undefined) return own;
  switch (error.word) {
    case 'unreachable':
      return texts.failUnreachable;
    case 'database-down':
      return texts.databaseDown;
    case 'bad-question':
    case 'too-large':
      return texts.failBadQuestion;
    case 'forbidden':
      return texts.failForbidden;
    case 'bad-csrf':
      return texts.failOtherSession;
    case 'too-many-attempts':
      return texts.failTooMany;
    case 'no-session':
      return texts.sessionOver;
    default:
      return texts.failOther(error.word);
  }
}
