import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { editSite } from '../../../../../electron/engine/site/edit-site.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { nextFreeAddress } from '../../../../../renderer/wizard/nodes/sheet/addresses.ts';
import { tidyText } from '../../../../../renderer/wizard/nodes/sheet/cell-value.ts';
import { COLUMNS, columnOfHeader } from '../../../../../renderer/wizard/nodes/sheet/columns.ts';
import { countUp, filledDown } from '../../../../../renderer/wizard/nodes/sheet/count-up.ts';
import { fixFor } from '../../../../../renderer/wizard/nodes/sheet/fix-for.ts';
import { parseTable, tableText } from '../../../../../renderer/wizard/nodes/sheet/parse-table.ts';
import { planPaste } from '../../../../../renderer/wizard/nodes/sheet/paste-plan.ts';
import { type CellChange, removalEdits, sheetEdits } from '../../../../../renderer/wizard/nodes/sheet/sheet-edits.ts';
import { type CellMode, sheetKey } from '../../../../../renderer/wizard/nodes/sheet/sheet-keys.ts';
import { moved } from '../../../../../renderer/wizard/nodes/sheet/sheet-place.ts';
import { sheetRows, type Written } from '../../../../../renderer/wizard/nodes/sheet/sheet-rows.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../../../../examples/two-node/site.toml'), 'utf8');
const written = parse(TEXT) as Written;
const rows = sheetRows(written);
const FIRST = { top: 0, bottom: 0, left: 0, right: 0 };

describe('a pasted table', () => {
  it.each([
    [
      'cells of a spreadsheet',
      'a\tb, c\n1\t2\n',
      [
        ['a', 'b, c'],
        ['1', '2'],
      ],
    ],
    [
      'CSV with commas',
      '\uFEFFa,b\r\n"1, 2",3\r\n',
      [
        ['a', 'b'],
        ['1, 2', '3'],
      ],
    ],
    [
      'CSV with semicolons and a list in a cell',
      'a;b\n1;S1,S2\n',
      [
        ['a', 'b'],
        ['1', 'S1,S2'],
      ],
    ],
    [
      'quotes, breaks, blank lines',
      '"say ""x""","two\nlines"\n\n , \nlast,',
      [
        ['say "x"', 'two\nlines'],
        ['last', ''],
      ],
    ],
    ['one value', '192.168.1.12\n', [['192.168.1.12']]],
    ['nothing', '\n\r\n', []],
  ])('%s', (_, text, expected) => {
    expect(parseTable(text).rows).toEqual(expected);
  });
  it('whatever is on the clipboard, it is read within its bounds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', 'a', ' ', 'é'), maxLength: 300 }),
        (text) => {
          const { rows: found } = parseTable(text);
          expect(found.length).toBeLessThanOrEqual(1000);
          expect(found.every((row) => row.length <= 64)).toBe(true);
        },
      ),
    );
    expect(parseTable('x\n'.repeat(5000))).toMatchObject({ isCut: true, rows: { length: 1000 } });
    expect(parseTable('x\t'.repeat(5000)).isCut).toBe(true);
  });
  it('what was copied out is read back as it was', () => {
    const value = fc
      .string({ unit: fc.constantFrom('"', ',', ';', '\n', 'a', 'b', '7'), minLength: 1, maxLength: 8 })
      .map((text) => `x${text}x`);
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
        (table) => {
          expect(parseTable(tableText(table)).rows).toEqual(table);
        },
      ),
    );
  });
});

describe('where pasted values go', () => {
  it.each([
    ['Hostname', 'name'],
    ['Dirección de gestión', 'address'],
    ['IP address', 'address'],
    ['MAC', 'mac'],
    ['Disco de sistema (serie)', 'system'],
    ['Data disk', 'data'],
    ['Núcleos', 'cores'],
    ['Memoria (GB)', 'ram'],
    ['Etiqueta', 'label'],
    ['Price', undefined],
  ])('the heading %s is the column %s', (text, column) => {
    expect(columnOfHeader(text)).toBe(column);
  });
  it('a block goes where it is put; what has no cell is counted', () => {
    const plan = planPaste(
      [
        ['192.168.1.31', 'aa'],
        ['192.168.1.32', ''],
        ['192.168.1.33', 'bb'],
      ],
      { ...FIRST, left: 1, right: 1 },
      rows,
    );
    expect(plan.changes).toEqual([
      { row: 0, column: 'address', text: '192.168.1.31' },
      { row: 0, column: 'mac', text: 'aa' },
      { row: 1, column: 'address', text: '192.168.1.32' },
      { row: 1, column: 'mac', text: '' },
      { row: 2, column: 'address', text: '192.168.1.33' },
    ]);
    expect(plan).toMatchObject({ leftOut: 1, added: [], hasHeader: false });
  });
  it('with a heading the rows go to the machines that they name; others are to be added', () => {
    const table = parseTable('Etiqueta;Nombre;Precio\nU30;PVE-NODE2;9\nU31;pve-node3;9\n').rows;
    expect(planPaste(table, FIRST, rows)).toEqual({
      changes: [
        { row: 1, column: 'label', text: 'U30' },
        { row: 1, column: 'name', text: 'PVE-NODE2' },
      ],
      added: [{ label: 'U31', name: 'pve-node3' }],
      leftOut: 2,
      hasHeader: true,
    });
  });
  it('one value fills all chosen cells', () => {
    expect(planPaste([['Rack C']], { top: 0, bottom: 1, left: 7, right: 7 }, rows).changes).toHaveLength(2);
  });
  it('never more machines than a site may have', () => {
    const table = Array.from({ length: 100 }, (_, index) => [`n${index}`]);
    expect(planPaste(table, FIRST, rows).added).toHaveLength(61);
  });
});

