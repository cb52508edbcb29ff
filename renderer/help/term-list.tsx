import { TERMS, type TermId } from '../../electron/api/help/terms.ts';
import { helpHref } from '../app/help-route.ts';
import { useSpeech } from '../text/text.ts';

const IDS = Object.keys(TERMS) as readonly TermId[];

/** The glossary in the order of the alphabet of the language. */
export function TermList({ current }: { readonly current?: TermId }) {
  const { language } = useSpeech();
  const sorted = [...IDS].sort((a, b) => TERMS[a].name[language].localeCompare(TERMS[b].name[language], language));
  return (
    <ul className="sw-help-terms">
      {sorted.map((id) => (
        <li key={id}>
          <a href={helpHref('term', id)} aria-current={id === current ? 'page' : undefined}>
            {TERMS[id].name[language]}
          </a>
        </li>
      ))}
    </ul>
  );
}
