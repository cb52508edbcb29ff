import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { parseOutput } from '../parse/text.ts';

/** The text of /etc/hosts. */
export const hostsFile: Fact<string> = {
  id: 'hosts-file',
  command: read`cat /etc/hosts`,
  parse: (answer) => parseOutput(answer, (text) => text),
};
