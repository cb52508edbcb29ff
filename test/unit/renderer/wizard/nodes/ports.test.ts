import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { SiteEdit } from '../../../../../electron/api/sites.ts';
import { editSite } from '../../../../../electron/engine/site/edit-site.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import {
  addPortEdits,
  alongWithMac,
  removePortEdits,
  roleEdits,
} from '../../../../../renderer/wizard/nodes/ports/port-edits.ts';
import { type PortRole, portRows } from '../../../../../renderer/wizard/nodes/ports/port-rows.ts';
import type { Written } from '../../../../../renderer/wizard/nodes/sheet/sheet-rows.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../../examples/two-node/site.toml'), 'utf8');
const written = parse(text) as Written;

/** The file after these edits, as the engine writes them. */
function edited(edits: readonly SiteEdit[], before = text): string {
  const result = editSite(before, edits);
  expect(result.diagnostics).toEqual([]);
  return result.text;
}
const rolesIn = (file: string, host = 0) =>
  portRows(parse(file) as Written, host).map(({ name, role }) => [name, role]);

describe('the ports of a node', () => {
  it('are those of the file, with what each carries', () => {
    expect(rolesIn(text)).toEqual([
      ['eno1', 'management'],
      ['enp2s0f0', 0],
      ['enp2s0f1', 1],
    ]);
    expect(portRows(written, 2)).toEqual([]);
  });

  it('a link moves from one port to another', () => {
    expect(rolesIn(edited(roleEdits(written, 0, 1, 1)))).toEqual([
      ['eno1', 'management'],
      ['enp2s0f0', 1],
      ['enp2s0f1', 'none'],
    ]);
  });

  it('the management moves with its MAC, also where the port was found by a pattern', () => {
    const moved = edited(roleEdits(written, 0, 2, 'management'));
    expect(rolesIn(moved)).toEqual([
      ['eno1', 'none'],
      ['enp2s0f0', 0],
      ['enp2s0f1', 'management'],
    ]);
    const byPattern = text.replace('managementMac = "3c:ec:ef:7a:10:c4"', 'nicFilter = { ID_NET_NAME = "eno*" }');
    const told = edited(roleEdits(parse(byPattern) as Written, 0, 0, 'management'), byPattern);
    expect(told).not.toContain('nicFilter');
    expect(rolesIn(told)[0]).toEqual(['eno1', 'management']);
    expect(alongWithMac(written, 0, 0, '3c:ec:ef:7a:10:ff')).toEqual([
      { op: 'set', path: 'hosts[0].install.managementMac', value: '3c:ec:ef:7a:10:ff' },
    ]);
    expect(alongWithMac(written, 0, 1, '3c:ec:ef:7a:10:ff')).toEqual([]);
  });

  it('one more is added with what it carries, to a node without any as well, and taken out again', () => {
    const port = { name: 'eno2', mac: '3c:ec:ef:7a:10:c7', role: 0 } as const;
    const added = edited(addPortEdits(written, 0, port));
    expect(rolesIn(added)).toEqual([
      ['eno1', 'management'],
      ['enp2s0f0', 'none'],
      ['enp2s0f1', 1],
      ['eno2', 0],
    ]);
    expect(parseSite(added).site?.hosts[0]?.hardware?.nics).toHaveLength(4);
    expect(rolesIn(edited(removePortEdits(parse(added) as Written, 0, 3), added))).toHaveLength(3);
    const witness = edited(addPortEdits(written, 2, port));
    expect(parseSite(witness).site?.hosts[2]?.hardware?.nics).toMatchObject([{ name: 'eno2', link: 0 }]);
  });

  it('whatever is chosen, no two ports carry the same', () => {
    const role = fc.constantFrom<PortRole>('management', 'none', 0, 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), role), { maxLength: 4 }), (choices) => {
        const file = choices.reduce(
          (now, [index, chosen]) => edited(roleEdits(parse(now) as Written, 0, index, chosen), now),
          text,
        );
        const carried = rolesIn(file).flatMap(([, carries]) => (carries === 'none' ? [] : [carries]));
        expect(new Set(carried).size).toBe(carried.length);
        const [last] = choices.slice(-1);
        if (last) expect(rolesIn(file)[last[0]]?.[1]).toBe(last[1]);
      }),
      { numRuns: 40 },
    );
  });
});
