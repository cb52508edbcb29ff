import { fail } from '../../../api/diagnostic.ts';
import type { CommandSet, FaultEntry } from './program.ts';

/** Faults of the kernel itself. A place may follow `@`: a step id, or the number of the command on that host (1 = first). */
export const kernelFaults: readonly FaultEntry[] = [
  {
    name: 'ssh.drops',
    summary: {
      en: 'the SSH connection is cut while a command runs',
      es: 'la conexión SSH se corta mientras se ejecuta una orden',
    },
  },
  {
    name: 'ssh.drops-before',
    summary: {
      en: 'the SSH connection is cut before the command starts',
      es: 'la conexión SSH se corta antes de que empiece la orden',
    },
  },
  {
    name: 'ssh.drops-after',
    summary: {
      en: 'the SSH connection is cut after the command has ended, before its result arrives',
      es: 'la conexión SSH se corta cuando la orden ya terminó, antes de que llegue su resultado',
    },
  },
  {
    name: 'command.hangs',
    summary: {
      en: 'a command never ends and says nothing',
      es: 'una orden no termina nunca y no dice nada',
    },
  },
  {
    name: 'command.lies',
    summary: {
      en: 'a command does nothing and says that all went well',
      es: 'una orden no hace nada y dice que todo fue bien',
    },
  },
  {
    name: 'ssh.refuses',
    summary: { en: 'a host refuses one SSH connection', es: 'un equipo rechaza una conexión SSH' },
  },
  {
    name: 'node.reboots',
    summary: { en: 'a host restarts while a command runs', es: 'un equipo se reinicia mientras se ejecuta una orden' },
  },
  {
    name: 'host-key.changed',
    summary: {
      en: 'a host shows another SSH host key than before',
      es: 'un equipo muestra una clave SSH distinta de la anterior',
    },
  },
];

/** All faults by name, the kernel's and the command sets'. */
export function knownFaults(sets: readonly CommandSet[]): readonly FaultEntry[] {
  return [...kernelFaults, ...sets.flatMap((set) => set.faults ?? [])];
}

/**
 * Throws `rehearsal.unknown-fault` for a name that nobody understands, and `rehearsal.unknown-fault-place` where a fault of an
 * installation names another place than one of `nodes`, those that our media install.
 */
export function checkFaults(
  names: readonly string[],
  sets: readonly CommandSet[],
  nodes: readonly string[] = [],
): void {
  const known = knownFaults(sets).map((entry) => entry.name);
  for (const name of names) {
    const [kind = '', place] = splitOnce(name);
    if (!known.includes(kind)) throw fail('rehearsal.unknown-fault', { params: { name, known: known.join(', ') } });
    if (!kind.startsWith(INSTALL_FAULTS) || place === undefined || nodes.includes(place)) continue;
    throw fail('rehearsal.unknown-fault-place', { params: { name, place, known: nodes.join(', ') || '–' } });
  }
}

const INSTALL_FAULTS = 'install.';

function splitOnce(name: string): readonly [kind: string, place?: string] {
  const at = name.indexOf('@');
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}
