import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { CheckResult, RunEventBody } from '../../../../../electron/api/run.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { allChecks } from '../../../../../electron/engine/app/all-steps.ts';
import type { Check, CheckContext } from '../../../../../electron/engine/checks/check.ts';
import { runChecks } from '../../../../../electron/engine/checks/run-checks.ts';
import { clusterState } from '../../../../../electron/engine/checks/smoke/cluster-state.ts';
import { machineAndHa } from '../../../../../electron/engine/checks/smoke/machine-and-ha.ts';
import { logText, Secret } from '../../../../../electron/engine/shell/command.ts';
import { site, siteWithoutWitness } from '../../../../steps/support/two-node.ts';
import { makeAuthority } from '../stacks/monitoring/rehearsed-project.ts';

const [machine] = site.machines;
if (!machine) throw new Error('the example has no machine');

/** Epoch seconds on the nodes. */
const NOW = 1_800_000_000;
/** What the API says; a test changes single answers. */
function answers() {
  return {
    '/cluster/status': [
      { type: 'cluster', name: 'municipal', nodes: 2, quorate: 1, version: 3 },
      { type: 'node', name: 'pve-node1', online: 1 },
      { type: 'node', name: 'pve-node2', online: 1 },
    ] as Record<string, unknown>[],
    '/cluster/resources': [
      { vmid: 100, name: 'vm-dashboard', node: 'pve-node1', status: 'running', type: 'qemu' },
    ] as Record<string, unknown>[],
    '/cluster/ha/resources': [{ sid: 'vm:100', state: 'started', type: 'vm' }] as Record<string, unknown>[],
    '/cluster/ha/status/current': [
      { id: 'service:vm:100', sid: 'vm:100', state: 'started', request_state: 'started', node: 'pve-node1' },
    ] as Record<string, unknown>[],
    '/nodes/pve-node1/replication': [
      { id: '100-0', target: 'pve-node2', last_sync: NOW - 7 * 60, fail_count: 0 },
    ] as Record<string, unknown>[],
  };
}

let port = 0;
const { key, cert } = makeAuthority().certs['pve-node1'] ?? { key: '', cert: '' };
const web = createServer({ key, cert }, (_request, response) => response.end('<title>pve-node1 - Proxmox</title>'));
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      web.listen(0, '127.0.0.1', () => {
        port = (web.address() as AddressInfo).port;
        resolve();
      });
    }),
);
afterAll(() => new Promise<void>((resolve) => void web.close(() => resolve())));

interface World {
  readonly site?: Site;
  readonly api?: ReturnType<typeof answers>;
  readonly closed?: readonly string[];
  readonly silent?: readonly string[];
  /** What `qm agent ping` complains about. */
  readonly agent?: string;
}

function context({ site: other, api = answers(), closed = [], silent = [], agent = '' }: World): CheckContext {
  let clock = 0;
  return {
    site: other ?? site,
    signal: new AbortController().signal,
    secret: () => new Secret('x'),
    now: () => clock,
    wait: async (ms) => {
      clock += ms;
    },
    dialer: {
      connect: (address, dialled) =>
        new Promise((resolve, reject) => {
          if (dialled !== 8006 || closed.includes(address))
            return reject(Object.assign(new Error('closed'), { code: 'ECONNREFUSED' }));
          const socket = connect(port, '127.0.0.1', () => resolve(socket));
        }),
    },
    transport: (host) => ({
      host,
      exec: async (command) => {
        if (silent.includes(host)) throw new Error(`${host} does not answer`);
        const text = logText(command);
        if (text === 'qm agent 100 ping') return { code: agent === '' ? 0 : 255, stdout: '', stderr: agent };
        if (text.includes('/dev/watchdog'))
          return { code: 0, stdout: 'device\nidentity Software Watchdog\nend\n', stderr: '' };
        const path = /pvesh get (\S+)/.exec(text)?.[1] as keyof ReturnType<typeof answers>;
        const date = text.startsWith('date +%s') ? `${NOW + Math.round(clock / 1000)}\n` : '';
        return { code: 0, stdout: `${date}${JSON.stringify(api[path])}`, stderr: '' };
      },
    }),
  };
}

async function sentenceOf(check: Check, world: World): Promise<string | undefined> {
  const finding = await check.run(context(world));
  return finding.passed === false ? describeDiagnostic(finding.diagnostic, 'en').summary : undefined;
}

describe('smoke test 1, the cluster', () => {
  it('passes when every node is online, quorate and answers on 8006', async () => {
    expect(await sentenceOf(clusterState, {})).toBeUndefined();
  });
  it('a node that is offline is named', async () => {
    const api = answers();
    api['/cluster/status'][2] = { type: 'node', name: 'pve-node2', online: 0 };
    expect(await sentenceOf(clusterState, { api })).toBe('Node pve-node2 is not online in the cluster.');
  });
  it('a lost quorum comes before everything else', async () => {
    const api = answers();
    api['/cluster/status'][0] = { type: 'cluster', name: 'municipal', quorate: 0 };
    expect(await sentenceOf(clusterState, { api })).toBe('The cluster has no quorum.');
  });
  it('a closed web interface is named with its address', async () => {
    expect(await sentenceOf(clusterState, { closed: ['192.168.1.12'] })).toBe(
      'The web interface of pve-node2 does not answer at 192.168.1.12:8006.',
    );
  });
  it('a node that is in no cluster is told from one without quorum', async () => {
    const api = answers();
    api['/cluster/status'] = [{ type: 'node', name: 'pve-node1', online: 1 }];
    expect(await sentenceOf(clusterState, { api })).toBe('pve-node1 is not part of a cluster.');
  });
  it('asks the next node where the first is silent', async () => {
    expect(await sentenceOf(clusterState, { silent: ['pve-node1'] })).toBeUndefined();
  });
});

