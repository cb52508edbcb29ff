import { fill, type Language, type TextParams } from '../../../electron/api/text.ts';
import { sentences } from '../../../renderer/text/sentences/index.ts';

/** What the page says in a language, for walks that are the same in both. */
export function saidIn(language: Language) {
  return <Area extends keyof typeof sentences>(
    area: Area,
    key: keyof (typeof sentences)[Area],
    params: TextParams = {},
  ): string => fill(sentences[area][key] as (typeof sentences)['ui']['copy'], language, params);
}
