import { diagnostic, fail } from '../../../api/diagnostic.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change, read } from '../../shell/command.ts';
import { machineByName } from '../../site/derive.ts';
import type { ExecResult } from '../../transport/port.ts';
import { installOffline, missingFromBundle, type OfflinePackage } from '../cluster/offline-packages.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { ApplyContext, Step } from '../step.ts';
import { allNodes, mustLookAtGuest } from './support/guests.ts';
import { evidenceOf } from './support/run-change.ts';

/**
 * The folder holds what the machines need, the agent's own dependencies among it; the container runtime belongs to the
 * machines that have a stack (stack.docker).
 */
const AGENT: OfflinePackage = {
  name: 'qemu-guest-agent',
  folder: 'debs/guest',
  except: /^(docker|containerd|runc|tini|criu|cgroupfs)/,
};
const PING_LIMIT_MS = 120_000;

/**
 * Every machine has the QEMU guest agent, from the bundle, and it runs: Proxmox freezes the file systems by it before it
 * copies a disk, and asks it to shut down. Debian's unit is bound to the agent's virtual port, so where it is active the
 * port is there; that Proxmox hears it is proven by its ping after the installation, and by the smoke test.
 */
export const machinesAgent: Step = {
  id: 'machines.agent',
  phase: 'machines',
  title: (_site, target) => ({ en: `Agent in ${target}`.slice(0, 33), es: `Agente en ${target}`.slice(0, 33) }),
  targets: (site) => site.machines.map((machine) => machine.name),
  needs: ['machines.start'],
  risk: 'safe',
  order: 'parallel',
  skippable: true,

  check: (view, target) =>
    decide(['machines.start'], () => {
      if (!factOf(view, target, 'packages').has(AGENT.name)) {
        const system = factOf(view, target, 'osRelease');
        if (system.id !== 'debian')
          return {
            state: 'blocked',
            diagnostic: diagnostic('machine.agent-other-system', {
              params: { name: target, system: system.prettyName },
              subject: { host: target },
            }),
          };
        if (missingFromBundle(view, target, AGENT))
          return {
            state: 'blocked',
            diagnostic: diagnostic('machine.agent-missing', { params: { name: target }, subject: { host: target } }),
          };
        return verdictOf([{ what: AGENT.name, after: 'installed and running' }]);
      }
      const unit = factOf(view, target, 'units').get(`${AGENT.name}.service`);
      return verdictOf(
        unit?.active === 'active' ? [] : [{ what: AGENT.name, before: unit?.active ?? 'stopped', after: 'running' }],
      );
    }),

  apply: async (context) => {
    const { target } = context;
    const installed = factOf(context, target, 'packages');
    if (!installed.has(AGENT.name))
      await installOffline(context, context, target, {
        id: `packages.${AGENT.name}.${target}`,
        names: [AGENT.name],
        from: AGENT,
      });
    await changeHost(context.transport(target), context, change`systemctl start ${AGENT.name}`);
    await mustAnswer(context);
  },
};

/** Waits for the agent's answer, on the node where the machine runs at that moment. */
async function mustAnswer(context: ApplyContext): Promise<void> {
  const machine = machineByName(context.site, context.target);
  if (!machine) throw new RangeError(`${context.target} is no machine of site ${context.site.id}`);
  let node = mustLookAtGuest(context, machine.id, machine.name)?.node ?? machine.node;
  let last: ExecResult | undefined;
  const answered = await until(context, { deadlineMs: PING_LIMIT_MS, everyMs: 3_000 }, async () => {
    last = await context.transport(node).exec(read`qm agent ${machine.id} ping`, { signal: context.signal });
    if (last.code === 0) return true;
    node = mustLookAtGuest(await context.look(...allNodes(context.site)), machine.id, machine.name)?.node ?? node;
    return undefined;
  });
  if (!answered)
    throw fail('machine.agent-silent', {
      params: { name: machine.name, node },
      evidence: last ? evidenceOf(last) : [],
      subject: { host: machine.name },
    });
}
