import { read } from '../../shell/command.ts';
import type { Fact } from '../fact.ts';
import { linesOf, parseOutput } from '../parse/text.ts';

/** What the host's own name resolves to, in order: the first that is not loopback is the address that PVE takes. */
export const ownAddresses: Fact<readonly string[]> = {
  id: 'own-addresses',
  command: read`getent ahosts "$(uname -n)"`,
  parse: (answer) =>
    parseOutput(answer, (text) => [...new Set(linesOf(text).map((line) => line.trim().split(/\s+/)[0] ?? ''))]),
};
