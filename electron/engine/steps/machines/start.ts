import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Machine } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { change, read } from '../../shell/command.ts';
import { machineByName } from '../../site/derive.ts';
import { addressOf } from '../../site/net.ts';
import type { Transport } from '../../transport/port.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';
import { cloudInitFact } from './machine-facts.ts';
import { clusterView, unknownFact } from './support/cluster-view.ts';
import { allNodes, lookAtGuest, mustLookAtGuest, waitingKeys } from './support/guests.ts';
import { mustSucceed } from './support/run-change.ts';

const DEADLINE_MINUTES = 10;

/**
 * Every machine runs, answers by SSH at the planned address with the site's key, and its first start (cloud-init) has
 * ended well. It shows the host key that we made for it, which is pinned before anybody connects (host-key.ts).
 */
export const machinesStart: Step = {
  id: 'machines.start',
  phase: 'machines',
  title: (_site, target) => ({ en: `${target} runs`.slice(0, 33), es: `${target} en marcha`.slice(0, 33) }),
  targets: (site) => site.machines.map((machine) => machine.name),
  needs: ['machines.clone'],
  risk: 'safe',
  order: 'parallel',
  touches: (site, target) => [...allNodes(site), target],

  check(view, target): CheckVerdict {
    const machine = machineNamed(view, target);
    const state = stateOf(view, machine);
    switch (state.kind) {
      case 'blocked':
        return { state: 'blocked', diagnostic: state.diagnostic };
      case 'absent':
        return {
          state: 'later',
          waitsFor: ['machines.clone'],
          changes: [{ what: machine.name, after: `running, answers at ${addressOf(machine.address)}` }],
        };
      case 'ready':
        return { state: 'satisfied' };
      case 'stopped':
      case 'unclear':
        return {
          state: 'needed',
          changes: [{ what: machine.name, before: state.kind === 'stopped' ? 'stopped' : 'unknown', after: 'running' }],
        };
      case 'silent':
        return {
          state: 'needed',
          changes: [{ what: machine.name, before: state.text, after: `answers at ${addressOf(machine.address)}` }],
        };
    }
  },

  async apply(context) {
    const machine = machineNamed(context, context.target);
    const first = stateOf(context, machine);
    if (first.kind === 'blocked') throw new DiagnosticError(first.diagnostic);
    if (first.kind === 'stopped' || first.kind === 'unclear') {
      const config = mustLookAtGuest(context, machine.id, machine.name);
      const node = config?.node ?? machine.node;
      // just after a power cut the cluster does not know yet: its owner does
      if (first.kind === 'stopped' || (await isStopped(context.transport(node), machine.id)))
        await start(context, node, machine.id);
    }
    const deadline = context.now() + DEADLINE_MINUTES * 60_000;
    let text = '';
    while (context.now() < deadline) {
      const view = await context.look(machine.node, machine.name);
      const state = stateOf(view, machine);
      if (state.kind === 'ready') return;
      if (state.kind === 'silent') mustNotWait(view, machine);
      if (state.kind === 'blocked' && !state.diagnostic.retryable) throw new DiagnosticError(state.diagnostic);
      const now = state.kind === 'silent' ? state.text : state.kind;
      if (now !== text) context.note(`${machine.name}: ${now}`);
      text = now;
      await context.wait(3_000);
    }
    throw fail('machine.not-answering', {
      params: { name: machine.name, address: addressOf(machine.address), minutes: DEADLINE_MINUTES },
      evidence: [text],
      subject: { host: machine.name },
    });
  },
};

/** A running machine whose new address waits for its next start answers at the old one for ever. */
function mustNotWait(view: View, machine: Machine): void {
  const config = mustLookAtGuest(view, machine.id, machine.name);
  const keys = config ? waitingKeys(config) : [];
  const sight = view.facts.hosts.get(machine.name);
  if (sight?.reached || !keys.some((key) => /^(net|ipconfig)\d+$/.test(key))) return;
  throw fail('machine.not-answering-yet', {
    params: { name: machine.name, address: addressOf(machine.address), keys: keys.join(', ') },
    subject: { host: machine.name },
  });
}

async function isStopped(transport: Transport, id: number): Promise<boolean> {
  const command = read`qm status ${id}`;
  return /^status: stopped$/m.test(mustSucceed(transport.host, command, await transport.exec(command)).stdout);
}

/** Starts it; that it has been started meanwhile (by HA, or at boot) is what was wanted. */
async function start(context: ApplyContext, node: string, id: number): Promise<void> {
  const command = change`qm start ${id}`;
  const options = { signal: context.signal, timeoutMs: 600_000 };
  const result = await context.transport(node).job(`machines.start-${id}`, command, options);
  if (!/already running/.test(result.stdout + result.stderr)) mustSucceed(node, command, result);
}

type MachineState =
  | { readonly kind: 'blocked'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'absent' | 'stopped' | 'unclear' | 'ready' }
  | { readonly kind: 'silent'; readonly text: string };

function stateOf(view: View, machine: Machine): MachineState {
  const guest = lookAtGuest(view, machine.id, machine.name);
  if (guest.state === 'blocked') return { kind: 'blocked', diagnostic: guest.diagnostic };
  if (guest.state === 'absent') return { kind: 'absent' };
  const cluster = clusterView(view, guest.config.node);
  if (!cluster.known) return { kind: 'blocked', diagnostic: cluster.diagnostic };
  const sight = view.facts.hosts.get(machine.name);
  // what answers by SSH runs, whatever the cluster's up to 10 s old status says
  if (!sight?.reached) {
    const { resources } = cluster.facts;
    if (!resources.known)
      return { kind: 'blocked', diagnostic: unknownFact(cluster.host, '/cluster/resources', resources.why) };
    const status = resources.value.guests.get(machine.id)?.status ?? 'unknown';
    if (status === 'stopped') return { kind: 'stopped' };
    if (status !== 'running') return { kind: 'unclear' };
    if (sight && !sight.expected && !sight.diagnostic.retryable)
      return { kind: 'blocked', diagnostic: sight.diagnostic };
    return { kind: 'silent', text: 'runs, does not answer by SSH' };
  }
  const status = extraFact(sight.facts, cloudInitFact);
  if (!status.known) return { kind: 'blocked', diagnostic: unknownFact(machine.name, 'cloud-init', status.why) };
  if (status.value === 'running' || status.value === 'not started' || status.value === 'not run')
    return { kind: 'silent', text: `first start: cloud-init ${status.value}` };
  if (/^(done|degraded done|disabled)$/.test(status.value)) return { kind: 'ready' };
  return {
    kind: 'blocked',
    diagnostic: diagnostic('machine.cloud-init-failed', {
      params: { name: machine.name, status: status.value },
      subject: { host: machine.name },
    }),
  };
}

function machineNamed(view: View, name: string): Machine {
  const machine = machineByName(view.site, name);
  if (!machine) throw new RangeError(`${name} is no machine of site ${view.site.id}`);
  return machine;
}
