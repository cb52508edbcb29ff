import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiAnswers } from '../../../../../electron/engine/facts/api-twin.ts';
import { type Known, known, type RawAnswer } from '../../../../../electron/engine/facts/fact.ts';
import { clusterFiles } from '../../../../../electron/engine/facts/parse/file-lines.ts';
import { parseGuestConfig } from '../../../../../electron/engine/facts/pve/guest-configs.ts';
import { SeededRandom } from '../../../../../electron/engine/rehearsal/kernel/random.ts';
import { plainText } from './both-ways.ts';
import { apiFixtures } from './fixture-pairs/api-fixtures.ts';
import { debianFixtures } from './fixture-pairs/debian-fixtures.ts';
import { answered, type Fixture, type Fixtures, type Input } from './fixture-pairs/fixture.ts';
import { inAnyOrder } from './fixture-pairs/orders.ts';
import { pveFixtures } from './fixture-pairs/pve-fixtures.ts';
import { type FoundParser, type FoundParsers, findParsers } from './found-parsers.ts';

const PAIRS = join(import.meta.dirname, '../../../../golden/facts/pairs');
const ORDERS = 20;
const fixtures: Fixtures = { ...debianFixtures, ...pveFixtures, ...apiFixtures };

/** Files that read JSON which none of the vendor's programs on a host wrote. */
const OTHER_JSON: Readonly<Record<string, string>> = {
  'facts/api-twin.ts': 'for the twins, each of which has pairs',
  'run/event-line.ts': 'our own log',
  'run/journal.ts': 'our own journal',
  'stacks/monitoring/smoke/data-flow.ts': 'answers over HTTP, checked by its own tests',
  'transport/host-keys.ts': 'our own file',
};

let found: FoundParsers;
beforeAll(async () => {
  found = await findParsers();
}, 60_000);

test('every parser of what a host says has a pair of 8.4 and one of 9.x', () => {
  expect(found.parsers.size).toBeGreaterThan(60);
  const missing = [...found.parsers.keys()].flatMap((name) => {
    const majors = new Set(fixtures[name]?.map(({ major }) => major));
    return ['8', '9'].filter((major) => !majors.has(major as '8' | '9')).map((major) => `${name}: ${major}`);
  });
  expect(missing).toEqual([]);
  expect(Object.keys(fixtures).filter((name) => !found.parsers.has(name))).toEqual([]);
});

test('nothing but a parser that has pairs reads JSON of a host', () => {
  const others = found.files.filter(({ text, parsers }) => text.includes('JSON.parse(') && parsers.length === 0);
  expect(others.map(({ path }) => path)).toEqual(Object.keys(OTHER_JSON));
});

describe.each(Object.keys(fixtures))('%s', (name) => {
  test('gives the values of its pairs, in any order of the vendor', async () => {
    const parser = found.parsers.get(name);
    if (!parser) throw new Error(`no parser ${name}`);
    const values: Record<string, unknown> = {};
    for (const fixture of fixtures[name] ?? []) {
      const title = `${fixture.major === '8' ? '8.4' : '9.x'}, ${fixture.title}${fixture.from === 'observed' ? '' : ` (${fixture.from})`}`;
      expect(values).not.toHaveProperty([title]);
      const value = plainText(parsed(name, parser, fixture.input));
      values[title] = JSON.parse(value);
      const random = new SeededRandom(11);
      for (let round = 0; fixture.order && round < ORDERS; round += 1)
        expect(plainText(parsed(name, parser, inOtherOrder(fixture, random))), title).toBe(value);
    }
    const file = join(PAIRS, `${name.replace(/^\w+ /, (kind) => `${kind.trim()}-`)}.json`);
    // a pair is made by hand or read before it is committed: never by CI
    if (process.env.CI) expect(existsSync(file)).toBe(true);
    await expect(`${JSON.stringify(values, undefined, 1)}\n`).toMatchFileSnapshot(file);
  });
});

test('what was never seen in a form says where the form is documented', () => {
  for (const list of Object.values(fixtures)) for (const { from } of list) expect(from).not.toBe('');
});

function parsed(name: string, { kind, parser }: FoundParser, input: Input): Known<unknown> {
  switch (kind) {
    case 'fact':
      return parser.parse(asAnswer(input));
    case 'file-fact':
      return parser.parse(
        clusterFiles(Object.entries(typeof input === 'object' && 'files' in input ? input.files : {})),
      );
    case 'twin': {
      if (typeof input === 'string' || !('answers' in input)) throw new Error(`${name} wants answers`);
      const context = {
        files: clusterFiles([]),
        quorum: known({ running: true, quorate: true, expectedVotes: 2, totalVotes: 2, needed: 2, qdevice: false }),
        ...input.context,
      };
      return known(parser.parse(apiAnswers(new Map(Object.entries(input.answers))), context));
    }
    case 'function':
      if (name === 'parseGuestConfig') return known(parseGuestConfig(100, 'pve1', asAnswer(input).stdout));
      return known((parser as (text: string, what: string) => unknown)(asAnswer(input).stdout, 'the answer'));
  }
}

function asAnswer(input: Input): RawAnswer {
  if (typeof input === 'string') return answered(input);
  if ('stdout' in input) return input;
  throw new Error('a text or an answer is wanted');
}

function inOtherOrder({ input, order }: Fixture, random: SeededRandom): Input {
  if (!order) return input;
  const mixed = (text: string): string => inAnyOrder(text, order, random);
  if (typeof input === 'string') return mixed(input);
  if ('stdout' in input) return { ...input, stdout: mixed(input.stdout) };
  if ('files' in input) return { files: mapped(input.files, mixed) };
  return {
    ...input,
    answers: mapped(input.answers, (answer) =>
      answer.code === 0 ? { ...answer, stdout: mixed(answer.stdout) } : answer,
    ),
  };
}

function mapped<T>(record: Readonly<Record<string, T>>, convert: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
