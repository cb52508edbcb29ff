import { randomBytes } from 'node:crypto';
import type { Diagnostic } from '../../../api/diagnostic.ts';
import { DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import { changeHost } from '../../pve/change-host.ts';
import { failureOf } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { read } from '../../shell/command.ts';
import type { WantedInterface } from '../../site/host-network.ts';
import { clusterView } from '../machines/support/cluster-view.ts';
import { factOf } from '../sight.ts';
import type { ApplyContext, View } from '../step.ts';
import { type NetworkFiles, networkFilesAt } from './network-facts.ts';
import { applyGuarded, armGuard, confirmGuard, GUARD_SECONDS, restoreNow } from './network-guard.ts';
import { differences, networkChanges } from './network-plan.ts';
import { shownInterfaces, stagingCommands } from './network-stage.ts';

/** A reload of many interfaces, spanning tree and all, until the addresses are there. */
const APPLY_DEADLINE_MS = 30_000;
/** A node with machines under HA that lost its quorum resets itself (pve-facts 5.4): long before the guard would help it. */
const WATCHDOG_SECONDS = 60;
/** The guard's time, the restoring and what the switch needs then. */
const RETURN_DEADLINE_MS = (GUARD_SECONDS + 240) * 1000;

export interface NetworkChangeOptions {
  readonly step: string;
  /** What the interfaces shall be, by what is seen now. */
  wanted(view: View): readonly WantedInterface[];
  comment(entry: WantedInterface): string;
}

/** Why a node's network must not be changed now; undefined = it may be. */
export function networkRefusal(view: View, target: string, step: string): Diagnostic | undefined {
  const files = networkFilesAt(view, target);
  const subject = { host: target, step };
  const seen = factOf(view, target, 'interfaces');
  const waiting = [...files.pinned].filter(
    ([mac, name]) => seen.some((entry) => entry.mac === mac) && !seen.some((entry) => entry.name === name),
  );
  if (waiting.length > 0)
    return diagnostic('base.network-pinning', {
      params: { host: target, names: waiting.map(([, name]) => name).join(', ') },
      evidence: waiting.map(([mac, name]) => `${mac} -> ${name}`),
      subject,
    });
  if (files.staged && files.guard === undefined)
    return diagnostic('base.network-staged', {
      params: { host: target },
      evidence: files.staged.text.split('\n').slice(0, 60),
      subject,
    });
  const services = servicesAt(view, target);
  return services.length > 0
    ? diagnostic('base.network-under-ha', {
        params: { host: target, services: services.join(', '), guard: GUARD_SECONDS, watchdog: WATCHDOG_SECONDS },
        subject,
      })
    : undefined;
}

/** Machines that the HA manager has on a node: as long as there is one, the node resets itself when it is cut off. */
function servicesAt(view: View, node: string): readonly string[] {
  const cluster = clusterView(view, node);
  if (!cluster.known || !cluster.facts.haManagerStatus.known) return [];
  return [...(cluster.facts.haManagerStatus.value?.services ?? [])].flatMap(([sid, service]) =>
    service.node === node ? [sid] : [],
  );
}

/** A guard of an earlier try still waits: that is to be ended, whatever else is true. */
export function guardWaits(view: View, target: string): boolean {
  return networkFilesAt(view, target).guard !== undefined;
}

/**
 * Changes the network of a node so that it comes back by itself: the guard is armed, the change prepared and read back, then
 * applied under the timer, seen over a new connection, and confirmed. Throws where it was not, with the node as it was before.
 */
export async function changeNetwork(context: ApplyContext, options: NetworkChangeOptions): Promise<void> {
  const { target } = context;
  const subject = { host: target, step: options.step };
  const transport = context.transport(target);
  const isTrue = (view: View): boolean => leftOf(view, target, options).length === 0;

  let view = await context.look(target);
  if (networkFilesAt(view, target).guard !== undefined) {
    await endEarlierTry(context, options, isTrue(view) && networkFilesAt(view, target).staged === undefined);
    view = await context.look(target);
  }
  if (isTrue(view)) return;
  const refusal = networkRefusal(view, target, options.step);
  if (refusal) throw new DiagnosticError(refusal);

  const armed = await changeHost(transport, context, armGuard());
  if (!armed.stdout.split('\n').includes('armed'))
    throw fail('base.network-not-guarded', {
      params: { host: target },
      evidence: [armed.stdout, armed.stderr],
      subject,
    });
  try {
    await prepare(context, options, view);
  } catch (error) {
    // nothing was applied: what was prepared goes away with the guard
    if (!context.signal.aborted) await restore(context).catch(() => undefined);
    throw error;
  }

  context.note(`${target}: applying its network; without confirmation it goes back after ${GUARD_SECONDS} s`);
  const token = randomBytes(8).toString('hex');
  const command = applyGuarded(target, token);
  let link: unknown;
  const result = await transport
    .job(`base.network.${target}`, command, { signal: context.signal, timeoutMs: RETURN_DEADLINE_MS })
    .catch((error: unknown) => {
      if (context.signal.aborted) throw error;
      link = error;
      return undefined;
    });
  if (result && result.code !== 0) {
    await restore(context);
    throw new DiagnosticError(failureOf(target, command, result));
  }
  // pvesh ends with 0 whatever its task did, so what is there is looked at, over a connection that the new network carried
  let answersSince: number | undefined;
  const end = await until(context, { deadlineMs: RETURN_DEADLINE_MS, everyMs: 2_000 }, async () => {
    try {
      await context.reconnect?.(target);
      const now = await context.look(target);
      if (networkFilesAt(now, target).guard === undefined) return 'returned';
      if (isTrue(now)) return 'there';
      answersSince ??= context.now();
      return context.now() - answersSince >= APPLY_DEADLINE_MS ? 'wrong' : undefined;
    } catch (error) {
      if (context.signal.aborted || !isUnreachable(error)) throw error;
      answersSince = undefined;
      link = error;
      return undefined;
    }
  });
  if (end === 'there') {
    const confirmed = await changeHost(transport, context, confirmGuard());
    if (confirmed.stdout.includes('confirmed')) return;
  }
  if (end === 'wrong') {
    // reachable, and not as wanted: no reason to wait for the timer
    const left = leftOf(await context.look(target), target, options);
    await restore(context);
    throw fail('base.network-not-applied', {
      params: { host: target, change: left.map(({ what, after }) => `${what}: ${after}`).join(', ') },
      evidence: result ? result.stdout.split('\n').slice(-20) : [],
      subject,
    });
  }
  if (end === undefined)
    throw fail('base.network-lost', {
      params: { host: target, seconds: Math.round(RETURN_DEADLINE_MS / 1000) },
      evidence: evidenceOf(link),
      subject,
    });
  throw fail('base.network-reverted', {
    params: { host: target, seconds: GUARD_SECONDS },
    evidence: evidenceOf(link),
    subject,
  });
}

/** What of the wanted is not so. */
function leftOf(view: View, target: string, options: NetworkChangeOptions) {
  return networkChanges(options.wanted(view), networkFilesAt(view, target).live, factOf(view, target, 'interfaces'));
}

/** Prepares in interfaces.new and reads it back: a command that said 0 and did nothing must not lead to an apply. */
async function prepare(context: ApplyContext, options: NetworkChangeOptions, view: View): Promise<void> {
  const { target } = context;
  const transport = context.transport(target);
  const { live } = networkFilesAt(view, target);
  const wanted = options.wanted(view);
  const list = read`pvesh get ${`/nodes/${target}/network`} --output-format json`;
  const shown = await transport.exec(list, { signal: context.signal });
  if (shown.code !== 0) throw new DiagnosticError(failureOf(target, list, shown));
  const commands = stagingCommands(target, wanted, shownInterfaces(shown.stdout), options.comment);
  for (const command of commands) await changeHost(transport, context, command);

  const { staged } = networkFilesAt(await context.look(target), target);
  // nothing differs from the file when only the kernel does
  if (!staged && commands.length === 0) return;
  const wrong = wrongIn(staged, wanted, live);
  if (wrong.length > 0)
    throw fail('base.network-not-staged', {
      params: { host: target, change: wrong.join(', ') },
      evidence: (staged?.text ?? 'no /etc/network/interfaces.new').split('\n').slice(0, 60),
      subject: { host: target, step: options.step },
    });
}

/** What the prepared file lacks of the wanted, and what it has lost of everything else. */
function wrongIn(
  staged: NetworkFiles['staged'],
  wanted: readonly WantedInterface[],
  live: NetworkFiles['live'],
): readonly string[] {
  if (!staged) return wanted.map(({ name }) => name);
  const missing = wanted.flatMap((entry) =>
    differences(entry, staged.interfaces.get(entry.name), wanted).map(({ what, after }) => `${what}: ${after}`),
  );
  const named = new Set(wanted.map(({ name }) => name));
  const taken = new Set(wanted.flatMap((entry) => entry.ports ?? []));
  const lost = [...live.values()].filter((before) => {
    if (named.has(before.name) || taken.has(before.name)) return false;
    const after = staged.interfaces.get(before.name);
    if (!after) return before.addresses.length > 0 || before.bridgePorts !== undefined || before.slaves !== undefined;
    return before.addresses.join() !== after.addresses.join() || (before.gateway ?? '') !== (after.gateway ?? '');
  });
  return [...missing, ...lost.map(({ name }) => `${name} would be lost`)];
}

/** A guard of a try that broke off: confirmed where the network is as wanted now, else everything goes back to the former. */
async function endEarlierTry(context: ApplyContext, options: NetworkChangeOptions, isTrue: boolean): Promise<void> {
  const { target } = context;
  context.note(`${target}: an earlier change of its network was neither confirmed nor taken back`);
  if (isTrue) {
    const end = await changeHost(context.transport(target), context, confirmGuard());
    if (end.stdout.includes('confirmed')) return;
  }
  await restore(context);
  const gone = await until(context, { deadlineMs: 60_000, everyMs: 2_000 }, async () =>
    networkFilesAt(await context.look(target), target).guard === undefined ? true : undefined,
  );
  if (!gone)
    throw fail('base.network-not-guarded', { params: { host: target }, subject: { host: target, step: options.step } });
}

async function restore(context: ApplyContext): Promise<void> {
  const { target } = context;
  const job = `base.network-back.${target}`;
  await context.transport(target).job(job, restoreNow(randomBytes(8).toString('hex')), { timeoutMs: 120_000 });
}

/** The link, not the node, is what failed; a host key that changed or a refused login is told as such. */
function isUnreachable(error: unknown): boolean {
  return (
    error instanceof DiagnosticError &&
    /^transport\.(connection-lost|unreachable|refused|no-handshake|command-timeout|stopped)$|^pve\.fact-unknown$/.test(
      error.diagnostics[0].code,
    )
  );
}

function evidenceOf(error: unknown): readonly string[] {
  return error instanceof DiagnosticError
    ? [error.diagnostics[0].code, ...error.diagnostics[0].evidence].slice(0, 10)
    : [];
}
