import type { HelpCheck } from '../../api/help/check.ts';
import type { CodePage } from '../../api/help/code-page.ts';
import { HELP_PLACES } from '../../api/help/place.ts';
import type { HelpHit } from '../../api/help/search-help.ts';
import type { Term } from '../../api/help/term.ts';
import type { Topic } from '../../api/help/topic.ts';
import { TOPICS } from '../../api/help/topics.ts';
import { fill, type Language, type Text } from '../../api/text.ts';
import type { View } from '../session.ts';
import { styleFor } from './style.ts';

const WORDS = {
  severity: {
    error: { en: 'Error', es: 'Error' },
    warning: { en: 'Warning', es: 'Aviso' },
    info: { en: 'Note', es: 'Nota' },
  },
  doNow: { en: 'Do now', es: 'Qué hacer' },
  when: { en: 'When', es: 'Cuándo' },
  where: { en: 'Where', es: 'Dónde' },
  why: { en: 'Why', es: 'Por qué' },
  look: { en: 'Look', es: 'Mirar' },
  related: { en: 'Related', es: 'Relacionados' },
  topics: { en: 'See also', es: 'Vea también' },
  codes: { en: 'Codes', es: 'Códigos' },
} as const;

/** A hole of a sentence as the manual pages write one: `<host>`. */
const holes = (sentence: string) => sentence.replace(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, '<$1>');

/** A code explained, line by line. */
export function codeLines(page: CodePage, view: View): readonly string[] {
  const { language } = view;
  const { entry, area, advice } = page;
  const line = lineFor(view);
  const say = (text: Text) => holes(fill(text, language));
  return [
    ...line(WORDS.severity[entry.severity], [say(entry.summary)]),
    ...line(WORDS.doNow, [say(entry.hint)]),
    ...(advice ? line(WORDS.why, [say(advice.why)]) : []),
    ...(advice ? line(WORDS.doNow, advice.todo.map(say)) : []),
    ...(advice?.checks ? line(WORDS.look, checkLines(advice.checks, language)) : []),
    ...line(WORDS.when, [say(area.about)]),
    ...line(WORDS.where, [area.places.map((place) => say(HELP_PLACES[place])).join(', ')]),
    ...line(WORDS.related, page.related),
    ...line(
      WORDS.topics,
      page.topics.map((id) => `${say(TOPICS[id].symptom)} (${id})`),
    ),
  ];
}

export function topicLines({ symptom, checks, remedy, codes }: Topic, view: View): readonly string[] {
  const line = lineFor(view);
  const say = (text: Text) => fill(text, view.language);
  return [
    styleFor(view.colour).bold(say(symptom)),
    ...line(WORDS.look, checkLines(checks, view.language)),
    ...line(WORDS.doNow, remedy.map(say)),
    ...line(WORDS.codes, codes),
  ];
}

export function termLines({ name, meaning }: Term, view: View): readonly string[] {
  return [styleFor(view.colour).bold(fill(name, view.language)), fill(meaning, view.language)];
}

/** What a search found, one a line, with the word that explains it. */
export function hitLines(hits: readonly HelpHit[], { language }: View): readonly string[] {
  return hits.map(({ id, title }) => `${id.padEnd(36)} ${holes(title[language])}`);
}

function checkLines(checks: readonly HelpCheck[], language: Language): readonly string[] {
  return checks.flatMap(({ where, command, tells }) => [
    `${fill(where, language)}: ${fill(tells, language)}`,
    `  ${command}`,
  ]);
}

function lineFor({ language, colour }: View): (word: Text, texts: readonly string[]) => readonly string[] {
  const style = styleFor(colour);
  return (word, texts) =>
    texts.map((text, index) => `${style.cyan((index === 0 ? fill(word, language) : '').padEnd(13))} ${text}`);
}
