import { fail } from '../../api/diagnostic.ts';
import { codePage, isCode } from '../../api/help/code-page.ts';
import { searchHelp } from '../../api/help/search-help.ts';
import { TERMS, type TermId } from '../../api/help/terms.ts';
import { TOPICS, type TopicId } from '../../api/help/topics.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { codeLines, hitLines, termLines, topicLines } from '../view/help-view.ts';

/** `sitewright explain CODE|WORDS [--json]`: the page of a code, a word or a trouble; else what the words are found in. */
export async function explainCommand(
  session: Session,
  words: readonly string[],
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const asked = words.join(' ').trim();
  const id = asked.toLowerCase();
  const { said, lines } = answerTo(session, asked, id);
  if (options.json) print(session.out, JSON.stringify(said));
  else for (const line of lines) print(session.out, line);
  return EXIT.done;
}

function answerTo(
  session: Session,
  asked: string,
  id: string,
): { readonly said: object; readonly lines: readonly string[] } {
  if (isCode(id)) {
    const page = codePage(id);
    return { said: page, lines: [id, ...codeLines(page, session)] };
  }
  if (Object.hasOwn(TOPICS, id)) {
    const topic = TOPICS[id as TopicId];
    return { said: { id, ...topic }, lines: topicLines(topic, session) };
  }
  if (Object.hasOwn(TERMS, id)) {
    const term = TERMS[id as TermId];
    return { said: { id, ...term }, lines: termLines(term, session) };
  }
  const hits = searchHelp(asked, session.language, 20);
  if (hits.length === 0) throw fail('cli.nothing-explained', { params: { asked: asked.slice(0, 80) } });
  return { said: hits, lines: hitLines(hits, session) };
}
