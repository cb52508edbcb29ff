import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import {
  familiarImageReference,
  formatImageReference,
  parseImageReference,
} from '../../../../../../electron/engine/bundle/oci/image-reference.ts';

const HEX = 'a'.repeat(64);

describe('the name of an image', () => {
  // whole name (containerd) and short name (Docker) of what a person may write
  it.each([
    ['postgres', 'docker.io/library/postgres:latest', 'postgres:latest'],
    ['postgres:16', 'docker.io/library/postgres:16', 'postgres:16'],
    ['docker.io/postgres:16', 'docker.io/library/postgres:16', 'postgres:16'],
    ['index.docker.io/library/postgres', 'docker.io/library/postgres:latest', 'postgres:latest'],
    ['grafana/grafana:11.1.0', 'docker.io/grafana/grafana:11.1.0', 'grafana/grafana:11.1.0'],
    ['registry.site:5000', 'docker.io/library/registry.site:5000', 'registry.site:5000'],
    ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
    ['localhost:5000/app:v1', 'localhost:5000/app:v1', 'localhost:5000/app:v1'],
    ['registry.site:5000/a/b/c', 'registry.site:5000/a/b/c:latest', 'registry.site:5000/a/b/c:latest'],
    ['[fd00::1]:5000/app:1', '[fd00::1]:5000/app:1', '[fd00::1]:5000/app:1'],
    [`postgres@sha256:${HEX}`, `docker.io/library/postgres@sha256:${HEX}`, `postgres@sha256:${HEX}`],
    [`ghcr.io/x/y:1@sha256:${HEX}`, `ghcr.io/x/y:1@sha256:${HEX}`, `ghcr.io/x/y:1@sha256:${HEX}`],
    ['a__b/c-d--e.f:_x', 'docker.io/a__b/c-d--e.f:_x', 'a__b/c-d--e.f:_x'],
  ])('%s is %s', (written, whole, short) => {
    const reference = parseImageReference(written);
    expect(formatImageReference(reference)).toBe(whole);
    expect(familiarImageReference(reference)).toBe(short);
    expect(parseImageReference(short)).toEqual(reference);
  });

  it.each([
    '',
    'Postgres',
    'a//b',
    '/a',
    'a/',
    'a:',
    ':1',
    'a b',
    '../a',
    'registry.site/../a',
    'https://docker.io/postgres',
    'a___b',
    'a:-x',
    `a@sha256:${HEX.slice(1)}`,
    `a@sha512:${HEX}${HEX}`,
    `a@sha256:${HEX}@sha256:${HEX}`,
    HEX,
    'registry.site:99999/a',
    `a:${'x'.repeat(129)}`,
    `registry.site/${'x'.repeat(250)}`,
  ])('«%s» is none', (written) => {
    expect(() => parseImageReference(written)).toThrow(DiagnosticError);
  });

  it('may be 64 hex digits where more than that is written', () => {
    const reference = parseImageReference(`docker.io/${HEX}`);
    expect(reference).toMatchObject({ repository: `library/${HEX}`, tag: 'latest' });
    expect(parseImageReference(familiarImageReference(reference))).toEqual(reference);
    expect(() => parseImageReference(HEX)).toThrow(DiagnosticError);
  });

  it('keeps its registry in the short form where the next part would be taken for one', () => {
    for (const text of ['docker.io/docker.io/a', 'docker.io/my.org/a', 'docker.io/localhost/a']) {
      const reference = parseImageReference(text);
      expect(familiarImageReference(reference)).toBe(`${text}:latest`);
      expect(parseImageReference(familiarImageReference(reference))).toEqual(reference);
    }
  });

  it('is read or refused, whatever is written, and what is read is stable', () => {
    const piece = fc.constantFrom('a', 'B', '.', ':', '/', '@', '-', '_', '5000', 'sha256:', HEX, 'docker.io', '[::1]');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
        ),
        (written) => {
          let reference: ReturnType<typeof parseImageReference>;
          try {
            reference = parseImageReference(written);
          } catch (error) {
            expect(error).toBeInstanceOf(DiagnosticError);
            return;
          }
          expect(parseImageReference(formatImageReference(reference))).toEqual(reference);
          expect(parseImageReference(familiarImageReference(reference))).toEqual(reference);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
