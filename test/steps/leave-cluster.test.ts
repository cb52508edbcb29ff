import { expect, test } from 'vitest';
import { wireText } from '../../electron/engine/shell/command.ts';
import { leaveCluster } from '../../electron/engine/steps/cluster/leave-cluster.ts';
import type { Step } from '../../electron/engine/steps/step.ts';
import { applyStep } from './support/step-bench.ts';
import { basedSite, NODE2 } from './support/two-node.ts';

test('leaving twice is two jobs: the end of the first is never taken for that of the second', async () => {
  const texts: string[] = [];
  const step: Step = {
    id: 'test.leave',
    phase: 'cluster',
    title: () => ({ en: 'Leave', es: 'Salir' }),
    targets: () => [NODE2],
    needs: [],
    risk: 'disruptive',
    order: 'one-at-a-time',
    check: () => ({ state: 'satisfied' }),
    apply: async (context) => {
      const transport = context.transport(NODE2);
      const noting: typeof transport = {
        ...transport,
        job: async (id, command, options) => {
          texts.push(wireText(command));
          return transport.job(id, command, options);
        },
      };
      const watched = { ...context, transport: () => noting };
      await leaveCluster(watched, NODE2);
      await leaveCluster(watched, NODE2);
    },
  };
  const leave = { job: 'cluster.leave.pve-node2' };
  const after = [{ command: 'pvecm updatecerts --force 1' }, { command: 'systemctl restart pvedaemon pveproxy' }];
  await applyStep(step, {
    target: NODE2,
    looks: [basedSite()],
    scripts: { [NODE2]: [leave, ...after, leave, ...after] },
  });
  expect(new Set(texts).size).toBe(2);
});
