import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

/** The host's clock when it answered, epoch milliseconds. Volatile: not part of a plan's fingerprint. */
export const clock: Fact<number> = {
  id: 'clock',
  command: read`date +%s.%N`,
  parse: (answer) =>
    parseOutput(answer, (text) => {
      if (!/^\d+(\.\d+)?$/.test(text.trim())) throw new Error('date gave no number');
      return Math.round(Number(text.trim()) * 1000);
    }),
};
