import { describe, expect, it } from 'vitest';
import { OPTION_TABLE_8 } from '../../../../../../electron/engine/rehearsal/pve/cli/option-table-8.ts';
import { OPTION_TABLE_9 } from '../../../../../../electron/engine/rehearsal/pve/cli/option-table-9.ts';
import { tableModule } from '../../../../../golden/pve-observed/make-option-tables.mjs';

describe('the option tables', () => {
  it.each([
    [8, OPTION_TABLE_8],
    [9, OPTION_TABLE_9],
  ] as const)('of PVE %s say what the help texts of the tools say', (version, table) => {
    const text = tableModule(version);
    const made = new Function(`return ${text.slice(text.indexOf('= {') + 2).replace(/;\s*$/, '')}`)() as Record<
      string,
      string
    >;
    expect(table).toEqual(made);
  });
});
