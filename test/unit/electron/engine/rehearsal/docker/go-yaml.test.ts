import { expect, it } from 'vitest';
import { parseYaml } from '../../../../../../electron/engine/rehearsal/docker/go-yaml.ts';

it('reads the YAML that compose files are written in', () => {
  expect(
    parseYaml(
      'a: 1\nb:\n  - x: 1\n    y: "two # no comment"\n  - [p, \'q\', {r: s}]\nc: |\n  line 1\n   line 2\nd: >-\n  folded\n  text\ne: null # comment\nf: "a\\nb"\nports:\n- "80:80"\n',
    ),
  ).toEqual({
    a: 1,
    b: [{ x: 1, y: 'two # no comment' }, ['p', 'q', { r: 's' }]],
    c: 'line 1\n line 2\n',
    d: 'folded text',
    e: null,
    f: 'a\nb',
    ports: ['80:80'],
  });
});

it('follows anchors and merges keys, as compose does', () => {
  expect(parseYaml('x-base: &base\n  restart: always\n  image: a\nb:\n  <<: *base\n  image: c\n')).toEqual({
    'x-base': { restart: 'always', image: 'a' },
    b: { restart: 'always', image: 'c' },
  });
});

it.each([
  ['a: 1\na: 2', 'yaml: unmarshal errors:\n  line 2: mapping key "a" already defined at line 1'],
  ['a:\n\tb: 1', 'yaml: line 2: found character that cannot start any token'],
  ['a: *nobody', "yaml: unknown anchor 'nobody' referenced"],
  ['a: 1\n  b: 2', 'yaml: line 1: mapping values are not allowed in this context'],
])('refuses %j in the words of compose', (source, message) => {
  expect(() => parseYaml(source)).toThrow(message);
});

it('does not follow a text that doubles itself', () => {
  const doubled = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
  expect(() => parseYaml(['a0: &a0 [x]', ...doubled].join('\n'))).toThrow('excessive aliasing');
});
