import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

/** The host's own short name, as PVE takes it (up to the first dot). */
export const nodeName: Fact<string> = {
  id: 'node-name',
  command: read`uname -n`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      const name = text.trim().split('.')[0] ?? '';
      if (name === '') throw new Error('the host has no name');
      return name;
    }),
};
