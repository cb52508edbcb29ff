import { fail } from '../../api/diagnostic.ts';
import type { Text } from '../../api/text.ts';
import { type Command, type CommandKind, change, read, wireText } from '../shell/command.ts';
import type { ReadTransport, Transport } from '../transport/port.ts';
import { mustRun } from './ask.ts';
import type { DrillContext } from './drill.ts';

/**
 * Makes corosync of a node silent for a while, on some of its addresses or altogether. Packets are thrown away by rules of
 * the packet filter that carry our comment: no interface goes down, so SSH and the machines' traffic stay as they are.
 *
 * The node comes back by itself, also when this laptop vanishes: a detached unit that sleeps and then takes the rules away is
 * started, and seen to run, before the first rule is set. It counts seconds and asks no clock, and a restart of the node
 * forgets the rules with the unit. Both kinds of iptables (nft and legacy) take the same words, and what sets a rule is what
 * takes it away. pve-firewall hangs its own chains into INPUT and OUTPUT and leaves other rules alone; ours come first.
 */
export interface Silence {
  /** The node's own addresses on the links that go silent. */
  readonly addresses: readonly string[];
  /** Address of the witness, where its vote is not to be reached either. */
  readonly witness?: string | undefined;
  /** The rules are never there for longer. */
  readonly seconds: number;
}

export const UNIT = 'sitewright-drill-silence';
const COMMENT = 'sitewright-drill';
/** corosync with knet takes port 5405 and up, one a link (corosync.conf(5)); a qdevice talks to TCP 5403. */
const LINK_PORTS = '5405:5412';
const WITNESS_PORT = '5403';
const OPTIONS = { timeoutMs: 20_000 };

type Rule = readonly [tool: string, ...words: string[]];

const MARK = ['-m', 'comment', '--comment', COMMENT, '-j'];
const toolFor = (address: string): string => (address.includes(':') ? 'ip6tables' : 'iptables');

function rulesOf({ addresses, witness }: Silence): readonly Rule[] {
  const links = addresses.flatMap((address): Rule[] => {
    const tail = ['-p', 'udp', '--dport', LINK_PORTS, ...MARK, 'DROP'];
    return [
      [toolFor(address), 'INPUT', '-d', address, ...tail],
      [toolFor(address), 'OUTPUT', '-s', address, ...tail],
    ];
  });
  if (witness === undefined) return links;
  // Refused, not dropped: the node is to know at its next word to the witness, and not only when a timeout of its qdevice
  // (sync_timeout, half a minute) is over; its watchdog counts meanwhile.
  const tail = ['-p', 'tcp', '--dport', WITNESS_PORT, ...MARK, 'REJECT', '--reject-with', 'tcp-reset'];
  return [...links, [toolFor(witness), 'OUTPUT', ...tail]];
}

/** The programs that a silence needs. */
function toolsOf(silence: Silence): readonly string[] {
  return [...new Set(rulesOf(silence).map(([tool]) => tool))];
}

/** Whether the node has what a silence needs. */
export async function hasFilter(host: ReadTransport, silence: Silence, signal: AbortSignal): Promise<boolean> {
  const listed = toolsOf(silence).reduce<Command<'read'>>(
    (all, tool) => read`${all} && ${tool} -w -S INPUT`,
    read`true`,
  );
  return (await host.exec(listed, { ...OPTIONS, signal })).code === 0;
}

/** Takes every rule away; those that are gone already are no failure. */
function restoreCommand(silence: Silence): Command<'change'> {
  return rulesOf(silence).reduce(
    (all, [tool, ...words]) => change`${all}; while ${tool} -w -D ${words} 2>/dev/null; do :; done`,
    change`:`,
  );
}

/** Ends with 0 where none of our rules is left. */
function goneCommand(silence: Silence): Command<CommandKind> {
  const lists = toolsOf(silence).reduce(
    (all, tool) => change`${all} && rules="$rules$(${tool} -w -S)"`,
    change`rules=`,
  );
  return change`${lists} && case "$rules" in *${COMMENT}*) false ;; esac`;
}

const STOP_UNIT = change`systemctl stop ${UNIT}.service 2>/dev/null; systemctl reset-failed ${UNIT}.service 2>/dev/null`;

/**
 * Begins the silence. What an earlier one has left (a laptop that vanished) is cleared first. Throws where the way back could
 * not be laid: then nothing was cut.
 */
export async function beginSilence(transport: Transport, silence: Silence, signal: AbortSignal): Promise<void> {
  const back = wireText(restoreCommand(silence));
  const cut = rulesOf(silence).reduce(
    (all, [tool, ...words]) => change`${all} && ${tool} -w -I ${words}`,
    change`systemd-run --quiet --collect --unit=${UNIT} sh -c ${`sleep ${silence.seconds}; ${back}`} && systemctl is-active --quiet ${UNIT}.service`,
  );
  await mustRun(transport, change`${restoreCommand(silence)}; ${STOP_UNIT}; ${cut}`, { ...OPTIONS, signal });
}

/** Ends it now. Gives whether no rule of ours is left; where one is, the unit stays and tries again when its time is over. */
export async function endSilence(transport: Transport, silence: Silence, signal: AbortSignal): Promise<boolean> {
  const command = change`${restoreCommand(silence)}; if ${goneCommand(silence)}; then ${STOP_UNIT}; true; else false; fi`;
  return (await transport.exec(command, { ...OPTIONS, signal })).code === 0;
}

/** Ends a silence; what is left where the node could not be told, and when it ends by itself. */
export async function putSilenceBack(context: DrillContext, host: string, silence: Silence): Promise<readonly Text[]> {
  try {
    if (await endSilence(context.change(host), silence, context.signal)) {
      context.moment('note', { en: `${host} may talk again`, es: `${host} puede hablar de nuevo` });
      return [];
    }
  } catch {
    context.signal.throwIfAborted(); // asked again by who puts back without patience
  }
  return [
    {
      en: `${host} could not be told to talk again; it does so by itself within ${silence.seconds} s, and after a restart at once.`,
      es: `No se pudo decir a ${host} que vuelva a hablar; lo hace por sí solo en ${silence.seconds} s y, tras un reinicio, enseguida.`,
    },
  ];
}

/** The packet filter is there and works. Without it nothing is begun. */
export async function needFilter(context: DrillContext, host: string, silence: Silence): Promise<void> {
  if (await hasFilter(context.read(host), silence, context.signal)) return;
  throw fail('drill.no-packet-filter', { params: { node: host }, subject: { host } });
}
