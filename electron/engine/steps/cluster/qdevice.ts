import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import type { Host } from '../../../api/site.ts';
import { failureOf } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { establishTrust, makeOwnKey } from '../../pve/ssh-trust.ts';
import { change } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import type { ExecResult } from '../../transport/port.ts';
import { factOf } from '../sight.ts';
import type { ApplyContext, View } from '../step.ts';

const VOTES_DEADLINE_MS = 60_000;
const GONE_DEADLINE_MS = 30_000;
/** Left by a try that broke off: setup then wants to be told that it may start afresh. */
const CERTIFICATE_STORE = '/etc/corosync/qdevice/net/nssdb';

/**
 * Sets up the third vote from the first node and waits until it counts. Looks first: what is set up already is only waited
 * for. All nodes must be online, and packages be there.
 */
export async function setUpWitness(context: ApplyContext, witness: Host): Promise<void> {
  const first = coordinator(context.site).name;
  const view = await letIn(context, first, witness);
  const config = factOf(view, first, 'corosync');
  if (config && config.device === undefined) {
    const leftover = factOf(view, first, 'nodeFiles').has(CERTIFICATE_STORE);
    await setUp(context, first, { address: witness.address, leftover, version: config.configVersion });
  }
  let seen = 0;
  let wanted = pveNodes(context.site).length + 1;
  const there = await until(context, { deadlineMs: VOTES_DEADLINE_MS, everyMs: 2_000 }, async () => {
    const now = await context.look(first);
    const quorum = factOf(now, first, 'quorum');
    wanted = (factOf(now, first, 'corosync')?.nodes.length ?? 0) + 1;
    seen = quorum.totalVotes;
    return quorum.qdevice && quorum.totalVotes === wanted ? true : undefined;
  });
  if (there) return;
  throw fail('cluster.witness-silent', {
    params: { witness: witness.name, seen, wanted },
    subject: { host: first, step: 'cluster.witness-vote' },
  });
}

/**
 * Takes the third vote away, which has to be done before any change of nodes (pve-facts 2.9). Nothing happens where there is
 * none. All nodes must be online.
 * @returns whether there was one
 */
export async function removeWitness(context: ApplyContext): Promise<boolean> {
  const first = coordinator(context.site).name;
  const config = factOf(await context.look(first), first, 'corosync');
  if (config?.device === undefined) return false;
  const command = change`pvecm qdevice remove`;
  const result = await context
    .transport(first)
    .job(`cluster.witness-off.${config.configVersion}`, command, { signal: context.signal, timeoutMs: 180_000 });
  if (result.code !== 0 && !/No QDevice configured/.test(textOf(result)))
    throw new DiagnosticError(failureOf(first, command, result));
  const gone = await until(context, { deadlineMs: GONE_DEADLINE_MS, everyMs: 2_000 }, async () => {
    const sight = (await context.look(first)).facts.hosts.get(first);
    const config = sight?.reached ? sight.facts.corosync : undefined;
    return config?.known && config.value?.device === undefined ? true : undefined;
  });
  if (!gone) throw new DiagnosticError(failureOf(first, command, result));
  return true;
}

/** The vendor's setup logs in to the witness as root without a question. */
async function letIn(context: ApplyContext, node: string, witness: Host): Promise<View> {
  let view = await context.look(node, witness.name);
  if (factOf(view, node, 'sshFiles').publicKey === undefined) {
    await makeOwnKey(context.transport(node), context);
    view = await context.look(node, witness.name);
  }
  await establishTrust(
    {
      near: { host: node, transport: context.transport(node), files: factOf(view, node, 'sshFiles') },
      far: {
        host: witness.name,
        transport: context.transport(witness.name),
        files: factOf(view, witness.name, 'sshFiles'),
        address: witness.address,
      },
    },
    context,
  );
  return view;
}

interface SetUp {
  readonly address: string;
  readonly leftover: boolean;
  /** Of the cluster's configuration: a job's result that waits since another state of the cluster is not this one's. */
  readonly version: number;
}

async function setUp(context: ApplyContext, node: string, wanted: SetUp): Promise<void> {
  const { address, leftover, version } = wanted;
  const id = `cluster.witness-vote.${version}`;
  const options = { signal: context.signal, timeoutMs: 180_000 };
  const plain = change`pvecm qdevice setup ${address}`;
  const afresh = change`pvecm qdevice setup ${address} --force 1`;
  const transport = context.transport(node);
  let command = leftover ? afresh : plain;
  let result = await transport.job(leftover ? `${id}.afresh` : id, command, options);
  if (result.code !== 0 && !leftover && /already initialised, set force/.test(textOf(result))) {
    command = afresh;
    result = await transport.job(`${id}.afresh`, command, options);
  }
  const done = result.code === 0 || /QDevice already configured/.test(textOf(result));
  if (!done) throw new DiagnosticError(failureOf(node, command, result));
}

function textOf(result: ExecResult): string {
  return `${result.stdout}\n${result.stderr}`;
}
