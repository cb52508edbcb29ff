import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './support/lab.ts';
import { notesOf, troublesOf } from './support/lab-site.ts';
import { eventually, must } from './support/processes.ts';
import { labSite } from './support/site-text.ts';

/** Two nodes without a witness, and what may become of the laptop while it works on them. */
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open('laptop', (key) => labSite({ nodes: [1, 2], witness: false, key }));
  await lab.add([
    { name: 'pve1', number: 11 },
    { name: 'pve2', number: 12 },
  ]);
});
afterAll(async () => {
  await must(['umount', '--lazy', join(lab.site.folder, 'runs')]).catch(() => undefined);
  await lab?.close();
});

const runs = () => join(lab.site.folder, 'runs');
const filler = () => join(runs(), 'holiday-photos');

/** A file that takes all the room there is. */
function fillUp(): void {
  for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    try {
      for (;;) writeFileSync(filler(), Buffer.alloc(bytes), { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}

const effects = async () => Object.keys(await lab.simulator.effects());

describe('what becomes of the laptop while it works on real hosts', () => {
  it('its disk full in mid-run: the step at work ends, none is begun without a record, and the sentence names the file', async () => {
    const image = join(lab.folder, 'laptop-disk.img');
    await must(['mkdir', '-p', runs()]);
    await must(['truncate', '-s', '3M', image]);
    await must(['mkfs.ext4', '-q', '-F', '-O', '^has_journal', '-m', '0', image]);
    await must(['mount', '-o', 'loop', image, runs()]);
    const run = lab.site.start(['apply', lab.site.file, '--json']);
    await lab.begun(run, 'cluster.create');
    fillUp();
    const { code, stdout } = await run.end;
    const [told, ...others] = troublesOf(stdout);
    expect(others).toEqual([]);
    expect(told).toMatch(
      /^The disk of this computer is full: the journal \S+\/runs\/\S+\/journal\.jsonl cannot go on, and nothing is changed without a record\.$/,
    );
    expect(code).toBe(1);
    expect(await effects()).toContain('pve1: pvecm.create lab');
    expect(await effects()).not.toContain('pve2: pvecm.add pve2');
    rmSync(filler());
  });

  it('asleep in mid-join: another laptop is told who is at work and changes nothing, and the run goes on when it wakes', async () => {
    const luis = lab.site.onAnotherLaptop('laptop-luis');
    const ana = lab.site.start(['apply', lab.site.file, '--json']);
    await lab.reached(ana, 'pve2', 'cluster.join-node.pve2', /waiting for quorum/);
    ana.child.kill('SIGSTOP');

    const held = lab.host('pve1').read('/var/lib/sitewright/lock/holder');
    expect(JSON.parse(held)).toMatchObject({ laptop: 'laptop-ana', user: 'root' });
    const { runId, startedAt } = JSON.parse(held) as { readonly runId: string; readonly startedAt: string };
    const second = await luis.run('apply', luis.file, '--json');
    expect(troublesOf(second.stdout), second.stderr).toEqual([
      `root on laptop-ana is changing this site now (run ${runId}, since ${startedAt}).`,
    ]);
    expect(second.code).toBe(1);
    expect(second.stdout).not.toContain('"type":"step-started"');
    expect(lab.host('pve1').read('/var/lib/sitewright/lock/holder')).toBe(held);

    // out of the network as a sleeping laptop is; the nodes give up its connections, and it does not hear of it
    await lab.setLaptopCable(false);
    for (const name of ['pve1', 'pve2']) await lab.host(name).exec('pkill', '-KILL', '-f', '^sshd: root');
    await eventually(() => {
      const jobs = lab.host('pve2').list('/var/lib/sitewright/jobs');
      expect(jobs.map((job) => lab.host('pve2').read(`/var/lib/sitewright/jobs/${job}/exit`))).toEqual(['0\n']);
    });
    await lab.setLaptopCable(true);
    ana.child.kill('SIGCONT');
    const { code, stdout, stderr } = await ana.end;
    expect(code, troublesOf(stdout).join('\n') + stderr).toBe(0);
    expect(notesOf(stdout)).toContain(
      'cluster.join-node@pve2: pve2 does not answer; the job goes on there, calling again',
    );
    expect(lab.host('pve1').list('/var/lib/sitewright')).not.toContain('lock');
    const later = await luis.plan();
    expect(later.code, later.stdout + later.stderr).toBe(0);
  });

  it('in the end there are two real votes, nothing has happened twice, and there is nothing to change', async () => {
    expect(await lab.host('pve2').ok('corosync-quorumtool', '-s')).toMatch(/^Total votes: {6}2$/m);
    const counted = Object.entries(await lab.simulator.effects());
    expect(counted.filter(([, count]) => count !== 1)).toEqual([]);
    const planned = await lab.site.plan();
    expect(planned.code, planned.stdout + planned.stderr).toBe(0);
    expect(lab.simulator.defects()).toEqual([]);
  });
});
