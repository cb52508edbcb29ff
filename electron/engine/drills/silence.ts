import { type Command, change, read, wireText } from '../shell/command.ts';
import type { Transport } from '../transport/port.ts';
import { mustRun } from './ask.ts';

/**
 * Makes corosync of a node silent for a while, on some of its addresses or altogether. Packets are thrown away by rules of
 * the packet filter that carry our comment: no interface goes down, so SSH and the machines' traffic stay as they are.
 * A detached unit takes the rules away when the time is over; it is started before the first rule is set, so the node comes
 * back also when this laptop vanishes. A restart of the node forgets the rules.
 */
export interface Silence {
  /** The node's own addresses on the links that go silent. */
  readonly addresses: readonly string[];
  /** The vote of the witness is not reached either. */
  readonly witness: boolean;
  readonly seconds: number;
}

const UNIT = 'sitewright-drill-restore';
const COMMENT = 'sitewright-drill';
/** corosync with knet takes port 5405 and up, one a link (corosync.conf(5)); a qdevice talks to TCP 5403. */
const LINK_PORTS = '5405:5412';
const WITNESS_PORT = '5403';

type Rule = readonly [tool: string, ...words: string[]];

function rulesOf(silence: Silence): readonly Rule[] {
  const links = silence.addresses.flatMap((address): Rule[] => {
    const tool = address.includes(':') ? 'ip6tables' : 'iptables';
    const tail = ['-p', 'udp', '--dport', LINK_PORTS, ...TAIL];
    return [
      [tool, 'INPUT', '-d', address, ...tail],
      [tool, 'OUTPUT', '-s', address, ...tail],
    ];
  });
  const witness: Rule = ['iptables', 'OUTPUT', '-p', 'tcp', '--dport', WITNESS_PORT, ...TAIL];
  return silence.witness ? [...links, witness] : links;
}
const TAIL = ['-m', 'comment', '--comment', COMMENT, '-j', 'DROP'];

/** Takes every rule away; those that are gone already are no failure. */
function restoreCommand(silence: Silence): Command<'change'> {
  return rulesOf(silence).reduce(
    (all, [tool, ...words]) => change`${all}; while ${tool} -w -D ${words} 2>/dev/null; do :; done`,
    change`:`,
  );
}

/** Begins the silence. Throws where the way back could not be laid first: then nothing was cut. */
export async function beginSilence(transport: Transport, silence: Silence, signal: AbortSignal): Promise<void> {
  const back = wireText(restoreCommand(silence));
  const cut = rulesOf(silence).reduce(
    (all, [tool, ...words]) => change`${all} && ${tool} -w -I ${words}`,
    change`systemd-run --quiet --collect --unit=${UNIT} sh -c ${`sleep ${silence.seconds}; ${back}`}`,
  );
  await mustRun(transport, cut, { signal, timeoutMs: 20_000 });
}

/** Ends it now, and looks that no rule of ours is left. */
export async function endSilence(transport: Transport, silence: Silence, signal: AbortSignal): Promise<boolean> {
  const command = change`${restoreCommand(silence)}; systemctl stop ${UNIT}.service 2>/dev/null; true`;
  await transport.exec(command, { signal, timeoutMs: 20_000 });
  const rules = await transport.exec(read`iptables -w -S`, { signal, timeoutMs: 20_000 });
  return rules.code === 0 && !rules.stdout.includes(COMMENT);
}
