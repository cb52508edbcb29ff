import { expect, it } from 'vitest';
import { parseCompose } from '../../../../../../electron/engine/rehearsal/docker/compose-file.ts';
import { parseEnvFile } from '../../../../../../electron/engine/rehearsal/docker/interpolate.ts';
import { interpolate } from '../../../../../../electron/engine/stacks/compose-project/interpolation.ts';

/** What `docker compose config` of Debian's docker-compose 2.26.1 made of these commands, with EMPTY= in .env. */
const REAL: readonly (readonly [text: string, result: string])[] = [
  ['5$ x', '5$ x'],
  ['$1', '$1'],
  ['$-', '$-'],
  ['a$', 'a$'],
  ['$(pwd)', '$(pwd)'],
  ['$$A', '$A'],
  ['${A:-{x}}', '{x}'],
  ['${A-b}c}', 'bc}'],
  ['${A:-$$x}', '$x'],
  ['${A:-a:b}', 'a:b'],
  ['${EMPTY:+x}', ''],
  ['${EMPTY-x}', ''],
];

function simulated(text: string): string | undefined {
  const file = { file: '/srv/compose.yaml', text: `services: { a: { image: a, command: [${JSON.stringify(text)}] } }` };
  const options = { folder: '/srv', projectName: 'p', env: parseEnvFile('EMPTY=\n', new Map()) };
  return parseCompose([file], options).services[0]?.command;
}

it.each(REAL)(
  '%j is read as the real compose reads it, by the simulated one and by what checks a file before',
  (text, result) => {
    expect(simulated(text)).toBe(result);
    expect(interpolate(text, new Map([['EMPTY', { text: '' }]]))).toMatchObject({ text: result, missing: [] });
  },
);

it.each(['${', '${}', '${1}', '${A', '${A!x}'])('%j is refused as the real compose refuses it', (text) => {
  expect(() => simulated(text)).toThrow(
    `invalid interpolation format for services.a.command.[].\nYou may need to escape any $ with another $.\n${text}`,
  );
  expect(() => interpolate(text, new Map())).toThrow();
});

it.each([
  ['${A:?}', 'error while interpolating services.a.command.[]: required variable A is missing a value'],
  ['${A?why}', 'error while interpolating services.a.command.[]: required variable A is missing a value: why'],
])('%j is missed in the words of the real compose', (text, message) => {
  expect(() => simulated(text)).toThrow(new RegExp(`${message.replace(/[.[\]]/g, '\\$&')}$`));
  expect(interpolate(text, new Map()).demanded).toEqual(['A']);
});

it.each([
  [
    'services: { a: { image: a, networks: [back] } }',
    'service "a" refers to undefined network back: invalid compose project',
  ],
  ['services: { a: { image: a, secrets: [k] } }', 'service "a" refers to undefined secret k: invalid compose project'],
  [
    'services: { a: { image: a, depends_on: [b] }, b: { image: b, profiles: [x] } }',
    'service "a" depends on undefined service "b": invalid compose project',
  ],
  [
    'services: { a: { extends: b }, b: { extends: a } }',
    'Circular reference:\n  a in /srv/compose.yaml\n  extends b in /srv/compose.yaml\n  extends a in /srv/compose.yaml',
  ],
  [
    'services:\n  a: {image: a}\nservices: {}\n',
    'yaml: unmarshal errors:\n  line 3: mapping key "services" already defined at line 1',
  ],
])('a file that the real compose refuses is refused in its words: %j', (text, message) => {
  const options = { folder: '/srv', projectName: 'p', env: new Map<string, string>() };
  expect(() => parseCompose([{ file: '/srv/compose.yaml', text }], options)).toThrow(message);
});

it('files are merged as the real compose merges them: mappings by key, lists one after the other, commands whole', () => {
  const base = `services: { a: { image: a, command: [x, y], environment: [A=1, B=2], labels: { l: one }, ports: ["1:1"], volumes: ["da:/d"] } }\nvolumes: { da: }`;
  const over = `services: { a: { image: b, pull_policy: never, command: [z], environment: { B: "3", C: "4" }, labels: [m=two], ports: ["2:2", "1:1"] } }`;
  const sources = [base, over].map((text, index) => ({ file: `/srv/${index}.yaml`, text }));
  const [first, second] = sources;
  if (!first || !second) throw new Error('two files');
  const [service] = parseCompose([first, second], { folder: '/srv', projectName: 'p', env: new Map() }).services;
  expect(service).toMatchObject({
    image: 'b:latest',
    pullPolicy: 'never',
    command: 'z',
    environment: { A: '1', B: '3', C: '4' },
    labels: { l: 'one', m: 'two' },
    ports: [{ published: 1 }, { published: 2 }],
    mounts: [{ source: 'da' }],
  });
});