/** The site after changes, or the first thing that is wrong with it. */
function changed(changes: readonly CellChange[], added: Parameters<typeof sheetEdits>[2] = []) {
  const edited = editSite(TEXT, sheetEdits(written, changes, added));
  expect(edited.diagnostics).toEqual([]);
  return { text: edited.text, parsed: parseSite(edited.text) };
}

describe('what changed cells write', () => {
  it('each cell its own value, every other byte as it was', () => {
    const { text } = changed([
      { row: 1, column: 'address', text: '192.168.1.13/24' },
      { row: 0, column: 'mac', text: '3CEC.EF7A.10C4' },
      { row: 1, column: 'data', text: 'S6PUNX0T700999' },
      { row: 2, column: 'system', text: 'has none' },
    ]);
    expect(text).toBe(
      TEXT.replace('"192.168.1.12"', '"192.168.1.13"').replace(
        'pve-node2 = "S6PUNX0T700412"',
        'pve-node2 = "S6PUNX0T700999"',
      ),
    );
  });
  it('what names a node follows its new name, also when two swap theirs', () => {
    const { parsed } = changed([
      { row: 0, column: 'name', text: 'pve-node2' },
      { row: 1, column: 'name', text: 'pve-node1' },
      { row: 2, column: 'name', text: 'arbiter' },
    ]);
    const { draft } = parsed;
    expect(draft?.cluster?.witness).toBe('arbiter');
    expect(draft?.machines[0]).toMatchObject({ node: 'pve-node2', replication: { to: ['pve-node1'] } });
    expect(draft?.storages[0]).toMatchObject({
      disks: { 'pve-node2': 'S6PUNX0T700398', 'pve-node1': 'S6PUNX0T700412' },
    });
    expect(parsed.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  it('an added node has the next name and addresses; nothing but its own parts is missing', () => {
    const { parsed } = changed(
      [],
      [{}, { name: 'pve-node9', system: 'SER9', mac: '3cecef7a1301', data: 'DAT9', cores: '16' }],
    );
    expect(parsed.draft?.hosts.slice(3)).toMatchObject([
      {
        name: 'pve-node3',
        address: '192.168.1.13',
        links: { 0: '10.10.10.13', 1: '10.10.11.13' },
        roles: ['pve-node'],
      },
      {
        name: 'pve-node9',
        address: '192.168.1.14',
        install: { diskSerials: ['SER9'], managementMac: '3c:ec:ef:7a:13:01' },
        hardware: { cores: 16 },
      },
    ]);
    expect(parsed.draft?.storages[0]).toMatchObject({ disks: { 'pve-node9': 'DAT9' } });
    const about = parsed.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ subject }) => subject.field ?? '');
    expect(about.filter((field) => !/^hosts\[[34]\]|^cluster|^storages/.test(field))).toEqual([]);
  });
});

