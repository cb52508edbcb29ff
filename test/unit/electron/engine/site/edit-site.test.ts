import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { editToml } from '../../../../../electron/engine/site/edit-site.ts';

const example = readFileSync('examples/two-node/site.toml', 'utf8');

/** Old text, what replaces a part of it, new text: the edit as one cut, found from both ends. */
function cut(before: string, after: string): { readonly removed: string; readonly added: string } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { removed: before.slice(start, before.length - tail), added: after.slice(start, after.length - tail) };
}

describe('editing the example by text', () => {
  it('changes one address and nothing beside it', () => {
    const { text } = editToml(example, [{ op: 'set', path: 'hosts[1].address', value: '192.168.1.99' }]);
    expect(text).toBe(example.replace('"192.168.1.12"', '"192.168.1.99"'));
  });

  it('changes a value inside a list of inline tables and keeps the comment behind it', () => {
    const { text } = editToml(example, [{ op: 'set', path: 'hosts[0].hardware.nics[1].speedMbps', value: 1000 }]);
    expect(text).toBe(example.replace('c5", speedMbps = 10000', 'c5", speedMbps = 1000'));
  });

  it('adds a field behind the last of its table', () => {
    const { text } = editToml(example, [{ op: 'set', path: 'machines[0].onBoot', value: false }]);
    expect(cut(example, text)).toEqual({ removed: '', added: 'onBoot = false\n' });
    expect(text).toContain('address = "192.168.1.100/24"\nonBoot = false\n\n[machines.replication]');
  });

  it('appends a host as a block of its own behind the last one', () => {
    const host = { name: 'spare', origin: 'existing', os: 'debian', roles: ['server'], address: '192.168.1.30' };
    const { text, diagnostics } = editToml(example, [{ op: 'set', path: 'hosts[3]', value: host }]);
    expect(diagnostics).toEqual([]);
    expect(cut(example, text).removed).toBe('');
    expect((parse(text).hosts as unknown[])[3]).toEqual(host);
    expect(text).toContain('label = "Reception"\n\n[[hosts]]\nname = "spare"');
  });

  it('appends a disk to a list of lines as a line of its own', () => {
    const disk = { serial: 'NEW', sizeGb: 960 };
    const { text } = editToml(example, [{ op: 'set', path: 'hosts[0].hardware.disks[2]', value: disk }]);
    expect(cut(example, text)).toEqual({ removed: '', added: '  { serial = "NEW", sizeGb = 960 },\n' });
  });

  it('removes a table and keeps the comment that follows it', () => {
    const { text } = editToml(example, [{ op: 'remove', path: 'machines[0].ha' }]);
    expect(cut(example, text).added).toBe('');
    expect(text).toContain('- the application');
    expect((parse(text).machines as Record<string, unknown>[])[0]).not.toHaveProperty('ha');
  });

  it('removes a host with all of its tables and keeps the next one', () => {
    const { text } = editToml(example, [{ op: 'remove', path: 'hosts[0]' }]);
    expect((parse(text).hosts as { name: string }[]).map((host) => host.name)).toEqual(['pve-node2', 'witness']);
    expect(text).toContain('# The third vote.');
  });

  it('removes one port from the list, line and comment, and leaves its neighbours', () => {
    const { text } = editToml(example, [{ op: 'remove', path: 'hosts[0].hardware.nics[1]' }]);
    const lines = example.split('\n');
    const port = lines.findIndex((line) => line.includes('enp2s0f0'));
    expect(text).toBe(lines.filter((_, index) => index !== port).join('\n'));
  });

  it('adds a storage that was not there and a key to an inline table', () => {
    const { text } = editToml(example, [
      { op: 'set', path: 'storages[0].disks.pve-node3', value: 'S3' },
      { op: 'set', path: 'groups', value: [{ name: 'workers', count: 3, role: 'worker' }] },
      { op: 'set', path: 'network.dhcp', value: { rangeStart: '192.168.1.200', rangeEnd: '192.168.1.250' } },
    ]);
    expect(text).toContain('pve-node2 = "S6PUNX0T700412", pve-node3 = "S3" }');
    expect(text.endsWith('\n\n[[groups]]\nname = "workers"\ncount = 3\nrole = "worker"\n')).toBe(true);
    expect(text).toContain('keeps the time for all\ndhcp = { rangeStart');
  });

  it('keeps line ends and byte order mark of a file from Windows', () => {
    const windows = `\uFEFF${example.replaceAll('\n', '\r\n')}`;
    const { text } = editToml(windows, [{ op: 'set', path: 'machines[0].onBoot', value: false }]);
    expect(cut(windows, text)).toEqual({ removed: '', added: 'onBoot = false\r\n' });
  });

  it('refuses what is not there and leaves all as it was, earlier edits of the same call included', () => {
    const result = editToml(example, [
      { op: 'set', path: 'name', value: 'Changed' },
      { op: 'remove', path: 'hosts[7].address' },
    ]);
    expect(result.text).toBe(example);
    expect(result.diagnostics.map((entry) => entry.code)).toEqual(['site.edit-refused']);
  });

  it('refuses a value that TOML does not have', () => {
    const result = editToml(example, [{ op: 'set', path: 'name', value: null }]);
    expect(result.text).toBe(example);
    expect(result.diagnostics).toHaveLength(1);
  });
});

