import { describe, expect, it } from 'vitest';
import type { Text } from '../../../../electron/api/text.ts';
import { sentences } from '../../../../renderer/text/sentences/index.ts';
import { speechFor } from '../../../../renderer/text/speech.ts';

const areas: readonly (readonly [string, Readonly<Record<string, Text>>])[] = Object.entries(sentences);
const holes = (sentence: string) =>
  [...sentence.matchAll(/\{(\w+)\}/g)]
    .map((found) => found[1])
    .sort()
    .join();
/** Keys of the sentences of one area that break a rule: an empty list is what is wanted. */
const breaking = (texts: Readonly<Record<string, Text>>, rule: (text: Text) => boolean) =>
  Object.entries(texts)
    .filter(([, text]) => !rule(text))
    .map(([key]) => key);

describe('the sentences of the window', () => {
  it.each(areas)('%s: said in both languages', (_, texts) => {
    expect(breaking(texts, (text) => text.en.trim() !== '' && text.es.trim() !== '')).toEqual([]);
  });
  it.each(areas)('%s: the same holes in both languages', (_, texts) => {
    expect(breaking(texts, (text) => holes(text.en) === holes(text.es))).toEqual([]);
  });
  it.each(areas)('%s: no exclamation mark, no "please", Spanish quotes in Spanish', (_, texts) => {
    const calm = (text: Text) => !/[!¡]|\bplease\b|por favor|oops/i.test(`${text.en} ${text.es}`);
    expect(breaking(texts, (text) => calm(text) && !/["“”]/.test(text.es))).toEqual([]);
  });
});

describe('figures in a sentence', () => {
  it.each([
    ['en', 0, '0 B', '0.0 s'],
    ['en', 1_500_000, '1.5 MB', '25 min'],
    ['es', 1_500_000, '1,5 MB', '25 min'],
  ] as const)('%s: %d', (language, value, bytes, seconds) => {
    const speech = speechFor(language);
    expect(speech.bytes(value)).toBe(bytes);
    expect(speech.seconds(value)).toBe(seconds);
  });
  it('a number has the decimal sign of its language', () => {
    expect([speechFor('en').number(1.25, 1), speechFor('es').number(1.25, 1)]).toEqual(['1.3', '1,3']);
  });
  it('what is filled into a hole stays as it is', () => {
    expect(speechFor('en').say('storage.dies', { host: '<b>&{x}' })).toBe('<b>&{x} dies');
  });
});
