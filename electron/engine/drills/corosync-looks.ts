import { quorum } from '../facts/pve/quorum.ts';
import { read } from '../shell/command.ts';
import { commandFailed, mustLook } from './ask.ts';
import type { DrillContext } from './drill.ts';

/** corosync answers at once or not at all; a look that hangs must not eat the time of a silence. */
const LOOK_TIMEOUT_MS = 8_000;

/** Whether corosync of a node counts enough votes now. Asks corosync itself: PVE's tools take a second and can hang. */
export async function isQuorate(context: DrillContext, host: string): Promise<boolean> {
  const answer = await context.read(host).exec(quorum.command, { signal: context.signal, timeoutMs: LOOK_TIMEOUT_MS });
  const votes = quorum.parse(answer);
  if (!votes.known) throw commandFailed(host, quorum.command, answer);
  return votes.value.running && votes.value.quorate;
}

/** Of these nodes the first that has no quorum now; all are asked at the same time. */
export async function firstWithoutQuorum(context: DrillContext, hosts: readonly string[]): Promise<string | undefined> {
  const answers = await Promise.all(hosts.map((host) => isQuorate(context, host)));
  return hosts.find((_, index) => answers[index] === false);
}

/** What corosync of a node says of each of its links: connected to all, or lost to somebody. */
export async function linkStates(
  context: DrillContext,
  host: string,
): Promise<ReadonlyMap<number, 'connected' | 'lost'>> {
  const options = { signal: context.signal, timeoutMs: LOOK_TIMEOUT_MS };
  const { stdout } = await mustLook(context.read(host), read`corosync-cfgtool -s`, options);
  return parseLinkStates(stdout);
}

/** `corosync-cfgtool -s`: one block a link, one line a node (localhost, connected, disconnected). */
export function parseLinkStates(text: string): ReadonlyMap<number, 'connected' | 'lost'> {
  const blocks = text.split(/^LINK ID /m).slice(1);
  return new Map(
    blocks.map((block) => {
      const isUp = /:\s*(connected|localhost)/.test(block) && !/:\s*disconnected/.test(block);
      return [Number.parseInt(block, 10), isUp ? 'connected' : 'lost'] as const;
    }),
  );
}