// The property: a document is made of pieces whose text the generator knows, so the one right answer is known too.

const eol = fc.constantFrom('\n', '\r\n');
const gap = fc.constantFrom(' ', '', '  ', '\t');
const words = fc.string({
  unit: fc.constantFrom('a', 'ñ', '"', '\\', '#', '=', '[', ']', ' ', "'", ',', '{', '}', '😀'),
  maxLength: 8,
});
const scalar = fc.oneof(
  words.map((value) => ({ value: value as unknown, text: JSON.stringify(value) })),
  words.filter((value) => !/['\n]/.test(value)).map((value) => ({ value: value as unknown, text: `'${value}'` })),
  words.filter((value) => !/["\\]/.test(value)).map((value) => ({ value: value as unknown, text: `"""${value}"""` })),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => ({ value: value as unknown, text: String(value) })),
  fc.boolean().map((value) => ({ value: value as unknown, text: String(value) })),
  fc.constant({ value: 255 as unknown, text: '0xFF' }),
);
const list = fc
  .tuple(fc.array(scalar, { minLength: 1, maxLength: 3 }), eol, fc.boolean())
  .map(([items, end, lines]) => ({
    value: items.map((item) => item.value) as unknown,
    text: lines
      ? `[${end}${items.map((item) => `  ${item.text},  # ] note${end}`).join('')}]`
      : `[ ${items.map((item) => item.text).join(' , ')} ]`,
  }));
const inlineTable = fc.array(scalar, { minLength: 1, maxLength: 3 }).map((items) => ({
  value: Object.fromEntries(items.map((item, index) => [`k${index}`, item.value])) as unknown,
  text: `{ ${items.map((item, index) => `k${index}=${item.text}`).join(', ')} }`,
}));
const anyValue = fc.oneof(scalar, list, inlineTable);
const note = fc.constantFrom('', ' # note "quoted" = [x]', '\t# ñ');
const trivia = fc.constantFrom('', '\n', '# a comment\n', '\n  # indented = 1\n\n', '\r\n');

interface Line {
  readonly before: string;
  readonly left: string;
  readonly value: { readonly value: unknown; readonly text: string };
  readonly right: string;
}
const line = (key: string): fc.Arbitrary<Line> =>
  fc.tuple(trivia, gap, gap, gap, anyValue, note, eol).map(([before, indent, a, b, value, comment, end]) => ({
    before,
    left: `${indent}${key}${a}=${b}`,
    value,
    right: `${comment}${end}`,
  }));
const keys = ['a', 'b-2', '"c d"', "'e'"] as const;
const plain = ['a', 'b-2', 'c d', 'e'] as const;
const body = fc.tuple(line(keys[0]), line(keys[1]), line(keys[2]), line(keys[3]));
const headers = ['', '[t]', '[ t . "u" ]', '[[many]]', '[[many]]', '[many.sub]', '[t.deep.er]'] as const;
const places = ['', 't.', 't.u.', 'many[0].', 'many[1].', 'many[1].sub.', 't.deep.er.'] as const;

const documentArbitrary = fc
  .tuple(
    fc.tuple(...headers.map(() => body)),
    fc.tuple(...headers.map(() => trivia)),
    note,
    eol,
    fc.constantFrom('', '\uFEFF'),
  )
  .map(([bodies, gaps, comment, end, bom]) => ({
    bom,
    headers: headers.map((header, index) => (header === '' ? '' : `${gaps[index]}${header}${comment}${end}`)),
    bodies,
  }));
type Doc = typeof documentArbitrary extends fc.Arbitrary<infer T> ? T : never;

function render(doc: Doc, at?: readonly [number, number], replace?: (entry: Line) => string): string {
  const text = doc.bodies.map((lines, section) => {
    const rows = lines.map((entry, row) =>
      at && replace && at[0] === section && at[1] === row
        ? entry.before + replace(entry)
        : entry.before + entry.left + entry.value.text + entry.right,
    );
    return doc.headers[section] + rows.join('');
  });
  return doc.bom + text.join('');
}
const fieldAt = (section: number, row: number): string => {
  const key = plain[row] ?? '';
  return (places[section] ?? '') + (key.includes(' ') ? JSON.stringify(key) : key);
};
const anyPlace = fc.tuple(fc.integer({ min: 0, max: headers.length - 1 }), fc.integer({ min: 0, max: 3 }));

describe('any edit leaves every other byte as it was', () => {
  it('when a value is replaced by another', () => {
    fc.assert(
      fc.property(documentArbitrary, anyPlace, words, (doc, at, value) => {
        const before = render(doc);
        const { text, diagnostics } = editToml(before, [{ op: 'set', path: fieldAt(...at), value }]);
        expect(diagnostics).toEqual([]);
        const unchanged = doc.bodies[at[0]]?.[at[1]]?.value.value === value;
        expect(text).toBe(
          unchanged ? before : render(doc, at, (entry) => entry.left + JSON.stringify(value) + entry.right),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('when a field is removed, with the comment on its own line', () => {
    fc.assert(
      fc.property(documentArbitrary, anyPlace, (doc, at) => {
        const { text, diagnostics } = editToml(render(doc), [{ op: 'remove', path: fieldAt(...at) }]);
        expect(diagnostics).toEqual([]);
        expect(text).toBe(render(doc, at, () => ''));
      }),
      { numRuns: 400 },
    );
  });

  it('when a field is added: one cut that takes nothing away', () => {
    fc.assert(
      fc.property(
        documentArbitrary,
        fc.integer({ min: 0, max: headers.length - 1 }),
        anyValue,
        (doc, section, value) => {
          const before = render(doc);
          const { text, diagnostics } = editToml(before, [
            { op: 'set', path: `${places[section]}added`, value: value.value },
          ]);
          expect(diagnostics).toEqual([]);
          expect(cut(before, text).removed).toBe('');
          expect(text).not.toBe(before);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('when an item is appended to or taken from a list inside a value', () => {
    fc.assert(
      fc.property(documentArbitrary, anyPlace, list, fc.nat(2), (doc, at, value, index) => {
        const place = doc.bodies[at[0]]?.[at[1]];
        fc.pre(place !== undefined);
        const items = value.value as unknown[];
        const start: Doc = {
          ...doc,
          bodies: doc.bodies.map((lines, s) =>
            lines.map((entry, r) => (s === at[0] && r === at[1] ? { ...entry, value } : entry)),
          ) as unknown as Doc['bodies'],
        };
        const before = render(start);
        const path = fieldAt(...at);
        const added = editToml(before, [{ op: 'set', path: `${path}[${items.length}]`, value: 'new' }]);
        expect(added.diagnostics).toEqual([]);
        expect(cut(before, added.text).removed).toBe('');
        const taken = editToml(before, [{ op: 'remove', path: `${path}[${index % items.length}]` }]);
        expect(taken.diagnostics).toEqual([]);
        expect(cut(before, taken.text).added).toBe('');
        const outside = (text: string) => text.startsWith(render(start).slice(0, before.indexOf(value.text)));
        expect(outside(taken.text) && outside(added.text)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('when a whole table is removed, sub-tables included: the other sections and all comments between sections stay', () => {
    fc.assert(
      fc.property(documentArbitrary, fc.integer({ min: 1, max: headers.length - 1 }), (doc, section) => {
        const before = render(doc);
        const path = (places[section] ?? '').replace(/\.$/, '');
        // Sections that go along: those whose place begins with the removed one.
        const gone = places.map((place, index) => index > 0 && `${place}`.startsWith(`${path}.`));
        const { text, diagnostics } = editToml(before, [{ op: 'remove', path }]);
        expect(diagnostics).toEqual([]);
        const expected =
          doc.bom +
          doc.bodies
            .map((lines, index) => {
              const rows = lines.map((entry) => entry.before + entry.left + entry.value.text + entry.right).join('');
              if (!gone[index]) return doc.headers[index] + rows;
              // Comments and blank lines above the header do not belong to the table.
              return (
                (doc.headers[index] ?? '').split(/(?=[^\r\n]*\[)/)[0]?.match(/^(?:\s*(?:#[^\n]*\n|\r?\n))*/)?.[0] ?? ''
              );
            })
            .join('');
        expect(text).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('when an array of tables gets longer, shorter or other values', () => {
    const item = fc.record({ a: fc.integer(), added: words });
    fc.assert(
      fc.property(documentArbitrary, fc.array(item, { minLength: 1, maxLength: 4 }), (doc, value) => {
        const before = render(doc);
        const { text, diagnostics } = editToml(before, [{ op: 'set', path: 'many', value }]);
        expect(diagnostics).toEqual([]);
        expect(parse(text.replace('\uFEFF', '')).many).toEqual(value);
        const untouched = before.slice(0, before.indexOf('[[many]]'));
        expect(text.startsWith(untouched)).toBe(true);
        expect(text).toContain(doc.bodies[6]?.map((entry) => entry.left + entry.value.text + entry.right)[3]);
      }),
      { numRuns: 200 },
    );
  });
});
