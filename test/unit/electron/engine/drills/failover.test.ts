import { describe, expect, it } from 'vitest';
import { fail } from '../../../../../electron/api/diagnostic.ts';
import type { DrillFigure } from '../../../../../electron/api/drill.ts';
import type { Host, Machine, Site } from '../../../../../electron/api/site.ts';
import type { DrillContext } from '../../../../../electron/engine/drills/drill.ts';
import { failoverDrill } from '../../../../../electron/engine/drills/failover.ts';
import { known } from '../../../../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { type Command, type CommandKind, logText } from '../../../../../electron/engine/shell/command.ts';
import type { Transport } from '../../../../../electron/engine/transport/port.ts';
import { viewOf } from '../../../../steps/support/step-bench.ts';
import { freshNode, NODE1, NODE2, site } from '../../../../steps/support/two-node.ts';

const NODE3 = 'pve-node3';
/** By the clock of the node that dies. */
const CUT_AT = 1_700_001_000;

/** Three nodes, and the machine copied from the first to both others every five minutes. */
function threeNodes(): Site {
  const first = site.hosts.find(({ name }) => name === NODE1) as Host;
  const machine = site.machines[0] as Machine;
  const copied = { ...machine, replication: { ...machine.replication, to: [NODE2, NODE3], everyMinutes: 5 } };
  return { ...site, hosts: [...site.hosts, { ...first, name: NODE3 }], machines: [copied as Machine] };
}

/** The figures of a failover after which the machine runs on `where`. */
async function figuresOn(where: string): Promise<readonly DrillFigure[]> {
  const at = threeNodes();
  const machine = at.machines[0] as Machine;
  const state = { guest: machine.id, failCount: 0, error: '' };
  const facts = {
    ...freshNode(NODE1),
    vmList: known(new Map([[machine.id, { id: machine.id, type: 'qemu', node: NODE1 }]])),
    replicationState: known([
      { ...state, job: `${machine.id}-0`, target: NODE2, lastSyncSeconds: CUT_AT - 60 },
      { ...state, job: `${machine.id}-1`, target: NODE3, lastSyncSeconds: CUT_AT - 290 },
    ]),
  } as HostFacts;
  const view = viewOf({ [NODE1]: facts }, { site: at });
  const ha = [
    { type: 'master', node: where },
    { type: 'service', sid: `vm:${machine.id}`, node: where, crm_state: 'started', state: 'started' },
  ];
  const figures: DrillFigure[] = [];
  let now = 0;
  let isCut = false;
  const transport = (host: string) =>
    ({
      host,
      exec: async (command: Command<CommandKind>) => {
        const text = logText(command);
        if (host === NODE1 && isCut)
          throw fail('transport.unreachable', { params: { host, address: host, why: 'no answer' } });
        if (text.startsWith('systemd-run')) isCut = true;
        const stdout = text.startsWith('date') ? `${CUT_AT}\n` : text.startsWith('pvesh') ? JSON.stringify(ha) : '';
        return { code: 0, stdout, stderr: '' };
      },
    }) as unknown as Transport;
  const context: DrillContext = {
    site: at,
    signal: new AbortController().signal,
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
    note: () => {},
    read: transport,
    change: transport,
    endJob: async () => {},
    reconnect: async () => {},
    look: async () => view,
    broken: () => {},
    moment: () => {},
    figure: (figure) => figures.push(figure),
    waitsFor: () => {},
    switchOn: () => {},
  };
  await failoverDrill(at, machine).begin(view).run(context);
  return figures;
}

describe('data lost by a failover', () => {
  it.each([
    [NODE2, 61],
    [NODE3, 291],
  ])('is what was written since the copy on the node where the machine runs: %s', async (where, seconds) => {
    const age = (await figuresOn(where)).find(({ id }) => id === 'data-age');
    expect(age).toMatchObject({ value: seconds, atMost: 7 * 60 });
  });
});
