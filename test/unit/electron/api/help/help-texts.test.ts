import { describe, expect, it } from 'vitest';
import { type DiagnosticCode, diagnosticEntries } from '../../../../../electron/api/diagnostics/index.ts';
import { ADVICE } from '../../../../../electron/api/help/advice-by-code.ts';
import { AREAS } from '../../../../../electron/api/help/areas.ts';
import { CODES, codePage, isCode } from '../../../../../electron/api/help/code-page.ts';
import { TERMS } from '../../../../../electron/api/help/terms.ts';
import { TOPIC_GROUPS, TOPICS } from '../../../../../electron/api/help/topics.ts';
import type { Text } from '../../../../../electron/api/text.ts';

/** Every text of the help, with where it stands. */
function texts(): readonly (readonly [string, Text])[] {
  const found: (readonly [string, Text])[] = [];
  const walk = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('en' in value && 'es' in value && typeof value.en === 'string') {
      found.push([at, value as Text]);
      return;
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, `${at}.${key}`);
  };
  walk({ ADVICE, AREAS, TERMS, TOPICS }, '');
  return found;
}

describe('the texts of the help', () => {
  it('are said in both languages, calmly, with Spanish quotes in Spanish', () => {
    const bad = texts().filter(
      ([, { en, es }]) =>
        en.trim() === '' ||
        es.trim() === '' ||
        /[!¡]|\bplease\b|por favor|oops/i.test(`${en} ${es}`) ||
        /["“”]/.test(es),
    );
    expect(bad).toEqual([]);
  });

  it('have no hole: nothing would fill it', () => {
    expect(texts().filter(([, { en, es }]) => /\{\w+\}/.test(en + es))).toEqual([]);
  });

  it('speak of what a technician most likely meets: forty codes by hand, fifteen troubles', () => {
    expect(Object.keys(ADVICE).length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(TOPICS).length).toBeGreaterThanOrEqual(15);
    expect(TOPIC_GROUPS.flatMap(({ ids }) => ids)).toEqual(Object.keys(TOPICS));
  });

  it('name only codes that exist', () => {
    const named = [
      ...Object.keys(ADVICE),
      ...Object.values(ADVICE).flatMap((advice) => advice.related ?? []),
      ...Object.values(TOPICS).flatMap((topic) => topic.codes),
    ];
    expect(named.filter((code) => !isCode(code))).toEqual([]);
  });
});

describe('the page of a code', () => {
  it('exists for every code, with its area and a way on', () => {
    for (const code of CODES) {
      const page = codePage(code);
      expect(page.area, code).toBe(AREAS[code.split('.')[0] as keyof typeof AREAS]);
      expect(page.entry, code).toBe(diagnosticEntries[code]);
      expect(page.related, code).not.toContain(code);
      expect(new Set(page.related).size, code).toBe(page.related.length);
    }
  });

  it('leads to those named by hand first, from either side, and to the troubleshooting that names it', () => {
    const page = codePage('pve.no-quorum');
    expect(page.related.slice(0, 3)).toEqual(['check.no-quorum', 'cluster.witness-silent', 'cluster.member-offline']);
    expect(codePage('preflight.jitter').related).toContain('site.link-shared');
    expect(page.topics).toContain('no-quorum');
  });

  it('is not taken for a name of every object', () => {
    expect(isCode('constructor')).toBe(false);
    expect(isCode('toString' as DiagnosticCode)).toBe(false);
  });
});
