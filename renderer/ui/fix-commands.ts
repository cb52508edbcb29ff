import type { DescribedDiagnostic, Diagnostic } from '../../electron/api/diagnostic.ts';

/** One thing that can be typed, with the words that stand before it (`without NetworkManager`). */
export interface FixCommand {
  readonly before: string;
  readonly command: string;
}

/** Diagnostics whose hint is made of commands for this system, parted by a dash, each perhaps with words and a colon before it. */
const COMMANDS = /^connect\.(set-address|firewall|sleep)-/;

/** The commands of a hint; empty where it is a sentence to be read. */
export function fixCommands({ code }: Diagnostic, { hint }: DescribedDiagnostic): readonly FixCommand[] {
  if (!COMMANDS.test(code)) return [];
  return hint.split(' — ').map((part) => {
    const at = part.indexOf(': ');
    return at < 0 ? { before: '', command: part } : { before: part.slice(0, at + 1), command: part.slice(at + 2) };
  });
}