it('a node that is taken out takes its disks along, and nothing of another one', () => {
  const edited = editSite(TEXT, removalEdits(written, 1));
  expect(edited.diagnostics).toEqual([]);
  expect(edited.text).not.toMatch(/BTYF812304XQ240AGN|S6PUNX0T700412|192\.168\.1\.12"/);
  expect(edited.text).toContain('# The third vote.');
  expect((parse(edited.text).hosts as { name: string }[]).map(({ name }) => name)).toEqual(['pve-node1', 'witness']);
});

describe('filling and mending', () => {
  it.each([
    ['192.168.1.254', 3, '192.168.2.1'],
    ['Rack B, U09', 1, 'Rack B, U10'],
    ['pve', 1, 'pve'],
    ['255.255.255.255', 1, '255.255.255.255'],
  ])('%s counted up by %d is %s', (text, by, expected) => {
    expect(countUp(text, by)).toBe(expected);
  });
  it('fill down counts names and addresses up and repeats the rest', () => {
    expect(filledDown('address', '10.0.0.9', 2)).toEqual(['10.0.0.10', '10.0.0.11']);
    expect(filledDown('cores', '8', 2)).toEqual(['8', '8']);
  });
  it('the next free address is in the network, is no edge of it and is not taken or leased', () => {
    const bits = fc.integer({ min: 24, max: 30 });
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(bits, octet, fc.uniqueArray(octet, { maxLength: 250 }), octet, (prefix, base, used, from) => {
        const taken = new Set(used.map((last) => `10.1.2.${last}`));
        const found = nextFreeAddress(`10.1.2.${base}/${prefix}`, taken, `10.1.2.${from}`, {
          from: '10.1.2.100',
          to: '10.1.2.120',
        });
        if (found === undefined) return;
        const last = Number(found.split('.')[3]);
        const size = 2 ** (32 - prefix);
        const first = base - (base % size);
        expect(last > first && last < first + size - 1).toBe(true);
        expect(taken.has(found) || (last >= 100 && last <= 120)).toBe(false);
      }),
    );
  });
  it('what is wrong with a cell is mended where that is beyond doubt', () => {
    const { parsed } = changed([
      { row: 1, column: 'address', text: '192.168.1.11' },
      { row: 1, column: 'data', text: 'S6PUNXOT700412' },
    ]);
    const broken = parse(
      editSite(
        TEXT,
        sheetEdits(written, [
          { row: 1, column: 'address', text: '192.168.1.11' },
          { row: 1, column: 'data', text: 'S6PUNXOT700412' },
        ]),
      ).text,
    ) as Written;
    const second = sheetRows(broken)[1];
    if (!second) throw new Error('no second row');
    const of = (path: string) => parsed.diagnostics.filter(({ subject }) => subject.field === path);
    expect(fixFor(of('hosts[1].address'), 'address', second, broken)).toBe('192.168.1.12');
    expect(fixFor(of('storages[0].disks.pve-node2'), 'data', second, broken)).toBe('S6PUNX0T700412');
    expect(fixFor([], 'label', second, broken)).toBeUndefined();
  });
  it.each([
    ['mac', '3C-EC-EF-7A-10-C4', '3c:ec:ef:7a:10:c4'],
    ['mac', 'no mac', 'no mac'],
    ['name', ' PVE-1 ', 'pve-1'],
    ['system', 'A;B  C', 'A, B, C'],
  ] as const)('%s: %s is written as %s', (column, text, expected) => {
    expect(tidyText(column, text)).toBe(expected);
  });
});

describe('the keys of the sheet', () => {
  const key = (name: string, mode: CellMode, ...held: ('ctrlKey' | 'shiftKey' | 'altKey')[]) =>
    sheetKey(
      {
        key: name,
        metaKey: false,
        ctrlKey: held.includes('ctrlKey'),
        shiftKey: held.includes('shiftKey'),
        altKey: held.includes('altKey'),
      },
      mode,
    );
  it('arrows move between cells, also out of what was typed over, and stay in a text that is edited', () => {
    expect(key('ArrowRight', 'chosen')).toEqual({ do: 'move', rows: 0, columns: 1, extend: false });
    expect(key('ArrowDown', 'chosen', 'shiftKey')).toEqual({ do: 'move', rows: 1, columns: 0, extend: true });
    expect(key('ArrowLeft', 'typed')).toMatchObject({ do: 'move' });
    expect(key('ArrowLeft', 'edited')).toBeUndefined();
    expect(key('Home', 'typed')).toBeUndefined();
  });
  it('Enter, Tab, F2, Escape, Delete and Ctrl+D do what spreadsheets do', () => {
    expect(key('Enter', 'edited')).toMatchObject({ do: 'move', rows: 1 });
    expect(key('Tab', 'typed', 'shiftKey')).toEqual({ do: 'next', by: -1 });
    expect(key('F2', 'chosen')).toEqual({ do: 'edit' });
    expect(key('Escape', 'typed')).toEqual({ do: 'cancel' });
    expect(key('Escape', 'chosen')).toEqual({ do: 'leave' });
    expect(key('Delete', 'chosen')).toEqual({ do: 'clear' });
    expect(key('Delete', 'typed')).toBeUndefined();
    expect(key('d', 'chosen', 'ctrlKey')).toEqual({ do: 'fill-down' });
    expect(key('z', 'chosen', 'ctrlKey')).toBeUndefined();
    expect(key('Enter', 'chosen', 'altKey')).toEqual({ do: 'fix' });
  });
  it('every cell is reached by Tab, once, and behind the last one the sheet is left', () => {
    const seen = [];
    for (
      let place: ReturnType<typeof moved> = { row: 0, column: 0 };
      place;
      place = moved(place, { do: 'next', by: 1 }, rows)
    )
      seen.push(place);
    expect(seen).toHaveLength(COLUMNS.length * 2 + COLUMNS.length - 2);
    expect(moved({ row: 0, column: 0 }, { do: 'next', by: -1 }, rows)).toBeUndefined();
    // Down from a disk of a node: the one cell of the machine that we do not install.
    expect(moved({ row: 1, column: 4 }, { do: 'move', rows: 1, columns: 0, extend: false }, rows)).toEqual({
      row: 2,
      column: 2,
    });
    expect(moved({ row: 2, column: 2 }, { do: 'move', rows: 0, columns: 1, extend: false }, rows)).toEqual({
      row: 2,
      column: 5,
    });
  });
});