describe('smoke test 2, the machine and its HA', () => {
  const check = machineAndHa(machine);
  it('passes when the machine runs and HA has it as started', async () => {
    expect(await sentenceOf(check, {})).toBeUndefined();
  });
  it('shows what a failover would lose, and by what a node resets itself', async () => {
    const finding = await check.run(context({}));
    expect(finding.seen).toEqual([
      'vm-dashboard (100): running on pve-node1',
      'guest agent: answers',
      'copy on pve-node2: 7 min old, every 15 min',
      'HA vm:100: started, requested started',
      'pve-node1: watchdog Software Watchdog',
      'pve-node2: watchdog Software Watchdog',
    ]);
  });
  it('an agent that Proxmox does not hear is named', async () => {
    expect(await sentenceOf(check, { agent: 'QEMU guest agent is not running' })).toBe(
      'The guest agent of vm-dashboard does not answer its ping on pve-node1.',
    );
  });
  it('a copy that is too old is named with its age, after the scheduler had its chance', async () => {
    const api = answers();
    api['/nodes/pve-node1/replication'] = [
      { id: '100-0', target: 'pve-node2', last_sync: NOW - 3600, fail_count: 2, error: 'no route' },
    ];
    expect(await sentenceOf(check, { api })).toBe(
      'The copy of vm-dashboard on pve-node2 is 62 min old; the schedule allows 30 min.',
    );
  });
  it('a copy that was never made is named', async () => {
    const api = answers();
    api['/nodes/pve-node1/replication'] = [{ id: '100-0', target: 'pve-node2', last_sync: 0 }];
    expect(await sentenceOf(check, { api })).toBe('vm-dashboard has no copy on pve-node2 yet.');
  });
  it('a stopped machine is named with its state', async () => {
    const api = answers();
    api['/cluster/resources'] = [{ vmid: 100, status: 'stopped', node: 'pve-node1' }];
    expect(await sentenceOf(check, { api })).toBe('vm-dashboard is stopped, not running.');
  });
  it('a machine that runs without HA is not green', async () => {
    const api = answers();
    api['/cluster/ha/resources'] = [];
    expect(await sentenceOf(check, { api })).toBe('vm-dashboard is not listed as an HA resource.');
  });
  it('a resource that HA is told to ignore is not green although it runs', async () => {
    const api = answers();
    api['/cluster/ha/status/current'] = [{ sid: 'vm:100', state: 'ignored', request_state: 'ignored' }];
    expect(await sentenceOf(check, { api })).toBe('HA has vm-dashboard as «ignored», not as started.');
  });
  it('a site without a third vote ends "not applicable", and a stopped machine is still found', async () => {
    expect(await check.run(context({ site: siteWithoutWitness }))).toMatchObject({
      passed: 'not-applicable',
      reason: { en: 'no automatic failover', es: 'sin conmutación automática' },
    });
    const api = answers();
    api['/cluster/resources'] = [{ vmid: 100, status: 'stopped' }];
    expect(await sentenceOf(check, { site: siteWithoutWitness, api })).toBe('vm-dashboard is stopped, not running.');
  });
});

describe('running checks', () => {
  async function run(
    checks: readonly Check[],
    rehearsed: boolean,
  ): Promise<{ results: readonly CheckResult[]; events: RunEventBody[] }> {
    const events: RunEventBody[] = [];
    const results = await runChecks(checks, {
      rehearsed,
      context: () => context({}),
      emit: (event) => events.push(event),
    });
    return { results, events };
  }

  it('a rehearsed check never ends as passed', async () => {
    expect((await run([clusterState], true)).results[0]?.outcome).toBe('rehearsed');
    expect((await run([clusterState], false)).results[0]?.outcome).toBe('passed');
  });
  it('a crash is a failed check that says why, and the next one still runs', async () => {
    const broken: Check = {
      ...clusterState,
      id: 'smoke.broken',
      run: async () => {
        throw new Error('the cable is out');
      },
    };
    const { results, events } = await run([broken, clusterState], false);
    expect(results.map((result) => result.outcome)).toEqual(['failed', 'passed']);
    const [first] = results;
    expect(first?.diagnostic && describeDiagnostic(first.diagnostic, 'en').summary).toBe(
      'Could not run: the cable is out',
    );
    expect(events.map((event) => event.type)).toEqual([
      'check-started',
      'check-finished',
      'check-started',
      'check-finished',
    ]);
  });
  it('the manual’s site has the five tests of its section 6, in order, then those of what is ours', () => {
    expect(allChecks(site).map((check) => check.id)).toEqual([
      'smoke.cluster',
      'smoke.machine-100',
      'smoke.dashboard-monitoring',
      'smoke.services-monitoring',
      'smoke.data-monitoring',
      'smoke.bare-address-monitoring',
      'smoke.registry-registry',
    ]);
  });
});
