import { type Diagnostic, DiagnosticError, fail } from '../../api/diagnostic.ts';
import { gatherHostFacts } from '../facts/gather.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import { extraFact } from '../facts/registry.ts';
import { realClock } from '../shell/clock.ts';
import { createRedactor } from '../shell/redactor.ts';
import type { HostKeys } from '../transport/host-keys.ts';
import { hostTransport } from '../transport/host-transport.ts';
import type { Dialer, ReadTransport } from '../transport/port.ts';
import { readOnly } from '../transport/read-only-gate.ts';
import { type SshLogin, sshHost } from '../transport/ssh.ts';
import { adoptFacts, knownKeysFact } from './cluster-facts.ts';
import type { ClusterReading, NodeReading } from './cluster-reading.ts';
import { keysNamed } from './known-keys.ts';

export interface ReadClusterOptions {
  /** Management address of one node. */
  readonly address: string;
  readonly login: SshLogin;
  readonly dialer: Dialer;
  /** Refuses keys that are not pinned; those of the other nodes are pinned as the cluster itself knows them. */
  readonly hostKeys: HostKeys;
  readonly by: string;
  readonly signal?: AbortSignal;
  /** A node is asked now, and later: it was read, or why not. */
  readonly onNode?: (node: {
    readonly name: string;
    readonly address: string;
    readonly seen?: NodeReading['seen'];
  }) => void;
}

/** Nodes that are asked at the same time. */
const AT_ONCE = 8;

/**
 * Reads a cluster over SSH: the node at the address first, then every other one at the address that the cluster tells, one round
 * trip each. Nothing but looks is sent: the transport refuses a change. Throws `transport.*` and sites.cluster-* for the first node
 * alone; another one that cannot be read is part of the reading.
 */
export async function readCluster(options: ReadClusterOptions): Promise<ClusterReading> {
  const { address, onNode } = options;
  onNode?.({ name: address, address });
  const facts = await lookAt(options, address, address);
  if (!facts.members.known) {
    throw fail('sites.cluster-no-node', { params: { address }, evidence: [facts.members.why] });
  }
  const { nodeName, members } = facts.members.value;
  // a node of its own names nobody but itself, and may not even do that
  const known = members.some(({ name }) => name === nodeName) ? members : [{ name: nodeName, ip: address }];
  const first = known.find(({ name }) => name === nodeName)?.ip ?? address;
  onNode?.({ name: nodeName, address: first, seen: { read: true, facts } });

  const pinned = options.hostKeys.pins(address);
  for (const { key, evidence } of pinned) await options.hostKeys.pin(nodeName, Buffer.from(key, 'base64'), evidence);
  const lines = extraFact(facts, knownKeysFact);
  const others = known.filter(({ name }) => name !== nodeName);
  const readings = new Map<string, NodeReading>([
    [nodeName, { name: nodeName, address: first, seen: { read: true, facts } }],
  ]);
  const queue = [...others];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const at = next.ip ?? '';
      onNode?.({ name: next.name, address: at });
      if (lines.known) {
        const keys = keysNamed(lines.value, [next.name, ...(at === '' ? [] : [at])]);
        for (const key of keys) await pinAsKnown(options, next.name, key, nodeName);
      }
      const seen = await seenOf(options, next.name, at);
      readings.set(next.name, { name: next.name, address: at, seen });
      onNode?.({ name: next.name, address: at, seen });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, others.length) }, work));
  options.signal?.throwIfAborted();
  return { first: nodeName, nodes: known.flatMap(({ name }) => readings.get(name) ?? []) };
}

async function pinAsKnown(
  { hostKeys, by }: ReadClusterOptions,
  host: string,
  key: Uint8Array,
  from: string,
): Promise<void> {
  const note = `as ${from} knows it, from the cluster's own known_hosts`;
  await hostKeys.pin(host, key, { origin: 'known-before', by, note });
}

async function seenOf(options: ReadClusterOptions, name: string, address: string): Promise<NodeReading['seen']> {
  try {
    if (address === '') throw fail('transport.unreachable', { params: { host: name, address: '-', port: 22 } });
    return { read: true, facts: await lookAt(options, name, address) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof DiagnosticError)) throw error;
    const [first] = error.diagnostics;
    return { read: false, diagnostic: toldBriefly(first) };
  }
}

/** What was asked is our own script, and no evidence of anything. */
function toldBriefly(told: Diagnostic): Diagnostic {
  return { ...told, severity: 'warning', evidence: told.evidence.slice(0, 1).map((line) => line.slice(0, 300)) };
}

async function lookAt(options: ReadClusterOptions, name: string, address: string): Promise<HostFacts> {
  const { login, dialer, hostKeys, signal } = options;
  const raw = sshHost({
    host: name,
    address,
    port: 22,
    user: 'root',
    login,
    hostKeys,
    hostKeyPolicy: { mode: 'pinned-only' },
    dialer,
  });
  const redactor = createRedactor('password' in login ? [login.password] : []);
  const transport: ReadTransport = readOnly(hostTransport({ raw, user: 'root', redactor, clock: realClock }));
  try {
    const { facts } = await gatherHostFacts(transport, { pve: true, extra: adoptFacts, ...(signal ? { signal } : {}) });
    return facts;
  } catch (error) {
    const code = error instanceof DiagnosticError ? error.diagnostics[0].code : undefined;
    // There is no site yet whose key the node could know.
    throw code === 'transport.login-refused' ? fail('sites.cluster-login', { params: { address } }) : error;
  } finally {
    await raw.close();
  }
}
