import { type DiagnosticEntry, diagnosticEntries } from '../diagnostics/index.ts';
import { LANGUAGES, type Language, type Text } from '../text.ts';
import { ADVICE } from './advice-by-code.ts';
import { CODES, TOPIC_IDS } from './code-page.ts';
import { TERMS, type TermId } from './terms.ts';
import { TOPICS } from './topics.ts';

export interface HelpHit {
  readonly kind: 'code' | 'topic' | 'term';
  readonly id: string;
  readonly title: Text;
  readonly text: Text;
}

interface Entry extends HelpHit {
  /** Folded: its name in every language, and all that it says. */
  readonly name: string;
  readonly body: string;
}

/** Without accents, capitals and signs, so that «quorum» finds «quórum» and a pasted sentence is found as it is. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();
}

const both = (...texts: readonly Text[]) =>
  texts.flatMap((text) => LANGUAGES.map((language) => text[language])).join(' ');

let known: readonly Entry[] | undefined;

function entries(): readonly Entry[] {
  known ??= [
    ...(Object.keys(TERMS) as TermId[]).map((id): Entry => {
      const { name, meaning, forms } = TERMS[id];
      const other = forms ? [...forms.en, ...forms.es].join(' ') : '';
      return {
        kind: 'term',
        id,
        title: name,
        text: meaning,
        name: foldText(`${both(name)} ${other}`),
        body: foldText(both(meaning)),
      };
    }),
    ...TOPIC_IDS.map((id): Entry => {
      const { symptom, checks, remedy, codes } = TOPICS[id];
      const said = [
        both(...remedy, ...checks.map(({ tells }) => tells)),
        ...checks.map(({ command }) => command),
        ...codes,
      ];
      return {
        kind: 'topic',
        id,
        title: symptom,
        text: remedy[0],
        name: foldText(both(symptom)),
        body: foldText(said.join(' ')),
      };
    }),
    ...CODES.map((code): Entry => {
      const { summary, hint }: DiagnosticEntry = diagnosticEntries[code];
      const advice = ADVICE[code];
      const more = advice ? both(advice.why, ...advice.todo) : '';
      const name = foldText(code);
      return {
        kind: 'code',
        id: code,
        title: summary,
        text: hint,
        name: `${name} ${name.replace('.', ' ')}`,
        body: foldText(`${both(summary, hint)} ${more}`),
      };
    }),
  ];
  return known;
}

/**
 * Everything in the help that has all of the words, in either language: what bears them in its name first, then what begins a
 * word with them, then the rest. Nothing for an empty question.
 */
export function searchHelp(question: string, language: Language, most = 60): readonly HelpHit[] {
  const words = [...new Set(foldText(question).split(' '))].filter((word) => word !== '');
  if (words.length === 0) return [];
  const exact = question.trim().toLowerCase();
  return entries()
    .flatMap((entry) => {
      const rank = entry.id === exact ? -1 : rankOf(entry, words);
      return rank === undefined ? [] : [{ entry, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.entry.title[language].length - b.entry.title[language].length)
    .slice(0, most)
    .map(({ entry: { kind, id, title, text } }) => ({ kind, id, title, text }));
}

/** Smaller is better; undefined = a word is missing. */
function rankOf({ name, body }: Entry, words: readonly string[]): number | undefined {
  let rank = 0;
  for (const word of words) {
    if (` ${name} `.includes(` ${word} `)) rank += 0;
    else if (` ${name}`.includes(` ${word}`)) rank += 1;
    else if (` ${body}`.includes(` ${word}`)) rank += 3;
    else if (name.includes(word) || body.includes(word)) rank += 6;
    else return undefined;
  }
  return rank;
}
