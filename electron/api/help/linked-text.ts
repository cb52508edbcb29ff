import type { Language } from '../text.ts';
import { TERMS, type TermId } from './terms.ts';

/** A piece of a sentence; one that is a word of the glossary names it. */
export interface TextPiece {
  readonly text: string;
  readonly term?: TermId;
}

interface Finder {
  readonly pattern: RegExp;
  readonly byForm: ReadonlyMap<string, TermId>;
}

const finders = new Map<Language, Finder>();

function finderOf(language: Language): Finder {
  const made = finders.get(language);
  if (made) return made;
  const byForm = new Map<string, TermId>();
  for (const id of Object.keys(TERMS) as TermId[]) {
    const { name, forms } = TERMS[id];
    for (const form of [name[language], ...(forms?.[language] ?? [])]) byForm.set(form.toLowerCase(), id);
  }
  const longestFirst = [...byForm.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const finder = {
    pattern: new RegExp(`(?<![\\p{L}\\p{N}_.{-])(${escaped.join('|')})(?![\\p{L}\\p{N}_}-])`, 'giu'),
    byForm,
  };
  finders.set(language, finder);
  return finder;
}

/** A sentence cut at the words of the glossary, each linked the first time only. The pieces joined are the sentence again. */
export function linkedText(sentence: string, language: Language, except?: TermId): readonly TextPiece[] {
  const { pattern, byForm } = finderOf(language);
  const pieces: TextPiece[] = [];
  const seen = new Set<TermId>(except ? [except] : []);
  let from = 0;
  for (const found of sentence.matchAll(pattern)) {
    const term = byForm.get(found[0].toLowerCase());
    if (term === undefined || seen.has(term)) continue;
    seen.add(term);
    if (found.index > from) pieces.push({ text: sentence.slice(from, found.index) });
    pieces.push({ text: found[0], term });
    from = found.index + found[0].length;
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from) });
  return pieces;
}
