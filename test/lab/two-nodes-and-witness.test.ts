import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './support/lab.ts';
import { eventually } from './support/processes.ts';
import { labSite } from './support/site-text.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open('two', (key) => labSite({ nodes: [1, 2], witness: true, key }));
  await lab.add(
    [
      { name: 'pve1', number: 11 },
      { name: 'pve2', number: 12 },
    ],
    { name: 'witness', number: 20 },
  );
});
afterAll(() => lab?.close());

const quorum = (name: string) => lab.host(name).ok('corosync-quorumtool', '-s');
const votes = async (name: string) => {
  const text = (await lab.host(name).exec('corosync-quorumtool', '-s')).stdout;
  return /^Total votes:\s+(\d+)/m.exec(text)?.[1];
};

describe('two nodes and a witness on real hosts', () => {
  it('come from bare hosts to a cluster with three real votes in one apply', async () => {
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    for (const name of ['pve1', 'pve2']) {
      const text = await quorum(name);
      expect(text).toMatch(/^Total votes: {6}3$/m);
      expect(text).toMatch(/^Flags: {12}Quorate Qdevice/m);
      expect(text).toMatch(/^Quorate: {10}Yes$/m);
    }
    const clients = await lab.host('witness').ok('corosync-qnetd-tool', '-l');
    expect(clients).toContain('Cluster "lab":');
    expect(clients).toMatch(/Node ID 1:\n {8}Client address:\s+::ffff:10\.77\.0\.11:\d+/);
    expect(clients).toMatch(/Node ID 2:\n {8}Client address:\s+::ffff:10\.77\.0\.12:\d+/);
    expect(clients.match(/TLS active:\s+Yes/g)?.length ?? 0, clients).toBe(0);
    const verbose = await lab.host('witness').ok('corosync-qnetd-tool', '-l', '-v');
    expect(verbose.match(/TLS active:\s+Yes \(client certificate verified\)/g)).toHaveLength(2);
    expect(lab.simulator.defects()).toEqual([]);
    for (const h of ['pve1', 'witness'])
      console.log(
        (await lab.host(h).ok('journalctl', '-b', '--no-pager', '-o', 'short-precise'))
          .split('\n')
          .filter((l) => /sshd.*Accepted|systemd\[1\]|apt|chronyd/.test(l))
          .slice(-150)
          .join('\n'),
      );
  });

  it('are planned anew with nothing to change', async () => {
    const planned = await lab.site.plan();
    expect(planned.code, planned.stdout + planned.stderr).toBe(0);
    console.log(planned.stdout);
  });

  it('do not change a thing in a second apply', async () => {
    const before = await lab.simulator.effects();
    const config = lab.host('pve1').read('/etc/corosync/corosync.conf');
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    console.log(applied.stdout);
    expect(await lab.simulator.effects()).toEqual(before);
    expect(lab.host('pve1').read('/etc/corosync/corosync.conf')).toBe(config);
    expect(Object.values(before).filter((count) => count !== 1)).toEqual([]);
  });

  it('keep the time of the first node by real chrony', async () => {
    await eventually(async () => {
      const sources = await lab.host('pve2').ok('chronyc', '-n', 'sources');
      expect(sources).toMatch(/^\^\* 10\.77\.0\.11 +8 /m);
    }, 30);
    expect(await lab.host('pve1').ok('chronyc', '-n', '-c', 'tracking')).toMatch(/^7F7F0101,,8,/);
    expect(await lab.host('pve1').ok('chronyc', '-n', 'clients')).toMatch(/^10\.77\.0\.12 /m);
  });

  it('have the packages for the witness from the bundle, where no repository can be reached', async () => {
    for (const [name, wanted] of [
      ['pve1', 'corosync-qdevice'],
      ['pve2', 'corosync-qdevice'],
      ['witness', 'corosync-qnetd'],
    ] as const) {
      expect(await lab.host(name).ok('dpkg-query', '-W', '-f', '${Status} ${Version}', wanted)).toBe(
        'install ok installed 3.0.3-1',
      );
      expect(await lab.host(name).ok('cat', '/var/log/apt/history.log')).toContain(
        `/var/lib/sitewright/debs/${wanted}_`,
      );
      expect((await lab.host(name).exec('ip', 'route', 'get', '192.0.2.1')).code).not.toBe(0);
    }
  });

  it('stay one cluster while the cable of a link is out: the other link carries it', async () => {
    await lab.host('pve2').setCable('eno2', false);
    await eventually(async () => {
      const links = await lab.host('pve1').ok('corosync-cfgtool', '-s');
      expect(links).toMatch(/LINK ID 0[^]*?nodeid:\s+2:\s+disconnected[^]*LINK ID 1[^]*?nodeid:\s+2:\s+connected/);
    }, 30);
    expect(await votes('pve1')).toBe('3');
    expect(await votes('pve2')).toBe('3');
    const planned = await lab.site.plan();
    console.log('LINK', planned.code, planned.stdout, planned.stderr);
    await lab.host('pve2').setCable('eno2', true);
    await eventually(async () => {
      expect(await lab.host('pve1').ok('corosync-cfgtool', '-s')).not.toContain('disconnected');
    }, 30);
  });

  it('go on with two of three votes when a node loses power; the plan names the node that does not answer', async () => {
    await lab.host('pve2').cut();
    await eventually(async () => expect(await votes('pve1')).toBe('2'), 30);
    expect(await quorum('pve1')).toMatch(/^Quorate: {10}Yes$/m);
    const planned = await lab.site.plan();
    console.log('CUT', planned.code, planned.stdout, planned.stderr);
    await lab.host('pve2').boot();
    await eventually(async () => expect(await votes('pve1')).toBe('3'), 60);
    const again = await lab.site.plan();
    expect(again.code, again.stdout + again.stderr).toBe(0);
  });

  it('block what they do without quorum, and say so', async () => {
    await lab.host('pve2').cut();
    await lab.host('witness').cut();
    await eventually(
      async () =>
        expect(
          await lab
            .host('pve1')
            .exec('corosync-quorumtool', '-s')
            .then((e) => e.stdout),
        ).toContain('Activity blocked'),
      60,
    );
    const applied = await lab.site.apply();
    console.log('BLOCKED', applied.code, applied.stdout, applied.stderr);
    await Promise.all([lab.host('pve2').boot(), lab.host('witness').boot()]);
    await eventually(async () => expect(await votes('pve1')).toBe('3'), 60);
    const again = await lab.site.plan();
    expect(again.code, again.stdout + again.stderr).toBe(0);
  });
});
