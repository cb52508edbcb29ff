import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './support/lab.ts';
import { eventsOf, type RunningCommand } from './support/lab-site.ts';
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
    { name: 'witness', number: 20 },
  );
});
afterAll(() => lab?.close());

/** What a job on a host has printed, as it lies on its disk. */
function jobLog(host: string, job: string): string {
  const file = join(lab.host(host).root, 'var/lib/sitewright/jobs', job, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The job of a step is there and has got this far; fails at once where the run has ended without it. */
async function reached(run: RunningCommand, host: string, job: string, words: RegExp): Promise<void> {
  let over = false;
  void run.end.then(() => {
    over = true;
  });
  await eventually(() => {
    if (words.test(jobLog(host, job))) return;
    if (over) throw new Error(`the run ended before ${job} said ${words}:\n${run.output().slice(-3000)}`);
    throw new Error(`${job} on ${host} has not said ${words} but: ${jobLog(host, job)}`);
  }, 90);
}

function codesOf(output: string): readonly string[] {
  return eventsOf(output).flatMap((event) =>
    event.type === 'step-finished' && event.diagnostic ? [`${event.itemId} ${event.diagnostic.code}`] : [],
  );
}

/** Holds dpkg's lock on a host as the daily update of a fresh Debian does: apt waits for it. */
const HOLD_LOCK = `use Fcntl; open(my $f, '>>', '/var/lib/dpkg/lock-frontend') or die; my $l = pack('s s x4 q q i', F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $l) or die "held: $!"; sleep 600`;

describe('faults in the middle of an apply on real hosts', () => {
  it('a reboot of the witness in mid-installation and a power cut of a joining node are told as that', async () => {
    await lab.host('witness').ok('systemd-run', '--quiet', '--unit=daily-update', 'perl', '-e', HOLD_LOCK);
    const run = lab.site.start(['apply', lab.site.file, '--json']);
    await reached(run, 'witness', 'packages.corosync-qnetd.witness', /Waiting for cache lock/);
    await lab.host('witness').ok('systemctl', 'reboot');
    await reached(run, 'pve2', 'cluster.join-node.pve2', /waiting for quorum/);
    await lab.host('pve2').cut();
    await lab.host('pve2').boot();
    const { code, stdout, stderr } = await run.end;
    console.log(code, codesOf(stdout), stderr, stdout.slice(-6000));
    expect(lab.host('witness').boots).toBe(2);
    expect(code).toBe(1);
  });

  it('the next apply finishes the join; killed in mid-setup of the vote, with kill -9', async () => {
    const run = lab.site.start(['apply', lab.site.file, '--json']);
    await reached(run, 'pve1', 'cluster.witness-vote', /generating cert request/);
    run.child.kill('SIGKILL');
    const { stdout } = await run.end;
    console.log(codesOf(stdout), stdout.slice(-3000));
  });

  it('the apply after that attaches to what goes on, finishes through a pulled cable, and nothing happened twice', async () => {
    const run = lab.site.start(['apply', lab.site.file, '--json']);
    await lab.host('pve1').setCable('eno1', false);
    await new Promise((next) => setTimeout(next, 4000));
    await lab.host('pve1').setCable('eno1', true);
    const { code, stdout, stderr } = await run.end;
    expect(code, stdout + stderr).toBe(0);
    console.log(stdout.slice(-3000));
    expect(await lab.host('pve1').ok('corosync-quorumtool', '-s')).toMatch(/^Total votes: {6}3$/m);
    const effects = await lab.simulator.effects();
    console.log(effects);
    const planned = await lab.site.plan();
    expect(planned.code, planned.stdout + planned.stderr).toBe(0);
  });
});
