import type { Language, Text } from '../../api/text.ts';
import { fill } from '../../api/text.ts';
import type { Block, ReportDocument } from './report-block.ts';

/** A secret as it is handed over: the one place where values stand in a document. Never part of a report. */
export interface HandedSecret {
  readonly name: string;
  readonly usedBy: readonly string[];
  readonly value: string;
}

const T = {
  title: { en: 'Secrets of site {site}', es: 'Secretos del sitio {site}' },
  band: {
    en: 'CONFIDENTIAL. Who holds this sheet holds the site. Hand it over in person, in a closed envelope; keep no copy on a laptop.',
    es: 'CONFIDENCIAL. Quien tiene esta hoja tiene el sitio. Entréguela en mano, en sobre cerrado; no deje copia en un portátil.',
  },
  word: { en: 'CONFIDENTIAL', es: 'CONFIDENCIAL' },
  what: { en: 'Used by', es: 'Lo usa' },
  made: { en: 'Made {moment} by {by}', es: 'Hecha el {moment} por {by}' },
} satisfies Record<string, Text>;

/** Everything that is handed over, as a document that the report's renderers draw. */
export function secretsSheet(
  site: string,
  secrets: readonly HandedSecret[],
  made: { readonly at: Date; readonly by: string },
  language: Language,
): ReportDocument {
  const say = (text: Text, params?: Record<string, string>) => fill(text, language, params);
  const blocks = secrets.flatMap(({ name, usedBy, value }): readonly Block[] => [
    { kind: 'heading', level: 3, text: name },
    {
      kind: 'facts',
      rows: [
        [say(T.what), { text: usedBy.join(', '), mono: true }],
        ['', { text: value.trimEnd(), mono: true }],
      ],
    },
  ]);
  return {
    title: say(T.title, { site }),
    band: say(T.band),
    bandWord: say(T.word),
    language,
    blocks: [
      { kind: 'paragraph', tone: 'quiet', text: say(T.made, { moment: made.at.toISOString(), by: made.by }) },
      ...blocks,
    ],
  };
}
