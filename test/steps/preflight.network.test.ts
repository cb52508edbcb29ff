import { describe, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { parseMeasuredPaths } from '../../electron/engine/facts/host/measured-paths.ts';
import { networkStep } from '../../electron/engine/steps/preflight/network.ts';
import type { CheckVerdict } from '../../electron/engine/steps/step.ts';
import { simulatedSite } from './support/simulated-site.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, createdSite, freshSite, NODE1, NODE2, site } from './support/two-node.ts';

interface Said {
  readonly received?: number;
  readonly ms?: number;
  readonly jitter?: number;
  readonly carried?: boolean;
  readonly mtu?: number;
  /** How wget ended on port 8006; undefined = not asked. */
  readonly port?: number;
}

const said = (
  address: string,
  { received = 20, ms = 0.2, jitter = 0.02, carried = true, mtu = 1500, port }: Said = {},
) =>
  `== ${address} figures 0
20 packets transmitted, ${received} received, ${(20 - received) * 5}% packet loss, time 1070ms
${received > 0 ? `rtt min/avg/max/mdev = ${ms}/${ms}/${ms}/${jitter} ms\n` : ''}== ${address} size ${mtu}
3 packets transmitted, ${carried ? 3 : 0} received, ${carried ? 0 : 100}% packet loss, time 402ms
${port === undefined ? '' : `== ${address} port 8006\n${port}\n`}`;
/** What the first node wrote down of the second and of the witness. */
const record = (node2: Said = {}, witness: Said = {}, neighbours = '[]') =>
  `${said('192.168.1.12', { port: 5, ...node2 })}${said('192.168.1.20', witness)}== - neighbours 0\n${neighbours}\n== end\n`;
const measured = (text: string) =>
  changed(freshSite(), NODE1, { preflightRecords: known(new Map([['paths-management.txt', text]])) });
const MEASURE = /^export LC_ALL=C[\s\S]*ping -n -q -M do -s 1472 -c 3 -i 0.2 -W 1 -I 192\.168\.1\.11 192\.168\.1\.20/;

/** Without a link of its own, corosync goes over the management network. */
const noLinks = { site: { ...site, hosts: site.hosts.map((host) => ({ ...host, links: {} })) } };

function warningsOf(verdict: CheckVerdict): readonly string[] {
  if (verdict.state !== 'satisfied') throw new Error(verdict.state);
  return (verdict.warnings ?? []).map((entry) => describeDiagnostic(entry, 'en').summary);
}

const apply = (text: string, options = {}) =>
  applyStep(networkStep, {
    target: NODE1,
    looks: [freshSite()],
    scripts: { [NODE1]: [{ command: MEASURE, kind: 'change', stdout: text }] },
    ...options,
  });

test('paths that were never measured are to be', () => {
  expect(checkStep(networkStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [{ what: '192.168.1.0/24', after: 'measured to pve-node2, witness' }],
  });
});

test('measuring takes one command, and its figures are in the log', async () => {
  const applied = await apply(record());
  expect(applied.failure).toBeUndefined();
  expect(applied.notes).toEqual([
    'pve-node2 192.168.1.12: 0.2 ms (longest 0.2, jitter 0.02), 0 of 20 lost, 1500 bytes carried, port 8006 answers',
    'witness 192.168.1.20: 0.2 ms (longest 0.2, jitter 0.02), 0 of 20 lost, 1500 bytes carried',
  ]);
  expect(checkStep(networkStep, NODE1, measured(record()))).toEqual({ state: 'satisfied' });
});

describe('bad figures stop the site with the exact sentence and are measured again at the next try', () => {
  test.each([
    [
      'loss',
      record({ received: 17 }),
      {},
      'Of 20 packets from pve-node1 to pve-node2 (192.168.1.12) over 192.168.1.0/24, 3 were lost.',
    ],
    [
      'size',
      record({}, { carried: false }),
      {},
      '192.168.1.0/24 does not carry packets of 1500 bytes from pve-node1 to witness (192.168.1.20), although the port of pve-node1 claims it.',
    ],
    [
      'a stranger',
      record({}, {}, '[{"dst":"192.168.1.12","dev":"vmbr0","lladdr":"00:1b:63:84:45:e6","state":["REACHABLE"]}]'),
      {},
      'At 192.168.1.12 another machine answers pve-node1 than pve-node2: its hardware address is 00:1b:63:84:45:e6.',
    ],
    [
      'latency where corosync goes this way',
      record({ ms: 45.5 }),
      noLinks,
      'From pve-node1 to pve-node2 (192.168.1.12) the answer takes 45.5 ms on average over 192.168.1.0/24; the cluster wants less than 5 ms.',
    ],
    [
      'silence where corosync goes this way',
      record({ received: 0, carried: false }),
      noLinks,
      'pve-node1 gets no answer from pve-node2 at 192.168.1.12 over 192.168.1.0/24.',
    ],
  ])('%s', async (_, text, options, sentence) => {
    expect((await apply(text, options)).failure).toBe(sentence);
    expect(checkStep(networkStep, NODE1, measured(text), options)).toEqual({
      state: 'needed',
      changes: [{ what: '192.168.1.0/24', before: 'bad figures', after: 'measured to pve-node2, witness' }],
    });
  });
});

describe('figures that a site can live with are told of', () => {
  test.each([
    [
      'one lost packet',
      record({ received: 19 }),
      'Of 20 packets from pve-node1 to pve-node2 (192.168.1.12) over 192.168.1.0/24, 1 were lost.',
    ],
    [
      'latency beside the cluster',
      record({}, { ms: 45 }),
      'From pve-node1 to witness (192.168.1.20) the answer takes 45 ms on average over 192.168.1.0/24; the cluster wants less than 5 ms.',
    ],
    [
      'jitter',
      record({ jitter: 2.5 }),
      'From pve-node1 to pve-node2 (192.168.1.12) the answer time varies by 2.5 ms over 192.168.1.0/24.',
    ],
    [
      'a witness that drops pings',
      record({}, { received: 0, carried: false }),
      'witness does not answer pings of pve-node1 at 192.168.1.20: the path over 192.168.1.0/24 could not be measured.',
    ],
  ])('%s', async (_, text, sentence) => {
    expect((await apply(text)).failure).toBeUndefined();
    expect(warningsOf(checkStep(networkStep, NODE1, measured(text)))).toEqual([sentence]);
  });
});

test('another MTU, or another host, is measured anew', () => {
  expect(checkStep(networkStep, NODE1, measured(record({ mtu: 9000 }, { mtu: 9000 }))).state).toBe('needed');
  const [part = ''] = record().split('== 192.168.1.20');
  expect(checkStep(networkStep, NODE1, measured(`${part}== end\n`)).state).toBe('needed');
});

test('a member of a cluster is not asked', () => {
  expect(checkStep(networkStep, NODE1, createdSite())).toEqual({ state: 'satisfied' });
});

test('an answer that breaks off is no measurement', async () => {
  expect((await apply(record().replace('== end\n', ''))).failure).toBe('pve-node1 refused «ping».');
});

test('records that cannot be read are not taken for none', () => {
  const hosts = changed(freshSite(), NODE1, { preflightRecords: unknown('exit code 126') });
  expect(sentenceOf(checkStep(networkStep, NODE1, hosts))).toBe(
    'pve-node1 did not say preflightRecords: exit code 126.',
  );
});

describe('the port of the API of another node', () => {
  test('that nobody reaches stops it with the exact sentence, before a join does', async () => {
    const text = record({ port: 4 });
    expect((await apply(text)).failure).toBe('pve-node1 reaches pve-node2 (192.168.1.12), but not its port 8006.');
    expect(checkStep(networkStep, NODE1, measured(text))).toMatchObject({
      state: 'needed',
      changes: [{ before: 'bad figures' }],
    });
  });

  test('that answers with anything is reached, and without wget nobody says', () => {
    for (const port of [0, 5, 8, 127])
      expect(checkStep(networkStep, NODE1, measured(record({ port })))).toEqual({ state: 'satisfied' });
  });

  test('is asked for where a record of an earlier version does not say', () => {
    const old = record().replace(/== 192\.168\.1\.12 port 8006\n\d+\n/, '');
    expect(checkStep(networkStep, NODE1, measured(old)).state).toBe('needed');
  });

  test.each(['8.4', '9.1'] as const)('%s: a node as installed is reached', async (version) => {
    const simulated = simulatedSite({ ...site, pve: { version } });
    try {
      expect(await simulated.act(NODE1, networkStep.apply)).toBeUndefined();
      const text = simulated.world.hosts.get(NODE1)?.files.read('/var/lib/sitewright/preflight/paths-management.txt');
      const figures = parseMeasuredPaths(Buffer.from(text ?? []).toString())?.figures;
      expect(figures?.get('192.168.1.12')).toMatchObject({ port: 8006, answers: true });
      expect(figures?.get('192.168.1.20')).not.toHaveProperty('port');

      const peer = simulated.world.hosts.get(NODE2);
      if (!peer) throw new Error('no host');
      await simulated.world.run(peer, ['systemctl', 'stop', 'pveproxy'], {
        cwd: '/root',
        env: new Map([['PATH', '/usr/sbin:/usr/bin:/sbin:/bin']]),
        stdout: () => {},
        stderr: () => {},
      });
      expect(await simulated.act(NODE1, networkStep.apply)).toBe(
        'pve-node1 reaches pve-node2 (192.168.1.12), but not its port 8006.',
      );
    } finally {
      simulated.close();
    }
  });
});
