import { beforeAll, expect, test } from 'vitest';
import type { Known } from '../../../../../electron/engine/facts/fact.ts';
import { readFacts } from '../../../../../electron/engine/facts/gather.ts';
import { splitAnswers } from '../../../../../electron/engine/facts/gather-script.ts';
import { hostFacts, pveFacts, pveFileFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import {
  clusterFiles,
  parseFileLines,
  parseUnreadable,
} from '../../../../../electron/engine/facts/parse/file-lines.ts';
import { type FoundParsers, findParsers } from './found-parsers.ts';

const MIB = 2 ** 20;
/** Nothing of this is an answer of a sane host; none of it may throw or take long. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['ten megabytes without a line end', 'a'.repeat(10 * MIB)],
  ['ten megabytes of line ends', '\n'.repeat(10 * MIB)],
  ['a line of blanks', `key: ${' '.repeat(3 * MIB)}x`],
  ['an indented line of blanks', `dir: a\n\tcontent ${' '.repeat(3 * MIB)}x\n${' '.repeat(200_000)}!`],
  ['a million keys', 'a: b\n'.repeat(700_000)],
  ['a million sections', 'dir: a\n\n'.repeat(400_000)],
  ['NUL bytes', 'dir: lo\0cal\n\tpath \0\n\0\0\0'],
  ['JSON that ends early', '{"nodelist":{"a":{"id":1,'],
  ['JSON of great depth', '['.repeat(1_000_000)],
  ['objects of great depth', '{"a":'.repeat(500_000)],
  ['JSON of another kind', '[null,1,"x",{"vmid":{}},{"vmid":"1e999"}]'],
  ['names of the prototype', '{"__proto__":{"x":1},"constructor":1,"nodename":"a","nodelist":{"__proto__":{}}}'],
  ['prototype as keys', '__proto__: x\nconstructor: y\ntoString: z\n'],
  ['braces', '{'.repeat(MIB)],
  ['open blocks', 'a {\n'.repeat(500_000)],
  ['colons', ':'.repeat(3 * MIB)],
  ['percent signs', `user:${'%'.repeat(MIB)}:1:0:::%zz:::`],
  ['half a character', 'dir: \uD800\n\tpath /\uDC00\n'],
];

let found: FoundParsers;
beforeAll(async () => {
  found = await findParsers();
}, 60_000);

const isKnown = (fact: Known<unknown>): boolean => typeof fact.known === 'boolean';

/** What grows with the square of a text already takes minutes at this length. */
const MUCH = MIB / 4;

test.each(HOSTILE)(
  'no fact throws on %s, and no function that reads text gives anything but a value or an error',
  (_, whole) => {
    const text = whole.slice(0, MUCH);
    for (const [name, { kind, parser }] of found.parsers) {
      if (kind === 'fact')
        for (const code of [0, 2, 255])
          expect(isKnown(parser.parse({ code, stdout: text, stderr: text.slice(0, 100_000) })), name).toBe(true);
      else if (kind === 'file-fact') {
        const files = parser.paths.map((path): [string, string] => [
          path.replace('/*/', '/pve1/').replace('*', '100'),
          text,
        ]);
        expect(isKnown(parser.parse(clusterFiles(files))), name).toBe(true);
      } else if (kind === 'function') {
        try {
          parser(text);
        } catch (error) {
          expect(error, name).toBeInstanceOf(Error);
        }
      }
    }
  },
  60_000,
);

test.each(HOSTILE)(
  'a node whose every answer is %s is a node of which nothing false is known, soon',
  (_, text) => {
    const ids = [...Object.values(hostFacts), ...Object.values(pveFacts)].map(({ id }) => id);
    const answers = new Map([...ids, 'cluster-files'].map((id) => [id, { code: 0, stdout: text, stderr: '' }]));
    const facts = readFacts(answers, { pve: true });
    expect(facts.members.known || facts.storages.known || facts.disks.known).toBe(false);
  },
  60_000,
);

test('text of a form that is not the documented one is unknown, never a smaller value', () => {
  const toml = '[[storage]]\nid = "local"\n';
  for (const [name, fact] of Object.entries(pveFileFacts)) {
    const files = clusterFiles(fact.paths.map((path) => [path.replace('/*/', '/pve1/').replace('*', '100'), toml]));
    expect(fact.parse(files), name).toMatchObject({ known: false });
  }
});

test('a file that is there and cannot be read is unknown, one that is not there is not', () => {
  const stderr =
    'grep: /etc/pve/storage.cfg: Input/output error\ngrep: /etc/pve/ha/groups.cfg: No such file or directory\ngrep: /etc/pve/nodes/*/qemu-server/*.conf: No such file or directory\n';
  expect([...parseUnreadable(stderr)]).toEqual([['/etc/pve/storage.cfg', 'Input/output error']]);
  const facts = readFacts(
    new Map([
      [
        'pmxcfs',
        { code: 0, stdout: 'nodes/pve1\nlrwxr-xr-x 1 root www-data 0 Jan 1 1970 /etc/pve/local\n', stderr: '' },
      ],
      ['cluster-files', { code: 2, stdout: '', stderr }],
    ]),
    { pve: true },
  );
  expect(facts.storages).toEqual({ known: false, why: '/etc/pve/storage.cfg: Input/output error' });
  expect(facts.haGroups).toEqual({ known: true, value: [] });
  expect(facts.guestConfigs).toEqual({ known: true, value: new Map() });
});

test.each(HOSTILE)(
  'the frame and the list of files stand %s',
  (_, text) => {
    expect(splitAnswers(`\nw a\n${text}\nw = 0\n`, `\nw a\n${text}`, 'w').get('a')?.stdout).toBe(text);
    expect(parseFileLines(text).size).toBeLessThan(2);
  },
  30_000,
);
