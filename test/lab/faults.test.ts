import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './support/lab.ts';
import { notesOf, saidOfRun, troublesOf } from './support/lab-site.ts';
import { eventually } from './support/processes.ts';
import { labSite } from './support/site-text.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open('faults', (key) => labSite({ nodes: [1, 2], witness: true, key }));
  await lab.add(
    [
      { name: 'pve1', number: 11 },
      { name: 'pve2', number: 12 },
    ],
    { witness: { name: 'witness', number: 20 } },
  );
});
afterAll(() => lab?.close());

const seconds = (count: number) => new Promise((next) => setTimeout(next, count * 1000));

/** Holds dpkg's lock as the daily update of a fresh Debian does: apt waits for it. */
const HOLD_LOCK = `use Fcntl;
open(my $file, '>>', '/var/lib/dpkg/lock-frontend') or die;
my $lock = pack('s s x4 q q i', F_WRLCK, 0, 0, 0, 0);
fcntl($file, F_SETLK, $lock) or die "held: $!";
sleep 600`;

/** dpkg rests after each of its runs: what is to come in the middle of an installation does so however busy this machine is. */
const RESTING_DPKG = { path: '/etc/dpkg/dpkg.cfg.d/lab', text: 'post-invoke=sleep 3\n' } as const;

/** What is told while the host of an item is not there. */
const silent = (item: string) => `${item}: ${item.split('@')[1]} does not answer; the job goes on there, calling again`;

describe('faults in the middle of an apply on real hosts', () => {
  it('a cable out and a power cut in mid-installation, a power cut in mid-join: the same run gets over all; a full disk is told as that', async () => {
    await lab.host('witness').mountDisk('/var/lib/sitewright', 3);
    for (const name of ['pve1', 'pve2']) lab.host(name).put(RESTING_DPKG.path, RESTING_DPKG.text);
    const run = lab.site.start(['apply', lab.site.file, '--json']);
    await Promise.all([
      lab
        .reached(run, 'pve1', 'packages.corosync-qdevice.pve1', /Preparing to unpack/)
        .then(() => lab.host('pve1').setCable('eno1', false))
        .then(() => lab.host('pve1').put(RESTING_DPKG.path, '')),
      lab
        .reached(run, 'pve2', 'packages.corosync-qdevice.pve2', /Preparing to unpack/)
        .then(() => lab.host('pve2').cut())
        .then(() => lab.host('pve2').put(RESTING_DPKG.path, '')),
    ]);
    await lab.host('pve2').boot();
    await eventually(() => expect(notesOf(run.output())).toContain(silent('cluster.witness-packages@pve1')), 180, 500);
    await lab.host('pve1').setCable('eno1', true);
    await lab.reached(run, 'pve2', 'cluster.join-node.pve2', /waiting for quorum/);
    await lab.host('pve2').cut();
    await lab.host('pve2').boot();
    const { code, stdout } = await run.end;
    const notes = notesOf(stdout);
    for (const item of ['cluster.witness-packages@pve2', 'cluster.join-node@pve2'])
      expect(notes).toContain(silent(item));
    expect(notes).toContain(
      'cluster.join-node@pve2: The background job cluster.join-node.pve2 on pve2 ended without a result; pve2 probably restarted. Trying again in 2 s (2 of 3).',
    );
    expect(troublesOf(stdout)).toEqual([
      'base.apt-repository@witness: A disk of witness is full.',
      'cluster.witness-packages@witness: A disk of witness is full.',
    ]);
    expect(code).toBe(1);
    expect(await lab.host('pve2').ok('dpkg-query', '-W', '-f', '${Status}', 'corosync-qdevice')).toBe(
      'install ok installed',
    );
    expect(await lab.host('pve2').ok('corosync-quorumtool', '-s')).toMatch(/^Total votes: {6}2$/m);
    await lab.host('witness').unmountDisk('/var/lib/sitewright');
  });

  it('a reboot while apt waits for another update, a pulled cable and kill -9 of the app leave nothing half-done', async () => {
    lab.host('witness').put('/root/daily-update', HOLD_LOCK);
    await lab.host('witness').ok('systemd-run', '--quiet', '--unit=daily-update', 'perl', '/root/daily-update');
    await eventually(async () => {
      const locked = await lab.host('witness').exec('apt-get', 'install', '-y', 'base-files');
      expect(locked.stderr).toContain('Could not get lock');
    });
    const run = lab.site.start(['apply', lab.site.file, '--json']);
    await lab.reached(run, 'witness', 'packages.corosync-qnetd.witness', /Waiting for cache lock/);
    await lab.host('witness').ok('systemctl', 'reboot');
    await lab.reached(run, 'pve1', 'cluster.witness-vote', /initializing qnetd server/);
    expect(lab.host('witness').boots).toBe(2);
    // whichever comes first: the link is gone, or the job's end was lost with the host
    const told = notesOf(run.output()).filter((note) => note.startsWith('cluster.witness-packages@witness: '));
    expect(told.join('\n')).toMatch(
      /witness does not answer; the job goes on there|witness probably restarted\. Trying again/,
    );
    const runId = JSON.parse(lab.host('pve1').read('/var/lib/sitewright/lock/holder')).runId as string;
    await lab.host('pve1').setCable('eno1', false);
    await seconds(3);
    await lab.host('pve1').setCable('eno1', true);
    await lab.reached(run, 'pve1', 'cluster.witness-vote', /generating cert request/);
    run.child.kill('SIGKILL');
    await run.end;

    const again = await lab.site.run('apply', lab.site.file, '--json');
    expect(saidOfRun(again.stdout)).toContain(
      `The run ${runId} was interrupted during cluster.witness-vote@pve1; the machines are looked at before anything is done.`,
    );
    expect(again.code, `${troublesOf(again.stdout)} ${again.stderr}`).toBe(0);
    expect(await lab.host('pve1').ok('corosync-quorumtool', '-s')).toMatch(/^Total votes: {6}3$/m);
  });

  it('nothing has happened twice, nothing is left on the hosts, nothing is left to do', async () => {
    const effects = await lab.simulator.effects();
    expect(Object.entries(effects).filter(([, count]) => count !== 1)).toEqual([]);
    expect(Object.keys(effects)).toContain('pve2: pvecm.add pve2');
    expect(Object.keys(effects)).toContain('pve1: pvecm.qdevice-setup 10.77.0.20');
    for (const name of ['pve1', 'pve2', 'witness']) {
      expect(
        await lab
          .host(name)
          .ok('sh', '-c', 'ls /var/lib/sitewright/jobs; systemctl list-units --all --no-legend "sitewright-*"'),
      ).toBe('');
      expect((await lab.host(name).exec('ls', '/root/.ssh/authorized_keys2')).code).not.toBe(0);
    }
    const planned = await lab.site.plan();
    expect(planned.code, planned.stdout + planned.stderr).toBe(0);
    expect(lab.simulator.defects()).toEqual([]);
  });
});
