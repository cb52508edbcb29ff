import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../../../../electron/api/help/code-page.ts';
import { linkedText } from '../../../../../electron/api/help/linked-text.ts';
import { foldText, searchHelp } from '../../../../../electron/api/help/search-help.ts';
import { LANGUAGES } from '../../../../../electron/api/text.ts';

const language = fc.constantFrom(...LANGUAGES);

describe('searching the help', () => {
  it('a code is found first by its name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CODES), language, (code, said) => searchHelp(code, said)[0]?.id === code),
      { numRuns: 60 },
    );
  });

  it.each([
    ['quorum', 'en', 'term', 'quorum'],
    ['quórum', 'es', 'term', 'quorum'],
    ['QUORUM', 'es', 'term', 'quorum'],
    ['cluster not ready - no quorum?', 'en', 'topic', 'no-quorum'],
    ['memoria no arranca', 'es', 'topic', 'stick-does-not-boot'],
    ['pvesr', 'en', 'topic', 'replication-late'],
    ['watchdog', 'en', 'term', 'watchdog'],
  ] as const)('«%s» (%s) finds %s %s', (question, said, kind, id) => {
    expect(searchHelp(question, said)).toContainEqual(expect.objectContaining({ kind, id }));
  });

  it('more words never find what fewer do not, and nothing is found for nothing', () => {
    const word = fc.constantFrom('node', 'disk', 'nodo', 'disco', 'ssh', 'red', 'vote', 'chronyc', 'zzz');
    fc.assert(
      fc.property(word, word, language, (one, other, said) => {
        const few = new Set(searchHelp(one, said, 5000).map(({ kind, id }) => `${kind} ${id}`));
        return searchHelp(`${one} ${other}`, said, 5000).every(({ kind, id }) => few.has(`${kind} ${id}`));
      }),
      { numRuns: 40 },
    );
    expect(searchHelp('', 'en')).toEqual([]);
    expect(searchHelp(' ¿? -- ', 'es')).toEqual([]);
  });

  it('takes any text for a question', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), language, (question, said) => {
        expect(searchHelp(question, said, 7).length).toBeLessThanOrEqual(7);
        expect(foldText(foldText(question))).toBe(foldText(question));
      }),
      { numRuns: 60 },
    );
  });
});

describe('words of the glossary in a sentence', () => {
  it('the pieces joined are the sentence again, and a word is linked once', () => {
    const words = fc.constantFrom(
      'quorum',
      'nodes',
      'The cluster',
      ' ',
      ',',
      '{host}',
      'QDevice',
      'testigo',
      'pve-node1',
      'x',
    );
    fc.assert(
      fc.property(fc.array(words), language, (parts, said) => {
        const sentence = parts.join(' ');
        const pieces = linkedText(sentence, said);
        expect(pieces.map(({ text }) => text).join('')).toBe(sentence);
        const terms = pieces.flatMap(({ term }) => term ?? []);
        expect(new Set(terms).size).toBe(terms.length);
      }),
    );
  });

  it('finds the longest form, whole words only, and never inside a hole or a name', () => {
    expect(linkedText('A cluster link of {node}: pve-node and nodeid.', 'en')).toEqual([
      { text: 'A ' },
      { text: 'cluster link', term: 'link' },
      { text: ' of {node}: pve-node and nodeid.' },
    ]);
    expect(linkedText('El quórum y el enlace.', 'es').flatMap(({ term }) => term ?? [])).toEqual(['quorum', 'link']);
    expect(linkedText('quorum', 'en', 'quorum')).toEqual([{ text: 'quorum' }]);
  });
});
