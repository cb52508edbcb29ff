import { useSettings } from '../state/settings.ts';
import { type Speech, speechFor } from './speech.ts';

export type { SentenceKey, Speech } from './speech.ts';

/** The sentences in the language of the moment; a component that uses it is drawn again on a switch. */
export function useSpeech(): Speech {
  const language = useSettings((state) => state.language);
  return speechFor(language);
}
